/**
 * Sends what was written on its way to the disk while more is being written, so that the final sync has
 * little left to do.
 */

/** How many bytes are written before they are sent on. */
const EVERY = 256 * 1024 * 1024

export class EarlySync {
  readonly #sync: () => Promise<void>
  #unsynced = 0
  #running = false
  #all: Promise<unknown> = Promise.resolve()

  /** @param sync puts what was written so far on the disk */
  constructor(sync: () => Promise<void>) {
    this.#sync = sync
  }

  /** Counts bytes that were written. Never waits: a slow disk must not hold up the writer twice. */
  wrote(bytes: number): void {
    this.#unsynced += bytes
    if (this.#unsynced < EVERY || this.#running) return
    this.#unsynced = 0
    this.#running = true
    const sync = this.#sync().finally(() => {
      this.#running = false
    })
    // The error of a sync is told once by the system, and must not get lost here.
    this.#all = Promise.all([this.#all, sync])
    this.#all.catch(() => {})
  }

  /** Waits for what was started. @throws what a sync threw */
  async done(): Promise<void> {
    await this.#all
  }
}
