import type { Buffer } from 'node:buffer'
import type { Piece } from '../../core/backup/index.ts'

/** How many pieces may wait while others are being written: a few MiB. */
const MOST = 4

/**
 * Writes pieces in order while more come. One write is under way at a time, since writes to one file
 * wait for each other in the system; what has come meanwhile goes into the next one, so that a busy
 * thread holds up a few large writes and not many small ones.
 */
export class WriteQueue {
  readonly #write: (parts: readonly Buffer[]) => Promise<void>
  #waiting: Piece[] = []
  /** The write under way, or the one that failed. */
  #writing: Promise<void> | null = null

  /** @param write writes all parts, after what was written before */
  constructor(write: (parts: readonly Buffer[]) => Promise<void>) {
    this.#write = write
  }

  /** Whether everything that was added is written. */
  get empty(): boolean {
    return this.#writing === null
  }

  /**
   * Takes a piece over, and releases it when it is written. Settles when there is room for the next.
   *
   * @throws what a write threw, now or later
   */
  async add(piece: Piece): Promise<void> {
    this.#waiting.push(piece)
    if (this.#writing === null) this.#start()
    else if (this.#waiting.length >= MOST) await this.#writing
  }

  /** Settles when nothing is being written any more. @throws what a write threw */
  async end(): Promise<void> {
    while (this.#writing !== null) await this.#writing
  }

  #start(): void {
    const pieces = this.#waiting
    this.#waiting = []
    const writing = this.#write(pieces.flatMap(piece => piece.parts)).then(() => {
      for (const piece of pieces) piece.release()
      this.#writing = null
      if (this.#waiting.length > 0) this.#start()
    })
    // Whoever adds the next piece, or ends the queue, gets the error.
    writing.catch(() => {})
    this.#writing = writing
  }
}
