import type { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import type { Kit } from '../../core/kit-schema.ts'
import { type OpenQuorum, openQuorum } from '../../core/quorum.ts'
import { ShareCollection } from '../../core/quorum-shares.ts'
import type { RandomSource } from '../../core/random.ts'
import { wipe } from '../../core/secret.ts'
import { CARD_LIMIT, readCards } from '../../core/share-card.ts'
import { aboutInput, type Input } from '../files/input.ts'
import { readKit } from '../kits/kit-file.ts'
import { readPassphrase } from '../passphrase-file.ts'

/** What every recovery begins with: shares, the passphrase and, if there is one, the kit. */
export interface OpeningRequest {
  /** The kit's file; without it only backups and the quorum identity can be recovered. */
  readonly kit?: string
  /** Files with one share each; "-" is standard input. */
  readonly shares: readonly string[]
  readonly passphraseFile: string
  /** Whether a person has agreed to what the check words of a card propose. */
  readonly acceptCorrections: boolean
}

export interface OpeningTools {
  readonly input: Input
  readonly random: RandomSource
}

/**
 * Opens a quorum, does something with it, and closes it again, whatever happens.
 *
 * Shares are checked one by one before the passphrase is looked at, and all of it before anything is
 * written.
 *
 * @throws what reading the files, `readCards`, `ShareCollection.add` and `openQuorum` throw, naming the
 *         file of a share that was refused; SHARE_CORRECTABLE when words are wrong and nobody agreed
 */
export async function withQuorum<Result>(
  request: OpeningRequest,
  { input, random }: OpeningTools,
  use: (quorum: OpenQuorum, kit: Kit | null) => Promise<Result>,
): Promise<Result> {
  const kit = request.kit === undefined ? null : await readKit(request.kit, input)
  const collection = new ShareCollection(kit?.quorum ?? null)
  let passphrase: Buffer | null = null
  try {
    for (const file of request.shares) {
      await addShare(collection, file, request.acceptCorrections, input)
    }
    const shares = collection.validate()
    passphrase = await readPassphrase(request.passphraseFile, input)
    const quorum = await openQuorum(shares, passphrase, random)
    try {
      collection.close()
      return await use(quorum, kit)
    } finally {
      quorum.close()
    }
  } finally {
    collection.close()
    wipe(passphrase)
  }
}

async function addShare(
  collection: ShareCollection,
  file: string,
  acceptCorrections: boolean,
  input: Input,
): Promise<void> {
  const text = await input.read(file, CARD_LIMIT)
  try {
    const [card] = await readCards([text])
    if (card === undefined) throw new Error('no card was read')
    try {
      if (card.corrected.length > 0 && !acceptCorrections) {
        throw refuse('SHARE_CORRECTABLE', { words: card.corrected })
      }
      collection.add(card.bytes)
    } finally {
      wipe(card.bytes)
    }
  } catch (error) {
    throw aboutInput(file, error)
  } finally {
    wipe(text)
  }
}
