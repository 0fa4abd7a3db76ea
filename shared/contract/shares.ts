/** Health checks of share cards: whether a card can still be read, with nothing opened. */
import * as z from 'zod'
import { kitSource, setId, shareIndex, time } from './field.ts'
import { card } from './recovery.ts'

const result = z.enum(['sound', 'worn', 'forged'])

export const shareCalls = {
  /**
   * When somebody holds a card against the kit. The result goes into the open vault's register with its
   * date, if a vault is open that may be written to.
   *
   * @param worn the person has compared the wrong words with the card, and the card itself says so
   * @throws as `recovery.addShare` of the card; SHARE_WORDS_WRONG {words} unless `worn`; QUORUM_UNKNOWN; KIT_*, VAULT_*
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
