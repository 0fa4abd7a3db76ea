import { Buffer } from 'node:buffer'
import type { PairAlgorithm } from '../../../shared/key-pairs.ts'
import { taggedHash } from '../bytes/index.ts'

/**
 * The public half of a key pair: SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7) in DER. Each kind has one
 * length and one beginning, so that what a kit shows is told apart without a library. Source: FORMAT, Keys.
 */

interface Form {
  /** Everything before the number, the point or the key itself. */
  readonly begins: string
  /** Everything after it. */
  readonly ends: string
  /** Of the whole, in bytes. */
  readonly length: number
}

/** RFC 8017: an RSA public key with the exponent 65537, whose modulus has its highest bit. */
const rsa = (outer: string, bits: string, key: string, modulus: string, length: number): Form => ({
  begins: `3082${outer}300d06092a864886f70d01010105000382${bits}003082${key}0282${modulus}00`,
  ends: '0203010001',
  length,
})

const FORMS: { readonly [algorithm in PairAlgorithm]: Form } = {
  'rsa-2048': rsa('0122', '010f', '010a', '0101', 294),
  'rsa-3072': rsa('01a2', '018f', '018a', '0181', 422),
  'rsa-4096': rsa('0222', '020f', '020a', '0201', 550),
  // RFC 5480: a point that is not compressed.
  'ec-p256': {
    begins: '3059301306072a8648ce3d020106082a8648ce3d03010703420004',
    ends: '',
    length: 91,
  },
  'ec-p384': {
    begins: '3076301006072a8648ce3d020106052b8104002203620004',
    ends: '',
    length: 120,
  },
  // RFC 8410.
  ed25519: { begins: '302a300506032b6570032100', ends: '', length: 44 },
}

/** Whether base64 is that of a public half of this kind; that it is one, opening its private half proves. */
export function isPublicKey(algorithm: PairAlgorithm, publicKey: string): boolean {
  const bytes = Buffer.from(publicKey, 'base64')
  const digits = bytes.toString('hex')
  const { begins, ends, length } = FORMS[algorithm]
  return (
    bytes.toString('base64') === publicKey &&
    bytes.length === length &&
    digits.startsWith(begins) &&
    digits.endsWith(ends)
  )
}

/**
 * The public fingerprint of a pair: 64 hex digits of a tagged SHA-256 over its public half.
 *
 * @param publicKey SubjectPublicKeyInfo in base64
 */
export const pairFingerprint = (publicKey: string): string =>
  taggedHash('keyclave/v1 public key fingerprint', Buffer.from(publicKey, 'base64')).toString('hex')
