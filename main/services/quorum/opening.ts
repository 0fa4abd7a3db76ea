import type { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import { formatSetId, type Share } from '../../../shared/share.ts'
import { type RandomSource, wipe } from '../../core/bytes/index.ts'
import type { Kit } from '../../core/kit/index.ts'
import {
  type AcceptedShare,
  type OpenQuorum,
  openQuorum,
  type QuorumShares,
  ShareCollection,
} from '../../core/quorum/index.ts'
import { aboutInput, type Input } from '../files/index.ts'
import { cardFromFile } from './card-from-file.ts'
import { readPassphrase } from './passphrase-file.ts'

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

/** A quorum that was opened from files. */
export interface Opened {
  /** The caller closes it. */
  readonly quorum: OpenQuorum
  readonly kit: Kit | null
  /** Whose shares were entered. */
  readonly shares: readonly AcceptedShare[]
}

/**
 * Opens a quorum from share files and a passphrase file.
 *
 * Shares are checked one by one before the passphrase is looked at, and all of it before anything is
 * written.
 *
 * @param kit    already read; null: without one
 * @param permit throws when this quorum may not be opened now; before the passphrase is read
 * @throws what `cardFromFile`, `ShareCollection.add` and `openQuorum` throw, naming the
 *         file of a share that was refused; SHARE_CORRECTABLE when words are wrong and nobody agreed
 */
export async function openFromFiles(
  request: Omit<OpeningRequest, 'kit'>,
  kit: Kit | null,
  { input, random }: OpeningTools,
  permit: (setId: string) => Promise<void> = async () => {},
): Promise<Opened> {
  const collection = new ShareCollection(kit?.quorum ?? null)
  const accepted: AcceptedShare[] = []
  let passphrase: Buffer | null = null
  try {
    for (const file of request.shares) {
      accepted.push(await addShare(collection, file, request.acceptCorrections, input))
    }
    const shares = collection.validate()
    await permit(setIdOf(shares))
    passphrase = await readPassphrase(request.passphraseFile, input)
    return { quorum: await openQuorum(shares, passphrase, random), kit, shares: accepted }
  } finally {
    collection.close()
    wipe(passphrase)
  }
}

const setIdOf = ({ shares }: QuorumShares): string =>
  formatSetId((shares as readonly [Share, ...Share[]])[0].setId)

async function addShare(
  collection: ShareCollection,
  file: string,
  acceptCorrections: boolean,
  input: Input,
): Promise<AcceptedShare> {
  const card = await cardFromFile(file, input)
  try {
    if (card.corrected.length > 0 && !acceptCorrections) {
      throw refuse('SHARE_CORRECTABLE', { words: card.corrected })
    }
    return collection.add(card.bytes)
  } catch (error) {
    throw aboutInput(file, error)
  } finally {
    wipe(card.bytes)
  }
}
