import { Buffer } from 'node:buffer'
import {
  createECDH,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { refuse } from '../../../shared/errors.ts'
import type { PairAlgorithm, PairProblem } from '../../../shared/key-pairs.ts'
import { copySecret, wipe } from '../bytes/index.ts'
import { isPublicKey } from './public-key.ts'

/**
 * Private keys as the library has them: made, read in every spelling, proved. Only for threads that end: what
 * the library keeps of a private half, and what it turns into strings, ends with them. Source: FORMAT, Keys.
 */

/** A pair by what is public of it. */
export interface ShownPair {
  readonly algorithm: PairAlgorithm
  /** SubjectPublicKeyInfo (RFC 5280) in DER, as base64. */
  readonly publicKey: string
}

/** With its private half: PKCS#8 DER, for the caller to wipe. */
export interface WholePair {
  readonly shown: ShownPair
  readonly privateKey: Buffer
}

const EXPONENT = 65_537

/** PKCS#8 (RFC 5958) around a scalar and its point, with the parameters and versions of RFC 5915. */
const CURVES = {
  'ec-p256': {
    name: 'prime256v1',
    before: '308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420',
    between: 'a144034200',
  },
  'ec-p384': {
    name: 'secp384r1',
    before: '3081b6020100301006072a8648ce3d020106052b8104002204819e30819b0201010430',
    between: 'a164036200',
  },
} as const

/** PKCS#8 around the seed of an Ed25519 key. Source: RFC 8410. */
const ED25519_BEFORE = '302e020100300506032b657004220420'

/** What is signed to see that two halves belong together. */
const PROBE = Buffer.from('keyclave/v1 key pair')

const unfit = (problem: PairProblem) => refuse('KEY_PAIR_UNFIT', { problem })

/** PKCS#8 of a new pair; `null` when the bytes are no scalar of the curve. */
function pkcs8Of(algorithm: PairAlgorithm, random: Buffer): Buffer | null {
  switch (algorithm) {
    case 'rsa-2048':
    case 'rsa-3072':
    case 'rsa-4096':
      return generateKeyPairSync('rsa', {
        modulusLength: Number(algorithm.slice('rsa-'.length)),
        publicExponent: EXPONENT,
        publicKeyEncoding: { type: 'spki', format: 'der' },
        privateKeyEncoding: { type: 'pkcs8', format: 'der' },
      }).privateKey
    case 'ec-p256':
    case 'ec-p384':
      return onCurve(CURVES[algorithm], random)
    case 'ed25519':
      return Buffer.concat([Buffer.from(ED25519_BEFORE, 'hex'), random])
  }
}

function onCurve(
  { name, before, between }: (typeof CURVES)[keyof typeof CURVES],
  scalar: Buffer,
): Buffer | null {
  const curve = createECDH(name)
  try {
    curve.setPrivateKey(scalar)
  } catch {
    return null
  }
  const parts = [Buffer.from(before, 'hex'), scalar, Buffer.from(between, 'hex')]
  return Buffer.concat([...parts, curve.getPublicKey()])
}

/**
 * The private key in a file.
 *
 * @throws KEY_PAIR_UNFIT
 */
function parse(file: Buffer): KeyObject {
  const pem = pemBlock(file)
  if (pem !== null) return readAs({ key: pem, format: 'pem' })
  const version = file.subarray(0, 8).toString('hex')
  const tries = version.includes('020101') ? (['sec1'] as const) : (['pkcs8', 'pkcs1'] as const)
  for (const type of tries) {
    try {
      return createPrivateKey({ key: file, format: 'der', type })
    } catch {
      // Perhaps it is the other one: the first bytes of both are alike.
    }
  }
  throw unfit('unreadable')
}

function readAs(input: { readonly key: Buffer; readonly format: 'pem' }): KeyObject {
  try {
    return createPrivateKey(input)
  } catch {
    throw unfit('unreadable')
  }
}

/** The one private key of a PEM file (RFC 7468); `null`: it is none. @throws KEY_PAIR_UNFIT */
function pemBlock(file: Buffer): Buffer | null {
  const text = file.toString('latin1')
  if (!text.includes('-----BEGIN ')) return null
  const labels = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)].map(([, label = '']) => label)
  const keys = labels.filter(label => label.endsWith('PRIVATE KEY'))
  const [label] = keys
  // What openssl writes before an EC key says only which curve it is on.
  const others = labels.filter(other => other !== label && other !== 'EC PARAMETERS')
  if (label === undefined || keys.length > 1 || others.length > 0) throw unfit('more')
  const begins = text.indexOf(`-----BEGIN ${label}-----`)
  const end = `-----END ${label}-----`
  const ends = text.indexOf(end, begins)
  if (ends === -1) throw unfit('unreadable')
  const block = text.slice(begins, ends + end.length)
  if (label.startsWith('ENCRYPTED') || block.includes('ENCRYPTED')) throw unfit('encrypted')
  return Buffer.from(`${block}\n`, 'latin1')
}

