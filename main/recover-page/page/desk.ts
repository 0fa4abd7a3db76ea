import type { Standing } from '../calls.ts'
import type { Problem } from './element.ts'
import { Refused, type Thread } from './thread.ts'

/** What the parts of the page share: the thread, and how far the gathering is. */
export class Desk {
  readonly thread: Thread
  readonly #watchers: ((standing: Standing) => void)[] = []
  #busy = false
  /** Where something was refused last: it goes when something else is done. */
  #shown: Problem | null = null

  constructor(thread: Thread) {
    this.thread = thread
  }

  watch(tell: (standing: Standing) => void): void {
    this.#watchers.push(tell)
  }

  become(standing: Standing): void {
    for (const tell of this.#watchers) tell(standing)
  }

  /** Does one thing at a time; what is refused stands beside where it was asked for. */
  async act(problem: Problem, work: () => Promise<void>): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    document.body.setAttribute('aria-busy', 'true')
    this.#shown?.show(null)
    this.#shown = problem
    try {
      await work()
    } catch (error) {
      problem.show(error instanceof Refused ? error.message : browserSaid(error as Error))
    } finally {
      this.#busy = false
      document.body.removeAttribute('aria-busy')
    }
  }
}

const browserSaid = ({ name, message }: Error): string =>
  name === 'Error' ? message : `The browser refused (${name}: ${message}). Nothing was changed.`

const encoder = new TextEncoder()
export const utf8 = (text: string): Uint8Array => encoder.encode(text)
