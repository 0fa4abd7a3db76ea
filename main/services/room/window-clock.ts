import type { Output } from '../../../shared/contract.ts'
import { refuse } from '../../../shared/errors.ts'
import type { Vault } from '../../vault/index.ts'
import { type ClockTools, clockFinding, requireClock } from './required-clock.ts'

/** The clock at the window: shown to people, and confirmed by them where something contradicts it. */
export class WindowClock {
  readonly #tools: ClockTools
  /** The day that somebody typed; it counts on that day alone. */
  #confirmed = ''

  constructor(tools: ClockTools) {
    this.#tools = tools
  }

  /** @param vault null: none is open */
  facts(vault: Vault | null): Output<'clock.show'> {
    const { result, evidence } = clockFinding(vault, this.#tools)
    const time = this.#tools.now().toISOString()
    const confirmed = this.#confirmed === time.slice(0, 10)
    return { time, doubt: result === 'passed' ? null : evidence, confirmed }
  }

  /** Takes the day that somebody has typed. @throws CLOCK_OTHER_DAY */
  confirm(typed: string): void {
    const day = this.#tools.now().toISOString().slice(0, 10)
    if (typed.trim() !== day) throw refuse('CLOCK_OTHER_DAY', { day })
    this.#confirmed = day
  }

  /**
   * Before a deed that depends on a date, with the day that somebody typed beside it; '' when nobody did. A
   * right one counts from then on.
   *
   * @throws CLOCK_DOUBTFUL
   */
  accept(vault: Vault | null, typed: string): void {
    if (typed === '') this.require(vault)
    else if (requireClock(vault, typed, this.#tools) !== null) this.#confirmed = typed
  }

  /** Before a deed that depends on a date. @throws CLOCK_DOUBTFUL */
  readonly require = (vault: Vault | null): void => {
    requireClock(vault, this.#confirmed, this.#tools)
  }
}