/** Which of the pairs it is that people may have. @throws KEY_PAIR_UNFIT */
function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails = {} }: KeyObject): PairAlgorithm {
  const { modulusLength, publicExponent, namedCurve } = asymmetricKeyDetails
  switch (asymmetricKeyType) {
    case 'ed25519':
      return 'ed25519'
    case 'ec':
      if (namedCurve === CURVES['ec-p256'].name) return 'ec-p256'
      if (namedCurve === CURVES['ec-p384'].name) return 'ec-p384'
      throw unfit('curve')
    case 'rsa':
      if (modulusLength !== 2048 && modulusLength !== 3072 && modulusLength !== 4096) {
        throw unfit('rsa-size')
      }
      if (publicExponent !== BigInt(EXPONENT)) throw unfit('rsa-exponent')
      return `rsa-${modulusLength}`
    default:
      throw unfit('algorithm')
  }
}

/** The public half that the library has for a private half. */
function publicHalf(key: KeyObject): string {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' })
  return spki.toString('base64')
}

/** Whether one half signs what the other verifies. */
function belong(key: KeyObject, publicKey: string): boolean {
  const spki = Buffer.from(publicKey, 'base64')
  const other = createPublicKey({ key: spki, format: 'der', type: 'spki' })
  const digest = key.asymmetricKeyType === 'ed25519' ? null : 'sha256'
  return verify(digest, PROBE, other, sign(digest, PROBE, key))
}

/** A pair as it is kept: one spelling, whatever was read. @throws KEY_PAIR_UNFIT */
function pairOf(found: KeyObject): WholePair {
  const algorithm = algorithmOf(found)
  if (!isPair(found, publicHalf(found))) throw unfit('halves')
  const key = algorithm in CURVES ? respelled(found, algorithm as keyof typeof CURVES) : found
  const publicKey = publicHalf(key)
  if (!isPublicKey(algorithm, publicKey)) throw unfit('unreadable')
  const exported = key.export({ type: 'pkcs8', format: 'der' })
  const privateKey = copySecret(exported)
  wipe(exported)
  return { shown: { algorithm, publicKey }, privateKey }
}

/** The same EC key with its point as it is kept: a file may lack the point, or have it compressed. */
function respelled(key: KeyObject, algorithm: keyof typeof CURVES): KeyObject {
  const scalar = Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url')
  const der = onCurve(CURVES[algorithm], scalar)
  wipe(scalar)
  if (der === null) throw unfit('unreadable')
  try {
    return fromPkcs8(der)
  } finally {
    wipe(der)
  }
}

/** The library may refuse to sign with halves that are not of one pair. */
function isPair(key: KeyObject, publicKey: string): boolean {
  try {
    return belong(key, publicKey)
  } catch {
    return false
  }
}

const fromPkcs8 = (der: Buffer): KeyObject =>
  createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })

/**
 * A new pair; `null` when the bytes are no scalar of the curve.
 *
 * @param random 32 bytes, of P-384 48; of an RSA key none
 */
export function makePair(algorithm: PairAlgorithm, random: Buffer): WholePair | null {
  const der = pkcs8Of(algorithm, random)
  if (der === null) return null
  try {
    return pairOf(fromPkcs8(der))
  } finally {
    wipe(der)
  }
}

/** The pair of the private key in a file. @throws KEY_PAIR_UNFIT */
export const readPair = (file: Buffer): WholePair => pairOf(parse(file))

/** Whether PKCS#8 is the private half of what a kit shows. */
export function provesPair(privateKey: Buffer, { algorithm, publicKey }: ShownPair): boolean {
  try {
    const key = fromPkcs8(privateKey)
    return algorithmOf(key) === algorithm && belong(key, publicKey)
  } catch {
    return false
  }
}
