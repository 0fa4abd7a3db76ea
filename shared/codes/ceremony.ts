import * as z from 'zod'
import { code, text, texts, whole } from './field.ts'
import { item } from './kit.ts'
import { ROOM_CHECKS, roomEvidence } from './room.ts'

/** How a plan does not fit the re-issue; each names the quorum by its set id. */
const reissueProblem = z.union([
  z.strictObject({ kitMissing: text }),
  z.strictObject({ replaces: text, kitOf: text }),
  z.strictObject({ doesNotReplace: text }),
  z.strictObject({ unopened: text }),
  /** No quorum is replaced, and something is to be left out. */
  z.strictObject({ leavesOut: texts }),
  /** The old kit has no such key. */
  z.strictObject({ leftOutUnknown: text }),
  /** It is in use, and would be out of reach. */
  z.strictObject({ leftOutInUse: text }),
])
export type ReissueProblem = z.infer<typeof reissueProblem>

export const ceremonyCodes = {
  /** A share, a kit or a record of a rehearsal, given as if it were real. */
  REHEARSAL: code('invalid', { what: z.enum(['share', 'kit', 'record']) }),
  /** A rehearsal is recorded nowhere. */
  REHEARSAL_VAULT: code('invalid'),
  /** In the strict profile one operator may not hold every share and the passphrase. */
  CEREMONY_STRICT: code('invalid'),
  /** The clock and something known contradict each other; `day` is what is typed to confirm it. */
  CLOCK_DOUBTFUL: code('invalid', { day: text, found: roomEvidence }),
  /** Nobody has said that it is right. */
  CLOCK_NOT_CONFIRMED: code('invalid', { day: text }),
  /** What was typed is not its day. */
  CLOCK_OTHER_DAY: code('usage', { day: text }),
  CEREMONY_ORDER: code('invalid', { phase: text, need: texts }),
  REISSUE_UNPROVED: code('damaged', { item }),
  REISSUE_PLAN: code('invalid', { problem: reissueProblem }),
  CEREMONY_OPEN: code('invalid', { ceremony: text }),
  CEREMONY_ENDED: code('invalid', { ceremony: text, state: z.enum(['closed', 'void']) }),
  /** Of the `count` shares of the quorum, `done` were read back. */
  CEREMONY_UNFINISHED: code('invalid', { ceremony: text, setId: text, done: whole, count: whole }),
  CEREMONY_NONE: code('invalid'),
  CEREMONY_RUNNING: code('invalid', { title: text }),
  CEREMONY_ABORTED: code('invalid', { cause: text }),
  CEREMONY_TURN: code('invalid', { index: whole, turn: whole.nullable() }),
  CARD_CHECKED: code('invalid', { index: whole }),
  ROOM_UNCHECKED: code('invalid'),
  ROOM_UNANSWERED: code('invalid', { check: z.enum(ROOM_CHECKS) }),
  DICE_FULL: code('invalid', { limit: whole }),
}
