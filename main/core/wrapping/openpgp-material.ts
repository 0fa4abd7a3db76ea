import { Buffer } from 'node:buffer'
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { sha1 } from '@noble/hashes/legacy.js'
import { der, NULL, oid, sequence, TAG } from './der.ts'
import { FILE, lengthAt, mpi, number, slice } from './openpgp-packets.ts'
import { unfit } from './unfit.ts'

/** Keys and signatures in OpenPGP packets of version 4 (RFC 9580, 5.2 and 5.5; RFC 6637). */

export interface Key {
  readonly body: Buffer
  /** Seconds since 1970. */
  readonly created: number
  readonly algorithm: number
}

/** How a message's key reaches the recipient. */
export type OpenPgpMaterial =
  | { readonly kind: 'rsa'; readonly spki: Uint8Array; readonly bits: number }
  | {
      readonly kind: 'ecdh'
      readonly curve: EcdhCurve
      readonly point: Uint8Array
      /** Curve, KDF hash and cipher as they stand in the key: the KDF is told them. */
      readonly parameters: Uint8Array
      readonly hash: OpenPgpHash
      readonly kekBytes: 16 | 24 | 32
    }
export type EcdhCurve = 'x25519' | 'prime256v1' | 'secp384r1' | 'secp521r1'
type OpenPgpHash = 'sha256' | 'sha384' | 'sha512'

const ALGORITHM = { rsa: 1, rsaEncrypt: 2, ecdh: 18, ecdsa: 19, eddsa: 22, ed25519: 27 } as const

const ECDH_CURVES: ReadonlyMap<string, EcdhCurve> = new Map([
  ['2b060104019755010501', 'x25519'],
  ['2a8648ce3d030107', 'prime256v1'],
  ['2b81040022', 'secp384r1'],
  ['2b81040023', 'secp521r1'],
])
const ED25519_OID = '2b06010401da470f01'
const HASHES: ReadonlyMap<number, OpenPgpHash> = new Map([
  [8, 'sha256'],
  [9, 'sha384'],
  [10, 'sha512'],
])
const KEK_BYTES: ReadonlyMap<number, 16 | 24 | 32> = new Map([
  [7, 16],
  [8, 24],
  [9, 32],
])

/** @throws DELIVERY_FILE {version}: nothing but version 4 is read */
export function keyOf(body: Buffer): Key {
  if (number(body, 0, 1) !== 4) throw unfit(FILE, 'version')
  return { body, created: number(body, 1, 4), algorithm: number(body, 5, 1) }
}

/** A key as signatures over it and its fingerprint hash it. */
export const hashedKey = ({ body }: Key): Buffer =>
  Buffer.concat([Buffer.from([0x99, body.length >> 8, body.length & 0xff]), body])

export const fingerprintOf = (key: Key): Buffer => Buffer.from(sha1(hashedKey(key)))

/** What may be encrypted to; null: a key that only signs. @throws DELIVERY_FILE */
export function materialOf(key: Key): OpenPgpMaterial | null {
  if (key.algorithm === ALGORITHM.rsa || key.algorithm === ALGORITHM.rsaEncrypt) {
    return { kind: 'rsa', ...rsaOf(key) }
  }
  return key.algorithm === ALGORITHM.ecdh ? ecdhOf(key) : null
}

const integer = (value: Buffer): Buffer =>
  (value[0] ?? 0) >= 0x80 ? der(TAG.integer, Buffer.alloc(1), value) : der(TAG.integer, value)
const bitString = (bytes: Buffer): Buffer => der(TAG.bits, Buffer.alloc(1), bytes)

function rsaOf({ body }: Key): { spki: Buffer; bits: number } {
  const n = mpi(body, 6)
  const e = mpi(body, n.next)
  const rsa = sequence(integer(n.value), integer(e.value))
  const spki = sequence(sequence(oid('1.2.840.113549.1.1.1'), NULL), bitString(rsa))
  return { bits: number(body, 6, 2), spki }
}

/** The curve's identifier, DER without its head, and the point behind it. */
function pointOf({ body }: Key): { curve: Buffer; point: Buffer; next: number } {
  const length = number(body, 6, 1)
  const { value, next } = mpi(body, 7 + length)
  return { curve: slice(body, 7, length), point: value, next }
}

