/** The ceremony machine that was started from the image (INSTALL: A stick for the day); on any other there is none. */
import * as z from 'zod'
import { count, done, nothing } from '../field.ts'
import { KEYBOARDS, type Keyboard } from '../keyboards.ts'

const keyboard = z.enum(Object.keys(KEYBOARDS) as [Keyboard, ...Keyboard[]])

const standing = z.strictObject({
  /** Null: it is another machine, whose own settings say all this. */
  machine: z
    .strictObject({
      /** Null: one that Keyclave does not offer. */
      keyboard: keyboard.nullable(),
      /** Whether somebody has said, since it was started, that this keyboard stands before them. */
      chosen: z.boolean(),
    })
    .nullable(),
})

const hashed = z.strictObject({
  name: z.string().nullable(),
  /** Bytes that were hashed. */
  length: count,
  sha256: z.string(),
  words: z.array(z.string()),
})

export const machineCalls = {
  /** At the start, and after a change. */
  'machine.show': { input: nothing, output: standing },
  /** When a person has said which keyboard stands before them. @throws MACHINE_OTHER, MACHINE_REFUSED */
  'machine.setKeyboard': { input: z.strictObject({ keyboard }), output: standing },
  /**
   * When a person has typed what a watch says: `2026-11-27 09:30`, in UTC. It holds until the machine is switched off.
   *
   * @throws MACHINE_TIME, MACHINE_OTHER, MACHINE_REFUSED
   */
  'machine.setClock': { input: z.strictObject({ time: z.string().max(40) }), output: done },
  /** When a person wants to know which media are plugged in. @throws MACHINE_OTHER, MACHINE_REFUSED */
  'machine.media': { input: nothing, output: z.strictObject({ media: z.array(z.string()) }) },
  /** When a person wants the words of one of them. @throws MACHINE_*, MEDIUM_*, FILE_* */
  'machine.hashMedium': { input: z.strictObject({ medium: z.string().max(64) }), output: hashed },
  /** When a person has said that the machine shall be switched off, whatever is under way. @throws MACHINE_* */
  'machine.switchOff': { input: nothing, output: done },
} as const
