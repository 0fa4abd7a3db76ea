import { setImmediate } from 'node:timers/promises'

/** How long one turn of the event loop may last, in milliseconds: the window is answered between turns. */
const LONGEST = 20

/**
 * Long work on the main thread, done in turns: what reads from caches and full queues would never wait,
 * and a loop of it would hold the thread until it ends.
 */
export class Turn {
  #began = performance.now()

  /** Lets the thread do something else where this turn has lasted long enough. */
  async end(): Promise<void> {
    if (performance.now() - this.#began < LONGEST) return
    await setImmediate()
    this.#began = performance.now()
  }
}
