import { Buffer } from 'node:buffer'
import {
  fingerprintOf,
  hashedKey,
  isSignedBy,
  type Key,
  keyOf,
  materialOf,
  type OpenPgpMaterial,
  type Signature,
  signatureOf,
} from './openpgp-material.ts'
import { FILE, type Packet, packetsOf, withoutArmor } from './openpgp-packets.ts'
import { notTooLarge } from './text-forms.ts'
import { unfit } from './unfit.ts'

/**
 * An OpenPGP key (version 4) that somebody brings, down to the one key in it that may be encrypted to: bound
 * to the primary key by signatures that verify, not expired, not revoked (RFC 9580, 5.2 and 10.1). The primary
 * key itself is vouched for by its fingerprint, which people compare.
 */
export interface OpenPgpKey {
  /** Of the primary key, 40 hex digits. */
  readonly fingerprint: string
  /** The fingerprint of the key that is encrypted to, 20 bytes. */
  readonly encryptsTo: Uint8Array
  readonly material: OpenPgpMaterial
}

const PACKET = { signature: 2, secretKey: 5, publicKey: 6, secretSubkey: 7, subkey: 14 }
const [USER, ATTRIBUTE] = [13, 17]
const SUBKEY_BINDING = 0x18
/** A signature over the key alone, and the four kinds of a certification. */
const OF_PRIMARY = [0x1f, 0x10, 0x11, 0x12, 0x13]
const REVOCATIONS = [0x20, 0x28]
const SUBPACKET = { created: 2, expires: 9, flags: 27 }
const ENCRYPTS = 0x0c
const LEAST_RSA_BITS = 2048

/** A packet of a key, with the signatures behind it. */
interface Part extends Packet {
  readonly signatures: readonly Signature[]
}

function partsOf(bytes: Buffer): Part[] {
  const parts: (Packet & { signatures: Signature[] })[] = []
  for (const packet of packetsOf(bytes)) {
    if (packet.tag === PACKET.secretKey || packet.tag === PACKET.secretSubkey) {
      throw unfit(FILE, 'private-key')
    }
    if (packet.tag !== PACKET.signature) parts.push({ ...packet, signatures: [] })
    else {
      const signature = signatureOf(packet.body)
      if (signature !== null) parts.at(-1)?.signatures.push(signature)
    }
  }
  return parts
}

/** What a signature over a part of the key hashes before itself; null: nothing that is looked at. */
function signedBytes(primary: Key, part: Part): Buffer | null {
  if (part.tag === PACKET.publicKey) return hashedKey(primary)
  if (part.tag === PACKET.subkey) {
    return Buffer.concat([hashedKey(primary), hashedKey(keyOf(part.body))])
  }
  if (part.tag !== USER && part.tag !== ATTRIBUTE) return null
  const head = Buffer.from([part.tag === USER ? 0xb4 : 0xd1, 0, 0, 0, 0])
  head.writeUInt32BE(part.body.length, 1)
  return Buffer.concat([hashedKey(primary), head, part.body])
}

const seconds = (signature: Signature, kind: number): number => {
  const value = signature.hashed.get(kind)
  return value?.length === 4 ? value.readUInt32BE(0) : 0
}

/** The newest signature by the primary key over these parts, of these types. */
function newestBy(primary: Key, parts: readonly Part[], types: readonly number[]) {
  const own = parts.flatMap(part => {
    const signed = signedBytes(primary, part)
    return signed === null
      ? []
      : part.signatures.filter(one => types.includes(one.type) && isSignedBy(primary, one, signed))
  })
  return own.sort((a, b) => seconds(b, SUBPACKET.created) - seconds(a, SUBPACKET.created))[0]
}

const isRevoked = ({ signatures }: Part): boolean =>
  signatures.some(({ type }) => REVOCATIONS.includes(type))

function isExpired(key: Key, by: Signature, now: Date): boolean {
  const lasts = seconds(by, SUBPACKET.expires)
  return lasts > 0 && now.getTime() >= (key.created + lasts) * 1000
}

/** Whether the signature says that the key encrypts; one that says nothing leaves it to the algorithm. */
const mayEncrypt = ({ hashed }: Signature): boolean =>
  ((hashed.get(SUBPACKET.flags)?.[0] ?? ENCRYPTS) & ENCRYPTS) !== 0

/**
 * Reads an OpenPGP public key, armored or not.
 *
 * @throws DELIVERY_FILE {not-recipient, private-key, several-recipients, version, checksum, revoked, expired,
 *         not-for-encryption, signature-wrong, weak, algorithm}
 */
export function readOpenPgpKey(given: Uint8Array, now: Date): OpenPgpKey {
  const parts = partsOf(withoutArmor(notTooLarge(given, FILE)))
  const [first, ...rest] = parts
  if (first?.tag !== PACKET.publicKey) throw unfit(FILE, 'not-recipient')
  if (rest.some(({ tag }) => tag === PACKET.publicKey)) throw unfit(FILE, 'several-recipients')
  const primary = keyOf(first.body)
  if (isRevoked(first)) throw unfit(FILE, 'revoked')
  const users = rest.filter(({ tag }) => tag === USER || tag === ATTRIBUTE)
  const self = newestBy(primary, [first, ...users], OF_PRIMARY)
  if (self === undefined) throw unfit(FILE, 'signature-wrong')
  if (isExpired(primary, self, now)) throw unfit(FILE, 'expired')
  const { key, material } = chosen(primary, self, rest, now)
  if (material.kind === 'rsa' && material.bits < LEAST_RSA_BITS) throw unfit(FILE, 'weak')
  return {
    fingerprint: fingerprintOf(primary).toString('hex'),
    encryptsTo: fingerprintOf(key),
    material,
  }
}

/** The newest subkey that encrypts, or the primary key where it does so itself. */
function chosen(primary: Key, self: Signature, parts: readonly Part[], now: Date) {
  const problems = new Set<'revoked' | 'expired' | 'signature-wrong'>()
  const found = parts
    .filter(({ tag }) => tag === PACKET.subkey)
    .flatMap(part => {
      const key = keyOf(part.body)
      const binding = newestBy(primary, [part], [SUBKEY_BINDING])
      if (binding === undefined) problems.add('signature-wrong')
      if (binding === undefined || !mayEncrypt(binding)) return []
      const material = materialOf(key)
      if (material === null) return []
      if (isRevoked(part)) problems.add('revoked')
      else if (isExpired(key, binding, now)) problems.add('expired')
      else return [{ key, material }]
      return []
    })
    .sort((a, b) => b.key.created - a.key.created)
  const [newest] = found
  if (newest !== undefined) return newest
  const own = mayEncrypt(self) && self.hashed.has(SUBPACKET.flags) ? materialOf(primary) : null
  if (own !== null) return { key: primary, material: own }
  const [problem] = problems
  throw unfit(FILE, problem ?? 'not-for-encryption')
}
