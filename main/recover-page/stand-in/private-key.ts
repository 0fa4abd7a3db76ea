/**
 * In the place of core/kit/private-key: whether a private half belongs to the public half that a kit shows, by
 * computing the public half. Pairs are neither made nor read here.
 *
 * Source: PKCS#8 (RFC 5958) around the keys of RFC 8017, RFC 5915 and RFC 8410; FORMAT, Keys.
 */
import { Buffer } from 'node:buffer'
import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384 } from '@noble/curves/nist.js'
import type { PairAlgorithm } from '../../../shared/key-pairs.ts'
import { bodyOf, membersOf, positive, readOne, TAG } from '../../core/wrapping/der.ts'

export interface ShownPair {
  readonly algorithm: PairAlgorithm
  /** SubjectPublicKeyInfo in DER, as base64. */
  readonly publicKey: string
}

export interface WholePair {
  readonly shown: ShownPair
  readonly privateKey: Buffer
}

/** What a SubjectPublicKeyInfo ends with, of each curve: the point, or the key. */
const POINTS: {
  readonly [algorithm in PairAlgorithm]?: (key: Buffer) => Uint8Array
} = {
  'ec-p256': key => p256.getPublicKey(scalarOf(key), false),
  'ec-p384': key => p384.getPublicKey(scalarOf(key), false),
  ed25519: key => ed25519.getPublicKey(bodyOf(readOne(key, TAG.octets), TAG.octets)),
}

/** The scalar of an ECPrivateKey: version, octets. */
const scalarOf = (key: Buffer): Buffer =>
  bodyOf(membersOf(readOne(key, TAG.sequence), TAG.sequence, 2)[1], TAG.octets)

const numberOf = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex') || '0'}`)

/** Whether the primes of an RSAPrivateKey make its modulus, and both exponents undo each other. */
function isRsaPair(key: Buffer, publicKey: Buffer): boolean {
  const [, ...numbers] = membersOf(readOne(key, TAG.sequence), TAG.sequence, 9)
  const [modulus, exponent, ...secret] = numbers.slice(0, 5).map(positive)
  const [n, e, d, p, q] = [modulus, exponent, ...secret].map(part =>
    numberOf(part ?? Buffer.alloc(0)),
  )
  if (n === undefined || e === undefined || d === undefined) return false
  if (p === undefined || q === undefined || p < 2n || q < 2n) return false
  const undoes = (d * e) % (p - 1n) === 1n && (d * e) % (q - 1n) === 1n
  // The modulus stands in the public half with a zero in front, then the exponent 65537.
  const ends = Buffer.concat([modulus ?? Buffer.alloc(0), Buffer.from('0203010001', 'hex')])
  return p * q === n && e === 65_537n && undoes && endsWith(publicKey, ends)
}

const endsWith = (bytes: Buffer, end: Uint8Array): boolean =>
  bytes.subarray(Math.max(0, bytes.length - end.length)).equals(end)

/** Whether PKCS#8 is the private half of what a kit shows. */
export function provesPair(privateKey: Buffer, { algorithm, publicKey }: ShownPair): boolean {
  const shown = Buffer.from(publicKey, 'base64')
  try {
    const members = membersOf(readOne(privateKey, TAG.sequence), TAG.sequence, 3)
    const key = bodyOf(members[2], TAG.octets)
    const point = POINTS[algorithm]
    return point === undefined ? isRsaPair(key, shown) : endsWith(shown, point(key))
  } catch {
    return false
  }
}

const absent = (): never => {
  throw new Error('no key pair is made or read in this page')
}
export const makePair: () => WholePair | null = absent
export const readPair: () => WholePair = absent
