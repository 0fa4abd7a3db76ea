/**
 * Share cards: where they come in, one after the other, for whatever opens a quorum; and health checks,
 * whether a card can still be read, with nothing opened.
 */
import * as z from 'zod'
import { done, kitSource, setId, shareIndex, time } from '../field.ts'
import { acceptedShare, card, correction } from './recovery.ts'

const result = z.enum(['sound', 'worn', 'forged'])

/**
 * What the shares are for: a recovery, a drill, or the old quorum of a re-issue. Each call belongs to the
 * step at which that asks for cards, whose state tells what has come in: `recovery.state`, `drill.state`,
 * `ceremony.state`.
 */
const purpose = z.enum(['recovery', 'drill', 'reissue'])

const added = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accepted'), share: acceptedShare }),
  /** Nothing was taken in yet: the person compares the words with the card first. */
  z.strictObject({ kind: z.literal('proposal'), corrections: z.array(correction) }),
])

export const shareCalls = {
  /**
   * When a custodian has entered a card. Wrong or unreadable words within the bound come back as a
   * proposal; the share is taken in once it is confirmed.
   *
   * @throws SHARE_DAMAGED, SHARE_WORD_COUNT, SHARE_QR_FORMAT, SHARE_QR_CHECKSUM, SHARE_VERSION,
   *         SHARE_HEADER, CARD_ENCODING; SHARE_DUPLICATE {index}, SHARE_FOREIGN {set, expected},
   *         SHARE_MISMATCH, SHARE_FORGED {index, custodian}, SHARE_UNKNOWN_INDEX;
   *         of a picture or a PDF PICTURE_*, PDF_*, CODE_NOT_SHARE, CODE_DAMAGED, SCAN_TIME; FILE_*;
   *         CORRECTIONS_PENDING; RECOVERY_ORDER, RECOVERY_NONE, DRILL_ORDER, DRILL_NONE, CEREMONY_ORDER,
   *         CEREMONY_NONE
   */
  'share.add': { input: z.strictObject({ for: purpose, card }), output: added },
  /** When the card says what was proposed. @throws as add; CORRECTIONS_NONE */
  'share.confirm': { input: z.strictObject({ for: purpose }), output: added },
  /** When it does not: the card is entered again. @throws CORRECTIONS_NONE; RECOVERY_ORDER … */
  'share.reject': { input: z.strictObject({ for: purpose }), output: done },
  /** When a share is to be taken out again. @throws SHARE_ABSENT {index}, TASK_RUNNING; RECOVERY_ORDER … */
  'share.remove': {
    input: z.strictObject({ for: purpose, index: shareIndex }),
    output: done,
  },
  /**
   * When somebody holds a card against the kit. The result goes into the open vault's register with its
   * date, if a vault is open that may be written to.
   *
   * @param worn the person has compared the wrong words with the card, and the card itself says so
   * @throws as `add` of the card; SHARE_WORDS_WRONG {words} unless `worn`; QUORUM_UNKNOWN; KIT_*, VAULT_*
   */
  'share.check': {
    input: z.strictObject({ kit: kitSource, card, worn: z.boolean() }),
    output: z.strictObject({
      index: shareIndex,
      custodian: z.string(),
      setId,
      result: z.enum(['sound', 'worn']),
      /** When it was recorded; null when it was not. */
      recorded: time.nullable(),
    }),
  },
  /** For the screen that checks cards: every check of a quorum's cards, oldest first. @throws VAULT_* */
  'share.checks': {
    input: z.strictObject({ setId }),
    output: z.strictObject({
      checks: z.array(z.strictObject({ index: z.int(), time, result })),
    }),
  },
} as const
