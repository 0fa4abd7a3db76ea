/**
 * Choosing files: what a window asks for, and what it is told. What is chosen is chosen in the picker, a page of its own
 * process that only the main side draws (shared/contract/picker.ts), or dropped onto the window by a person's hand.
 */
import * as z from 'zod'
import { chosen } from '../chosen.ts'
import { count, done, time } from '../field.ts'
import { pickerToken, wanted } from './picker.ts'

/** What was chosen, with its path for a person to read. */
const choice = z.strictObject({ token: pickerToken, path: z.string() })

export const fileCalls = {
  /**
   * When a person wants to choose something: the picker is made ready for it. One at a time; who asks again takes
   * the place of who asked before. Answered by `files.chosen`.
   */
  'files.ask': {
    input: z.strictObject({
      wanted,
      /** What was chosen before: where to begin. */
      start: pickerToken.exactOptional(),
    }),
    output: z.strictObject({
      /** Names what was asked for. */
      asked: z.string(),
      /** The picker's page. */
      page: z.string(),
    }),
  },
  /** When the place where the picker is shown has gone. Nothing happens when it has been answered. */
  'files.withdraw': { input: z.strictObject({ asked: z.string().max(64) }), output: done },
  /**
   * When a restore is to be made: what programs that were killed have left in the folder that it goes into, and where
   * files were lately put. A restore's leftover holds decrypted files.
   */
  'files.leftovers': {
    input: z.strictObject({ beside: chosen('new').nullable() }),
    output: z.strictObject({
      leftovers: z.array(
        z.strictObject({ leftover: chosen('leftover'), path: z.string(), modified: time }),
      ),
    }),
  },
  /** When a person has one removed. @throws LEFTOVER_OTHER, FILE_MISSING, FILE_DENIED */
  'files.removeLeftover': { input: z.strictObject({ leftover: chosen('leftover') }), output: done },
} as const

export const fileEvents = {
  /** What a person chose in the picker; null: nothing. */
  'files.chosen': z.strictObject({
    asked: z.string(),
    chosen: z.array(choice).max(1000).nullable(),
  }),
  /** Right after every drop onto the window: what was dropped, each to be backed up. */
  'files.dropped': z.strictObject({
    chosen: z.array(choice).max(1000),
    /** What is no file or folder that can be read. */
    unreadable: count,
    /** There were more than 1,000, and none is taken. */
    tooMany: z.boolean(),
  }),
} as const
