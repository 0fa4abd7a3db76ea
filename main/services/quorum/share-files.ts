import { refuse } from '../../../shared/errors.ts'
import { wipe } from '../../core/bytes/index.ts'
import type { TrustedKit } from '../../core/kit/index.ts'
import { type QuorumShares, ShareCollection } from '../../core/quorum/index.ts'
import { aboutInput, type Input } from '../files/index.ts'
import type { VaultReference } from '../vaults/index.ts'
import { cardFromFile } from './card-from-file.ts'
import { requireHeadOf } from './printed-head.ts'
import type { ShareSource } from './share-source.ts'

/** How a command names the shares and the passphrase that open a quorum, and its kit. */
export interface OpeningFiles {
  /** The kit's file; without it only backups and the quorum identity can be recovered. */
  readonly kit?: string
  /** The kit's fingerprint as it stands on a card, its first 8 digits or more; absent: it is asked for. */
  readonly fingerprint?: string
  /** Files with one share each; "-" is standard input. */
  readonly shares: readonly string[]
  readonly passphraseFile: string
  /** Whether a person has agreed to what the check words of a card propose. */
  readonly acceptCorrections: boolean
}

/** The shares of one command, from a file each. Its owner closes it. */
export class ShareFiles implements ShareSource {
  readonly #files: Pick<OpeningFiles, 'shares' | 'acceptCorrections'>
  readonly #collection: ShareCollection
  readonly #vault: VaultReference | null
  readonly #input: Input

  /**
   * @param kit null: without one
   * @param vault whose log the heads on the cards are compared with; null: none
   */
  constructor(
    files: Pick<OpeningFiles, 'shares' | 'acceptCorrections'>,
    kit: TrustedKit | null,
    vault: VaultReference | null,
    input: Input,
  ) {
    this.#files = files
    this.#collection = new ShareCollection(kit)
    this.#vault = vault
    this.#input = input
  }

  /**
   * @throws what `cardFromFile` and `ShareCollection.add` throw, naming the file of a share that was
   *         refused; SHARE_CORRECTABLE when words are wrong and nobody agreed; VAULT_HEAD; QUORUM_SHORT
   */
  async gather(): Promise<QuorumShares> {
    for (const file of this.#files.shares) await this.#add(file)
    return this.#collection.validate()
  }

  /** Wipes every share. */
  close(): void {
    this.#collection.close()
  }

  async #add(file: string): Promise<void> {
    const card = await cardFromFile(file, this.#input)
    try {
      if (card.corrected.length > 0 && !this.#files.acceptCorrections) {
        throw refuse('SHARE_CORRECTABLE', { words: card.corrected })
      }
      await requireHeadOf(card, this.#vault)
      this.#collection.add(card.bytes, card.kit)
    } catch (error) {
      throw aboutInput(file, error)
    } finally {
      wipe(card.bytes)
    }
  }
}
