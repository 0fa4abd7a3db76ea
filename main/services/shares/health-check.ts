import { KeyclaveError } from '../../../shared/errors.ts'
import { wipe } from '../../core/bytes/index.ts'
import type { TrustedKit } from '../../core/kit/index.ts'
import { ShareCollection } from '../../core/quorum/index.ts'
import type { ReadCard } from '../../core/share/index.ts'
import type { ShareCheck } from '../../vault/index.ts'
import { aboutInput } from '../files/index.ts'
import { type DatedCard, isKitsWordAlone, noteAttempt, requireHeadOf } from '../quorum/index.ts'
import { openedOnce, type VaultReference } from '../vaults/index.ts'

/** A card that somebody looks at. */
export interface CardToCheck {
  readonly read: () => Promise<DatedCard>
  /** The file that a refusal names; null: it was typed or scanned. */
  readonly source: string | null
  /** What it is checked against, as it is judged beside the vault; null: it alone. */
  readonly kit: (vault: VaultReference | null) => Promise<TrustedKit | null>
  /** Opened once, and only after the card was read. Whose register has the result, together with a kit; null: nobody's. */
  readonly vault: VaultReference | null
  /** Whether a person has compared the wrong words with the card, and the card itself says so. */
  readonly worn: boolean
}

export interface CheckedCard {
  readonly index: number
  /** As the kit names the custodian; null without one. */
  readonly custodian: string | null
  /**
   * `worn`: the card itself is wrong in places, and its check words put them right; `doubtful`: words are
   * wrong, and nobody has said yet whether the card or the typing is.
   */
  readonly result: 'sound' | 'worn' | 'doubtful'
  /** What stands in the register; null: nothing was written there. */
  readonly recorded: ShareCheck | null
}

/** Who is written down as having checked a card; with people, the program notes what it found. */
const ACTOR = 'operator'

/**
 * A health check: a custodian looks whether a card can still be read, and is still the share that was
 * issued. Nothing is opened. Of a card whose words are in doubt nothing is recorded; one that is forged
 * is, before that is thrown; a foreign one is noted as an attempt, as at a drill.
 *
 * @param look sees the card before it is wiped
 * @throws VAULT_HEAD; SHARE_FOREIGN, SHARE_MISMATCH, SHARE_UNKNOWN_INDEX, SHARE_FORGED; what reading
 *         the card and judging the kit throw
 */
export async function checkCard<Result>(
  { kit: kitBeside, vault: at, worn, read, source }: CardToCheck,
  look: (card: ReadCard, checked: CheckedCard) => Result,
): Promise<Result> {
  const card = await read()
  try {
    return await openedOnce(at, 'write', async vault => {
      const kit = await kitBeside(vault)
      await requireHeadOf(card, vault)
      const inDoubt = card.corrected.length > 0
      const note = async (index: number, result: ShareCheck['result']) =>
        kit && vault ? record(vault, kit, { index, result }) : null
      const { index, custodian } = await shareOf(card, kit).catch(async error => {
        if (isForged(error) && !inDoubt) await note(Number(error.data.index), 'forged')
        else if (error instanceof KeyclaveError) await noteAttempt(vault, kit, error)
        throw source === null ? error : aboutInput(source, error)
      })
      const result = !inDoubt ? 'sound' : worn ? 'worn' : 'doubtful'
      const recorded = result === 'doubtful' ? null : await note(index, result)
      return look(card, { index, custodian, result, recorded })
    })
  } finally {
    wipe(card.bytes, ...card.corrections.map(({ to }) => to))
  }
}

/** Which share it is. @throws SHARE_* */
async function shareOf(
  card: ReadCard,
  kit: TrustedKit | null,
): Promise<Pick<CheckedCard, 'index' | 'custodian'>> {
  const collection = new ShareCollection(kit)
  try {
    return collection.add(card.bytes, card.kit)
  } finally {
    collection.close()
  }
}

const isForged = (error: unknown): error is KeyclaveError =>
  error instanceof KeyclaveError && error.code === 'SHARE_FORGED' && !isKitsWordAlone(error)

/** Writes a check of one of the vault's own cards into its register, if it may be written to. */
async function record(
  vault: VaultReference,
  { quorum: { setId } }: TrustedKit,
  check: Pick<ShareCheck, 'index' | 'result'>,
): Promise<ShareCheck | null> {
  if (vault.readOnly) return null
  return await vault.use('write', ({ people, shareChecks }) =>
    shareChecks.record(people.profile() === null ? ACTOR : 'keyclave', { setId, ...check }),
  )
}
