import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import type { Kit } from '../../core/kit/index.ts'
import { ShareCollection } from '../../core/quorum/index.ts'
import type { ReadCard } from '../../core/share/index.ts'
import type { ShareCheck, Vault } from '../../vault/index.ts'
import { requireHeld } from '../kits/index.ts'

/**
 * A health check: a custodian looks whether a card can still be read, and is still the share that was
 * issued. Nothing is opened.
 */

export interface CheckedCard {
  readonly index: number
  /** As the kit names the custodian. */
  readonly custodian: string
  /** `worn`: the card itself is wrong in places, and its check words put them right. */
  readonly result: 'sound' | 'worn'
}

/** Who is written down as having checked a card; with people, the program notes what it found. */
const ACTOR = 'operator'

/**
 * @param card the caller still owns it
 * @param worn whether a person has compared the wrong words with the card, and the card itself says so
 * @param note gets the result, before anything is thrown; not of a card whose words are still in doubt
 * @throws SHARE_WORDS_WRONG {words} unless `worn`; SHARE_FOREIGN, SHARE_MISMATCH, SHARE_UNKNOWN_INDEX,
 *         SHARE_FORGED
 */
export async function checkCard(
  card: ReadCard,
  kit: Kit,
  worn: boolean,
  note: (check: Omit<ShareCheck, 'time'>) => Promise<void>,
): Promise<CheckedCard> {
  const { setId } = kit.quorum
  const collection = new ShareCollection(kit.quorum)
  try {
    const { index, custodian } = collection.add(card.bytes)
    if (card.corrected.length > 0 && !worn)
      throw refuse('SHARE_WORDS_WRONG', { words: card.corrected })
    const result = card.corrected.length > 0 ? 'worn' : 'sound'
    await note({ setId, index, result })
    return { index, custodian: custodian ?? '', result }
  } catch (error) {
    if (isForged(error) && card.corrected.length === 0) {
      await note({ setId, index: Number(error.data.index), result: 'forged' })
    }
    throw error
  } finally {
    collection.close()
  }
}

const isForged = (error: unknown): error is KeyclaveError =>
  error instanceof KeyclaveError && error.code === 'SHARE_FORGED'

/** Writes a check of one of the vault's own cards into its register. @throws QUORUM_UNKNOWN */
export function recordCheck(vault: Vault, kit: Kit, check: Omit<ShareCheck, 'time'>): ShareCheck {
  requireHeld(vault, kit)
  return vault.shareChecks.record(vault.people.profile() === null ? ACTOR : 'keyclave', check)
}
