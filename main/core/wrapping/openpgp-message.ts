import { Buffer } from 'node:buffer'
import { createECDH, createHash } from 'node:crypto'
import { cfb } from '@noble/ciphers/aes.js'
import { sha1 } from '@noble/hashes/legacy.js'
import sodium from 'sodium-native'
import { allocSecret, osRandom, wipe } from '../bytes/index.ts'
import { wrapKw } from './aes-kwp.ts'
import type { OpenPgpKey } from './openpgp-key.ts'
import type { OpenPgpMaterial } from './openpgp-material.ts'
import { encryptPkcs1 } from './rsa-oaep.ts'

/**
 * An OpenPGP message for one key: a session key for it, and AES-256 with an integrity check over a literal
 * packet (RFC 9580, 5.1, 5.9 and 5.13.1: version 1, which GnuPG 2.2 and everybody else reads).
 */

const AES256 = 9
const TAG = { sessionKey: 1, literal: 11, data: 18, check: 19 } as const

function packet(tag: number, body: Uint8Array): Buffer {
  const head = Buffer.from([0xc0 | tag, 0xff, 0, 0, 0, 0])
  head.writeUInt32BE(body.length, 2)
  return Buffer.concat([head, body])
}

/** A number with its length in bits before it. */
function mpi(value: Uint8Array): Buffer {
  const from = value.findIndex(byte => byte !== 0)
  const trimmed = Buffer.from(value).subarray(from)
  const bits = trimmed.length * 8 - Math.clz32(trimmed[0] ?? 0) + 24
  return Buffer.concat([Buffer.from([bits >> 8, bits & 0xff]), trimmed])
}

type Ecdh = Extract<OpenPgpMaterial, { kind: 'ecdh' }>

function agree({ curve, point }: Ecdh): { ours: Buffer; secret: Buffer } {
  if (curve !== 'x25519') {
    const key = createECDH(curve)
    return { ours: key.generateKeys(), secret: key.computeSecret(point) }
  }
  const scalar = osRandom(32)
  const [own, secret] = [Buffer.alloc(33, 0x40), allocSecret(32)]
  try {
    sodium.crypto_scalarmult_base(own.subarray(1), scalar)
    sodium.crypto_scalarmult(secret, scalar, Buffer.from(point))
    return { ours: own, secret }
  } finally {
    wipe(scalar)
  }
}

/** RFC 9580, 11.5 (RFC 6637, 8): one-step KDF, padding to 40 bytes, AES key wrap. */
function agreedSessionKey(key: OpenPgpKey, material: Ecdh, session: Buffer): Buffer {
  const padding = 40 - session.length
  const padded = Buffer.concat([session, Buffer.alloc(padding, padding)])
  const { ours, secret } = agree(material)
  const kek = createHash(material.hash)
    .update(Buffer.from([0, 0, 0, 1]))
    .update(secret)
    .update(material.parameters)
    .update('Anonymous Sender    ')
    .update(key.encryptsTo)
    .digest()
  try {
    const wrapped = wrapKw(kek.subarray(0, material.kekBytes), padded)
    return Buffer.concat([mpi(ours), Buffer.from([wrapped.length]), wrapped])
  } finally {
    wipe(padded, secret, kek)
  }
}

/** The cipher, its key and the sum of its bytes: what the recipient's key protects. */
function sessionOf(contentKey: Uint8Array): Buffer {
  const session = allocSecret(35)
  session[0] = AES256
  session.set(contentKey, 1)
  session.writeUInt16BE(contentKey.reduce((sum, byte) => sum + byte, 0) & 0xffff, 33)
  return session
}

function sessionKeyPacket(key: OpenPgpKey, contentKey: Uint8Array): Buffer {
  const session = sessionOf(contentKey)
  const { material } = key
  try {
    const [algorithm, wrapped] =
      material.kind === 'rsa'
        ? [1, mpi(encryptPkcs1(material.spki, session))]
        : [18, agreedSessionKey(key, material, session)]
    const head = Buffer.concat([
      Buffer.from([3]),
      key.encryptsTo.slice(12),
      Buffer.from([algorithm]),
    ])
    return packet(TAG.sessionKey, Buffer.concat([head, wrapped]))
  } finally {
    wipe(session)
  }
}

/**
 * @param secret the caller still owns it
 * @returns the message, not armored
 */
export function sealOpenPgp(key: OpenPgpKey, secret: Uint8Array): Buffer {
  const contentKey = osRandom(32)
  const random = osRandom(16)
  // Binary, without a name and without a time.
  const literal = packet(TAG.literal, Buffer.concat([Buffer.from('b\0\0\0\0\0', 'latin1'), secret]))
  const before = Buffer.concat([random, random.subarray(14), literal, Buffer.from([0xd3, 0x14])])
  const plain = Buffer.concat([before, sha1(before)])
  try {
    const sealed = cfb(contentKey, Buffer.alloc(16)).encrypt(plain)
    return Buffer.concat([
      sessionKeyPacket(key, contentKey),
      packet(TAG.data, Buffer.concat([Buffer.from([1]), sealed])),
    ])
  } finally {
    wipe(contentKey, random, literal, before, plain)
  }
}
