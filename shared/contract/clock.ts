/** The clock of this machine, which decides what a day allows (FORMAT: Status list). */
import * as z from 'zod'
import { roomEvidence } from '../codes/room.ts'
import { done, nothing } from '../field.ts'

const clock = z.strictObject({
  time: z.string(),
  /** What contradicts it; null: nothing. */
  doubt: roomEvidence.nullable(),
  /** Whether somebody has typed its day all the same. */
  confirmed: z.boolean(),
})

export const clockCalls = {
  /** Before something that depends on a date. @throws VAULT_* */
  'clock.show': { input: nothing, output: clock },
  /** When a person has typed the day of a clock that is right although something contradicts it. @throws CLOCK_OTHER_DAY */
  'clock.confirm': { input: z.strictObject({ day: z.string().max(40) }), output: done },
} as const
