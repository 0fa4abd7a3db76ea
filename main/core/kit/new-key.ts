import type { PairAlgorithm } from '../../../shared/key-pairs.ts'
import { wipe } from '../bytes/index.ts'
import { sealDrafts } from './draft-key.ts'
import { draftPair, findPair, makePairs, publicHalfOf, seemsPrivateKey } from './key-pair.ts'
import type { KeyLabels, Sealing } from './labels.ts'
import { draftMasterKey, draftSecret, type KeyBits } from './master-key.ts'
import type { KitKey } from './schema.ts'

/** What a key is to be: made anew, or taken from a file, which stays the caller's. */
export type KeySource =
  | { readonly bits: KeyBits }
  | { readonly pair: PairAlgorithm }
  | { readonly secret: Uint8Array; readonly as: ImportKind }

/** How a file is taken in: a private key as a pair, with its public half; or whatever it is, as it is. */
export type ImportKind = 'key-pair' | 'imported-secret'

/** What a file is, by how it begins. */
export const kindOfFile = (file: Uint8Array): ImportKind =>
  seemsPrivateKey(file) ? 'key-pair' : 'imported-secret'

/** @throws KEY_PAIR_UNFIT when a file that is to be a pair is none which can be taken in */
export async function requireImportable(file: Uint8Array, as: ImportKind): Promise<void> {
  if (as === 'key-pair') await publicHalfOf(file)
}

/** A key that is to be made or taken in. */
export interface WantedKey {
  readonly source: KeySource
  readonly labels: KeyLabels
  /** The key that it is a new version of; absent: a key of its own. */
  readonly replaces?: Sealing['replaces']
}

/**
 * Makes keys, or takes them in, and seals them: all in one thread, whose start takes longer than its work.
 *
 * @param sealing of all of them
 * @returns in their order
 * @throws KEY_IMPORT_SIZE, KEY_PAIR_UNFIT
 */
export async function newKeys(
  wanted: readonly WantedKey[],
  sealing: Omit<Sealing, 'replaces'>,
): Promise<readonly KitKey[]> {
  const { quorum, random } = sealing
  const algorithms = wanted.flatMap(({ source }) => ('pair' in source ? [source.pair] : []))
  const pairs = [...(await makePairs(algorithms, random))]
  const drafts: Awaited<ReturnType<typeof draftOf>>[] = []
  try {
    for (const { source, labels, replaces } of wanted) {
      const own = replaces === undefined ? sealing : { ...sealing, replaces }
      const made = 'pair' in source ? pairs.shift() : undefined
      drafts.push(made ? draftPair(made, labels, own) : await draftOf(source, labels, own))
    }
  } catch (error) {
    wipe(...pairs.map(({ privateKey }) => privateKey), ...drafts.map(({ secret }) => secret))
    throw error
  }
  return await sealDrafts<Unsealed>(drafts, quorum, random)
}

/** A key as its kit shows it. */
type Unsealed = Awaited<ReturnType<typeof draftOf>>['description']

async function draftOf(source: KeySource, labels: KeyLabels, sealing: Sealing) {
  if ('bits' in source) return draftMasterKey(source.bits, labels, sealing)
  if ('pair' in source) throw new Error('pairs are made together')
  return source.as === 'key-pair'
    ? draftPair(await findPair(source.secret), labels, sealing)
    : draftSecret(source.secret, labels, sealing)
}

/** One of them. @throws as `newKeys` */
export async function newKey(
  source: KeySource,
  labels: KeyLabels,
  { replaces, ...sealing }: Sealing,
): Promise<KitKey> {
  const wanted = { source, labels, ...(replaces && { replaces }) }
  const [key] = await newKeys([wanted], sealing)
  if (key === undefined) throw new Error('no key was made')
  return key
}