function ecdhOf(key: Key): OpenPgpMaterial {
  const { curve: identifier, point, next } = pointOf(key)
  const kdf = slice(key.body, next, 4)
  const curve = ECDH_CURVES.get(identifier.toString('hex'))
  const hash = HASHES.get(kdf[2] ?? 0)
  const kekBytes = KEK_BYTES.get(kdf[3] ?? 0)
  if (curve === undefined || hash === undefined || kekBytes === undefined) {
    throw unfit(FILE, 'algorithm')
  }
  // RFC 9580, 5.5.5.6: an X25519 point has a 0x40 before it, a point of a NIST curve its own 0x04.
  if (point[0] !== (curve === 'x25519' ? 0x40 : 0x04)) throw unfit(FILE, 'not-recipient')
  const named = Buffer.concat([Buffer.from([identifier.length]), identifier])
  return {
    ...{ kind: 'ecdh', curve, hash, kekBytes },
    point: curve === 'x25519' ? point.subarray(1) : point,
    parameters: Buffer.concat([named, Buffer.from([ALGORITHM.ecdh]), kdf]),
  }
}

export interface Signature {
  readonly type: number
  /** By the kind of subpacket: what the signature covers. */
  readonly hashed: ReadonlyMap<number, Buffer>
  readonly body: Buffer
  /** Where the hashed part ends. */
  readonly end: number
}

/** Null: of another version, which proves nothing here. */
export function signatureOf(body: Buffer): Signature | null {
  if (number(body, 0, 1) !== 4) return null
  const size = number(body, 4, 2)
  const area = slice(body, 6, size)
  const hashed = new Map<number, Buffer>()
  for (let at = 0; at < area.length; ) {
    const { length, next } = lengthAt(area, at)
    hashed.set(number(area, next, 1) & 0x7f, slice(area, next + 1, length - 1))
    at = next + length
  }
  return { type: number(body, 1, 1), hashed, body, end: 6 + size }
}

const publicKey = (spki: Buffer): KeyObject =>
  createPublicKey({ key: spki, format: 'der', type: 'spki' })
const widened = (value: Buffer, length: number): Buffer =>
  Buffer.concat([Buffer.alloc(Math.max(0, length - value.length)), value])

/** Whether this key made a signature over these bytes. */
export function isSignedBy(key: Key, signature: Signature, signed: Buffer): boolean {
  const { body, end } = signature
  const hash = HASHES.get(number(body, 3, 1))
  if (hash === undefined || number(body, 2, 1) !== key.algorithm) return false
  const trailer = Buffer.from([4, 0xff, 0, 0, 0, 0])
  trailer.writeUInt32BE(end, 2)
  const message = Buffer.concat([signed, body.subarray(0, end), trailer])
  // Behind the hashed part: the part that is not, and two bytes of the hash.
  const values = end + 2 + number(body, end, 2) + 2
  try {
    return verifies(key, hash, message, body, values)
  } catch {
    // A key or a signature that OpenSSL cannot even read.
    return false
  }
}

function verifies(key: Key, hash: OpenPgpHash, message: Buffer, body: Buffer, at: number): boolean {
  const first = mpiOrNone(key, body, at)
  switch (key.algorithm) {
    case ALGORITHM.rsa: {
      const { spki, bits } = rsaOf(key)
      return verify(hash, message, publicKey(spki), widened(first.value, Math.ceil(bits / 8)))
    }
    case ALGORITHM.ecdsa: {
      const { curve, point } = pointOf(key)
      const spki = sequence(
        sequence(oid('1.2.840.10045.2.1'), der(TAG.oid, curve)),
        bitString(point),
      )
      const both = sequence(integer(first.value), integer(mpi(body, first.next).value))
      return verify(hash, message, publicKey(spki), both)
    }
    case ALGORITHM.eddsa: {
      const { curve, point } = pointOf(key)
      const s = mpi(body, first.next).value
      const both = Buffer.concat([widened(first.value, 32), widened(s, 32)])
      return (
        curve.toString('hex') === ED25519_OID && isEd25519(point.subarray(1), hash, message, both)
      )
    }
    case ALGORITHM.ed25519:
      return isEd25519(slice(key.body, 6, 32), hash, message, slice(body, at, 64))
    default:
      return false
  }
}

/** A signature by Ed25519 (27) is 64 bytes as they are; every other one begins with a number. */
const mpiOrNone = (key: Key, body: Buffer, at: number) =>
  key.algorithm === ALGORITHM.ed25519 ? { value: body, next: at } : mpi(body, at)

/** OpenPGP signs a hash: it is the message of Ed25519. */
function isEd25519(point: Buffer, hash: string, message: Buffer, signature: Buffer): boolean {
  const digest = createHash(hash).update(message).digest()
  const spki = sequence(sequence(oid('1.3.101.112')), bitString(point))
  return verify(null, digest, publicKey(spki), signature)
}
