import { refuse } from '../../../shared/errors.ts'
import type { Vault } from '../../vault/index.ts'
import type { AskShown } from '../files/index.ts'
import { type ClockTools, requireClock } from './required-clock.ts'

/** Looks at the clock before a deed that depends on a date. @throws CLOCK_DOUBTFUL, CLOCK_NOT_CONFIRMED */
export type ClockCheck = (vault: Vault | null) => void | Promise<void>

/** Largest line that is read as an answer. */
const LINE_LIMIT = 64
const WORDS = new Intl.DateTimeFormat('en-GB', {
  ...{ dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' },
})

/**
 * The clock of a command: where something contradicts it, its day has to be named; and where a person sits
 * at the terminal, it is shown to them in words, and they say that it is right.
 *
 * @param confirmed the day that somebody named because the clock is right; '' when nobody did
 */
export const clockOfCommand =
  (
    confirmed: string,
    tools: ClockTools & { readonly input: { readonly askShown: AskShown | null } },
  ): ClockCheck =>
  async vault => {
    requireClock(vault, confirmed, tools)
    const { askShown } = tools.input
    const time = tools.now()
    const day = time.toISOString().slice(0, 10)
    if (askShown === null || confirmed === day) return
    const said = await askShown(
      `The clock of this machine says ${WORDS.format(time)} UTC. Is that right? Type yes: `,
      LINE_LIMIT,
    )
    if (said.trim().toLowerCase() !== 'yes') throw refuse('CLOCK_NOT_CONFIRMED', { day })
  }
