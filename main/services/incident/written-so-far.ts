import type { Buffer } from 'node:buffer'
import type { ByteSource } from '../../core/bytes/index.ts'

/**
 * A file that is read while it is still being written: as far as what was handed to the system, and no further.
 * Whoever reads waits for more, until the writer says that there is no more, or that there will be none.
 */
export class WrittenSoFar implements ByteSource {
  readonly #source: ByteSource
  #written = 0
  #read = 0
  #whole = false
  #failed = false
  /** What the reader waits for. */
  #more = Promise.withResolvers<void>()

  /** @param source reads the file, from its beginning */
  constructor(source: ByteSource) {
    this.#source = source
  }

  /** So many bytes more are in the file. */
  wrote(bytes: number): void {
    this.#written += bytes
    this.#wake()
  }

  /** It is written to its end. */
  end(): void {
    this.#whole = true
    this.#wake()
  }

  /** It will not be: whoever reads is told that it ends here. */
  fail(): void {
    this.#failed = true
    this.#wake()
  }

  async read(into: Buffer): Promise<number> {
    while (this.#read === this.#written && !this.#whole && !this.#failed) await this.#more.promise
    if (this.#failed) return 0
    const room = this.#whole ? into.length : Math.min(into.length, this.#written - this.#read)
    const length = await this.#source.read(into.subarray(0, room))
    this.#read += length
    return length
  }

  #wake(): void {
    this.#more.resolve()
    this.#more = Promise.withResolvers()
  }
}
