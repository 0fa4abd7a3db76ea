import { Buffer } from 'node:buffer'
import { createCipheriv, createECDH, createHash } from 'node:crypto'
import { sha1 } from '@noble/hashes/legacy.js'
import { osRandom, wipe } from '../bytes/index.ts'
import { wrapKw } from './aes-kwp.ts'
import { context, der, NULL, octets, oid, sequence, small, TAG } from './der.ts'
import { CURVES, type CurveOid, keyBits, type PublicKey } from './public-key.ts'
import { encryptOaep } from './rsa-oaep.ts'

/**
 * A CMS message for some recipients: AuthEnvelopedData with AES-256-GCM (RFC 5083, RFC 5084), not
 * EnvelopedData with CBC, which opens a changed message to something else without a word.
 *
 * RSA: RSAES-OAEP with SHA-256 and MGF1 of SHA-256 (RFC 4055). EC: ephemeral-static ECDH with the X9.63 KDF
 * of SHA-256 and AES-256 key wrap (RFC 5753, 7.1.4).
 */

/** Whom it is for: by issuer and serial number (of a certificate), or by its key alone. */
export interface CmsRecipient {
  readonly key: PublicKey
  /** DER. */
  readonly name: { readonly issuer: Uint8Array; readonly serial: Uint8Array } | null
}

const OIDS = {
  authEnveloped: '1.2.840.113549.1.9.16.1.23',
  data: '1.2.840.113549.1.7.1',
  gcm: '2.16.840.1.101.3.4.1.46',
  oaep: '1.2.840.113549.1.1.7',
  mgf1: '1.2.840.113549.1.1.8',
  sha256: '2.16.840.1.101.3.4.2.1',
  ecdhSha256: '1.3.132.1.11.1',
  ec: '1.2.840.10045.2.1',
  wrap256: '2.16.840.1.101.3.4.1.45',
} as const

const SHA256 = sequence(oid(OIDS.sha256), NULL)
const OAEP = sequence(
  oid(OIDS.oaep),
  sequence(der(context(0), SHA256), der(context(1), sequence(oid(OIDS.mgf1), SHA256))),
)
const WRAP = sequence(oid(OIDS.wrap256))
/** Bits of the key that is agreed on, as the KDF is told them. */
const AGREED = Buffer.from([0, 0, 1, 0])
const SHARED_INFO = sequence(WRAP, der(context(2), octets(AGREED)))

const identifierOf = (spki: Uint8Array): Buffer => Buffer.from(sha1(keyBits(spki)))

/** `secret` under the key of one recipient. */
function recipientInfo({ key, name }: CmsRecipient, contentKey: Uint8Array): Buffer {
  const identifier = identifierOf(key.spki)
  if (key.kind === 'rsa') {
    const [version, id] =
      name === null
        ? [2, der(context(0, false), identifier)]
        : [0, sequence(name.issuer, name.serial)]
    return sequence(small(version), id, OAEP, octets(encryptOaep(key.spki, 'sha256', contentKey)))
  }
  const id =
    name === null ? der(context(0), octets(identifier)) : sequence(name.issuer, name.serial)
  const { point, wrapped } = agree(key.curve, key.point, contentKey)
  const originator = sequence(sequence(oid(OIDS.ec)), der(TAG.bits, Buffer.from([0]), point))
  return der(
    context(1),
    small(3),
    der(context(0), der(context(1), ...[originator.subarray(headLength(originator))])),
    sequence(oid(OIDS.ecdhSha256), WRAP),
    sequence(sequence(id, octets(wrapped))),
  )
}

/** Bytes of tag and length: an implicit tag takes their place. */
const headLength = (value: Buffer): number => {
  const [, first = 0] = value
  return first < 0x80 ? 2 : 2 + (first & 0x7f)
}

function agree(curve: CurveOid, theirs: Uint8Array, contentKey: Uint8Array) {
  const ours = createECDH(CURVES[curve].name)
  const point = ours.generateKeys()
  const secret = ours.computeSecret(theirs)
  const kek = createHash('sha256')
    .update(secret)
    .update(Buffer.from([0, 0, 0, 1]))
    .update(SHARED_INFO)
    .digest()
  try {
    return { point, wrapped: wrapKw(kek, contentKey) }
  } finally {
    wipe(secret, kek)
  }
}

/**
 * @param secret the caller still owns it
 * @returns ContentInfo, DER
 */
export function sealCms(recipients: readonly CmsRecipient[], secret: Uint8Array): Buffer {
  const contentKey = osRandom(32)
  const nonce = osRandom(12)
  try {
    const cipher = createCipheriv('aes-256-gcm', contentKey, nonce)
    const sealed = Buffer.concat([cipher.update(secret), cipher.final()])
    const infos = recipients
      .map(recipient => recipientInfo(recipient, contentKey))
      .sort(Buffer.compare)
    const content = sequence(
      oid(OIDS.data),
      sequence(oid(OIDS.gcm), sequence(octets(nonce), small(16))),
      der(context(0, false), sealed),
    )
    const message = sequence(small(0), der(TAG.set, ...infos), content, octets(cipher.getAuthTag()))
    return sequence(oid(OIDS.authEnveloped), der(context(0), message))
  } finally {
    wipe(contentKey)
  }
}
