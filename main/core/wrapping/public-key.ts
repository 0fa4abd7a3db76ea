import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { DeliveryFile } from '../../../shared/delivery-file.ts'
import { bodyOf, firstLength, membersOf, oidOf, positive, readOne, TAG, wholeBits } from './der.ts'
import { asciiOf, notTooLarge, readPem } from './text-forms.ts'
import { inDer, unfit } from './unfit.ts'

/**
 * Public keys that somebody brings, as SubjectPublicKeyInfo (RFC 5280, 4.1; RFC 3279, 2.3; RFC 5480).
 * Read here and not by a library: what is wrong with one has a name, and nothing is opened for it.
 */

export const CURVES = {
  '1.2.840.10045.3.1.7': { name: 'prime256v1', bytes: 32 },
  '1.3.132.0.34': { name: 'secp384r1', bytes: 48 },
  '1.3.132.0.35': { name: 'secp521r1', bytes: 66 },
} as const
export type CurveOid = keyof typeof CURVES

interface Spki {
  /** The whole SubjectPublicKeyInfo, DER. */
  readonly spki: Buffer
  /** SHA-256 of it, 64 hex digits: what both sides compare. */
  readonly fingerprint: string
}
export interface RsaPublicKey extends Spki {
  readonly kind: 'rsa'
  /** Of the modulus. */
  readonly bits: number
}
export interface EcPublicKey extends Spki {
  readonly kind: 'ec'
  readonly curve: CurveOid
  /** The point, uncompressed. */
  readonly point: Buffer
}
export type PublicKey = RsaPublicKey | EcPublicKey

const RSA = '1.2.840.113549.1.1.1'
const EC = '1.2.840.10045.2.1'

const bitsOf = (modulus: Buffer): number => modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24

const isCurve = (oid: string): oid is CurveOid => Object.hasOwn(CURVES, oid)

/**
 * Reads a SubjectPublicKeyInfo in DER, nothing behind it.
 *
 * @throws DELIVERY_FILE {not-der, behind-der, not-public-key, algorithm, odd-exponent, even-modulus}
 */
export const publicKeyOf = (bytes: Uint8Array, file: DeliveryFile): PublicKey => {
  const length = firstLength(bytes)
  if (length !== null && length < bytes.length) throw unfit(file, 'behind-der')
  return inDer(file, () => readSpki(Buffer.from(bytes), file))
}

/** @throws NotDer, DELIVERY_FILE */
function readSpki(bytes: Buffer, file: DeliveryFile): PublicKey {
  const outer = membersOf(readOne(bytes, TAG.sequence), TAG.sequence)
  const [algorithm, key, more] = outer
  if (algorithm?.tag === TAG.integer) {
    // PKCS#1 has two numbers, a private key begins with its version.
    throw unfit(file, outer.length === 2 ? 'not-public-key' : 'private-key')
  }
  if (algorithm?.tag === TAG.sequence && key?.tag === TAG.sequence) {
    throw unfit(file, 'certificate-instead')
  }
  if (key?.tag !== TAG.bits || more !== undefined) throw unfit(file, 'not-public-key')
  const [oid, parameters] = membersOf(algorithm, TAG.sequence, 1)
  const known = {
    spki: bytes,
    fingerprint: createHash('sha256').update(bytes).digest('hex'),
  }
  switch (oidOf(oid)) {
    case RSA:
      return { ...known, kind: 'rsa', bits: readRsa(wholeBits(key), file) }
    case EC:
      return { ...known, kind: 'ec', ...readPoint(oidOf(parameters), wholeBits(key), file) }
    default:
      throw unfit(file, 'algorithm')
  }
}

/** @returns the bits of the modulus. @throws NotDer, DELIVERY_FILE */
function readRsa(bytes: Buffer, file: DeliveryFile): number {
  const [n, e, more] = membersOf(readOne(bytes, TAG.sequence), TAG.sequence, 2)
  const [modulus, exponent] = [positive(n), positive(e)]
  if (more !== undefined) throw unfit(file, 'not-public-key')
  if (((modulus.at(-1) ?? 0) & 1) === 0) throw unfit(file, 'even-modulus')
  // FIPS 186-5, A.1.1: 65537 or more, and odd; HSMs and clouds make 65537 itself.
  if (!exponent.equals(Buffer.from([1, 0, 1]))) throw unfit(file, 'odd-exponent')
  return bitsOf(modulus)
}

function readPoint(curve: string, point: Buffer, file: DeliveryFile) {
  if (!isCurve(curve)) throw unfit(file, 'algorithm')
  if (point[0] !== 4 || point.length !== 1 + 2 * CURVES[curve].bytes) {
    throw unfit(file, 'not-public-key')
  }
  return { curve, point }
}

/**
 * Reads a public key as the other side gives it: PEM (`PUBLIC KEY`) or DER.
 *
 * @throws DELIVERY_FILE
 */
export function readPublicKey(given: Uint8Array, file: DeliveryFile): PublicKey {
  const bytes = notTooLarge(given, file)
  if (bytes[0] === TAG.sequence) return publicKeyOf(bytes, file)
  const pem = readPem(asciiOf(bytes, file), file)
  if (pem === null) throw unfit(file, 'not-pem')
  if (pem.label === 'CERTIFICATE') throw unfit(file, 'certificate-instead')
  if (pem.label !== 'PUBLIC KEY') throw unfit(file, 'pem-other')
  return publicKeyOf(pem.bytes, file)
}

/** As `readPublicKey`, RSA alone. @throws DELIVERY_FILE {not-rsa} */
export function readRsaPublicKey(given: Uint8Array, file: DeliveryFile): RsaPublicKey {
  const key = readPublicKey(given, file)
  if (key.kind !== 'rsa') throw unfit(file, 'not-rsa')
  return key
}

/** What is hashed for a subject key identifier: the key alone (RFC 5280, 4.2.1.2, method 1). */
export const keyBits = (spki: Uint8Array): Buffer => {
  const [, key] = membersOf(readOne(spki, TAG.sequence), TAG.sequence, 2)
  return bodyOf(key, TAG.bits).subarray(1)
}
