import { Buffer } from 'node:buffer'
import type { PairAlgorithm } from '../../../shared/key-pairs.ts'
import { type RandomSource, runOnce, secretNamed, wipe } from '../bytes/index.ts'
import { sealDraft } from './draft-key.ts'
import { described, type KeyLabels, type Sealing } from './labels.ts'
import type { ShownPair } from './private-key.ts'
import { pairFingerprint } from './public-key.ts'
import type { KeyPair } from './schema.ts'

/**
 * Key pairs: made or taken in, named by their public half, and their private half sealed as PKCS#8. The
 * library that makes and reads them keeps private halves in memory of its own: it runs in a thread that ends.
 * Source: FORMAT, Keys.
 */

/** What the worker is told. */
export type PairWork =
  /** With the random bytes that each is made of, as the secrets `0`, `1` …; an RSA key draws its own. */
  | { readonly does: 'make'; readonly algorithms: readonly PairAlgorithm[] }
  /** With the file as the secret `file`. */
  | { readonly does: 'read' }
  /** With PKCS#8 as the secret `privateKey`. */
  | ({ readonly does: 'prove' } & ShownPair)

const worker = new URL('./key-pair.worker.ts', import.meta.url)

/** Bytes of chance that a pair is made of; of an RSA key none: primes are searched by the library. */
const CHANCE: { readonly [algorithm in PairAlgorithm]: number } = {
  ...{ 'rsa-2048': 0, 'rsa-3072': 0, 'rsa-4096': 0 },
  ...{ 'ec-p256': 32, 'ec-p384': 48, ed25519: 32 },
}

/** A pair with its private half: PKCS#8 DER, which whoever seals it wipes. */
export interface FoundPair {
  readonly shown: ShownPair
  readonly privateKey: Buffer
}

/**
 * Makes pairs, in one thread, in the order of their kinds.
 *
 * @returns for the caller to wipe
 */
export async function makePairs(
  algorithms: readonly PairAlgorithm[],
  random: RandomSource,
): Promise<readonly FoundPair[]> {
  if (algorithms.length === 0) return []
  const chance = algorithms.map(algorithm => random(CHANCE[algorithm]))
  try {
    const drawn = Object.fromEntries(chance.map((bytes, i) => [`${i}`, bytes]))
    const { output, secrets } = await runOnce<readonly (ShownPair | null)[]>(
      worker,
      { does: 'make', algorithms } satisfies PairWork,
      drawn,
    )
    const made: FoundPair[] = []
    for (const [i, shown] of output.entries()) {
      // The scalar was none of the curve's: one in 2^32 of P-256.
      if (shown === null) made.push(...(await makePairs(algorithms.slice(i, i + 1), random)))
      else made.push({ shown, privateKey: secretNamed(secrets, `${i}`) })
    }
    return made
  } finally {
    wipe(...chance)
  }
}

/** The pair of the private key in a file, as `importKeyPair` takes it. @throws KEY_PAIR_UNFIT */
export async function findPair(file: Uint8Array): Promise<FoundPair> {
  const work: PairWork = { does: 'read' }
  const { output, secrets } = await runOnce<ShownPair>(worker, work, { file })
  return { shown: output, privateKey: secretNamed(secrets, 'privateKey') }
}

/** A pair that was made or found. */
export function draftPair({ shown, privateKey }: FoundPair, labels: KeyLabels, sealing: Sealing) {
  const { algorithm, publicKey } = shown
  const description = {
    kind: 'key-pair',
    ...described(labels, sealing),
    ...{ algorithm, publicKey, fingerprint: pairFingerprint(publicKey) },
  } as const
  return { description, secret: privateKey }
}

/** Makes a pair and seals its private half, which is wiped before this returns. */
export async function newKeyPair(
  algorithm: PairAlgorithm,
  labels: KeyLabels,
  sealing: Sealing,
): Promise<KeyPair> {
  const [made] = await makePairs([algorithm], sealing.random)
  if (made === undefined) throw new Error('no pair was made')
  return await sealDraft(draftPair(made, labels, sealing), sealing)
}

/**
 * Seals a pair that existed before.
 *
 * @param file a private key as PKCS#8, PKCS#1 or SEC 1, in PEM or DER; the caller still owns it
 * @throws KEY_PAIR_UNFIT saying why
 */
export const importKeyPair = async (
  file: Uint8Array,
  labels: KeyLabels,
  sealing: Sealing,
): Promise<KeyPair> => await sealDraft(draftPair(await findPair(file), labels, sealing), sealing)

/**
 * The public half of a private key: SubjectPublicKeyInfo in base64.
 *
 * @throws KEY_PAIR_UNFIT
 */
export async function publicHalfOf(file: Uint8Array): Promise<string> {
  const { shown, privateKey } = await findPair(file)
  wipe(privateKey)
  return shown.publicKey
}

/** Whether an opened private half is that of the public half which its description shows. */
export async function isPairOf(privateKey: Uint8Array, described: KeyPair): Promise<boolean> {
  const { algorithm, publicKey, fingerprint } = described
  if (fingerprint !== pairFingerprint(publicKey)) return false
  const work: PairWork = { does: 'prove', algorithm, publicKey }
  return (await runOnce<boolean>(worker, work, { privateKey })).output
}

/**
 * Whether a file holds a private key, by how it begins: PEM says so, and DER is a sequence as long as the file
 * with the version number of PKCS#8, PKCS#1 (0) or SEC 1 (1). What is in it, `importKeyPair` judges.
 */
export function seemsPrivateKey(file: Uint8Array): boolean {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length)
  if (bytes.includes('-----BEGIN ') && bytes.includes('PRIVATE KEY-----')) return true
  const [sequence, first = 0] = bytes
  if (sequence !== 0x30 || bytes.length < 16) return false
  const more = first < 0x80 ? 0 : first - 0x80
  if (more > 3) return false
  const length = more === 0 ? first : bytes.readUIntBE(2, more)
  const version = bytes.subarray(2 + more, 5 + more).toString('hex')
  return 2 + more + length === bytes.length && ['020100', '020101'].includes(version)
}
