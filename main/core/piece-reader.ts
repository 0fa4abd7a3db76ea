import { Buffer } from 'node:buffer'
import type { ByteSource, Piece } from './slab.ts'

/** Reads the bytes of pieces in order, and releases each piece when it is used up. */
export class PieceReader implements ByteSource {
  readonly #pieces: AsyncIterator<Piece>
  #piece: Piece | null = null
  #rest: Buffer = Buffer.alloc(0)

  constructor(pieces: AsyncIterable<Piece>) {
    this.#pieces = pieces[Symbol.asyncIterator]()
  }

  /** At least one and at most `limit` bytes, valid until the next call; null at the end. */
  async next(limit: number): Promise<Buffer | null> {
    while (this.#rest.length === 0) {
      this.#piece?.release()
      this.#piece = null
      const { value, done } = await this.#pieces.next()
      if (done) return null
      this.#piece = value
      this.#rest = value.bytes
    }
    const bytes = this.#rest.subarray(0, limit)
    this.#rest = this.#rest.subarray(bytes.length)
    return bytes
  }

  async read(into: Buffer): Promise<number> {
    const bytes = await this.next(into.length)
    if (bytes === null) return 0
    into.set(bytes)
    return bytes.length
  }

  /** Releases the piece at hand and closes what the pieces come from. */
  async close(): Promise<void> {
    this.#piece?.release()
    this.#piece = null
    this.#rest = Buffer.alloc(0)
    await this.#pieces.return?.()
  }
}
