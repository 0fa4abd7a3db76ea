import { Buffer } from 'node:buffer'
import { type ByteSource, copyBytes } from '../bytes/index.ts'
import type { Piece } from './slab.ts'

const EMPTY = Buffer.alloc(0)

/** A piece that is released when the last of those who use it has left it. */
class SharedPiece {
  readonly piece: Piece
  #users = 1

  constructor(piece: Piece) {
    this.piece = piece
  }

  hold(): void {
    this.#users += 1
  }

  leave(): void {
    this.#users -= 1
    if (this.#users === 0) this.piece.release()
  }
}

/** Bytes taken out of a stream without copying them: a piece that keeps those it was cut from. */
export class Excerpt implements Piece {
  readonly #parts: Buffer[] = []
  readonly #held = new Set<SharedPiece>()

  get parts(): readonly Buffer[] {
    return this.#parts
  }

  add(bytes: Buffer, from: SharedPiece): void {
    if (!this.#held.has(from)) {
      this.#held.add(from)
      from.hold()
    }
    const last = this.#parts.at(-1)
    const joined = last === undefined ? null : join(last, bytes)
    if (joined === null) this.#parts.push(bytes)
    else this.#parts[this.#parts.length - 1] = joined
  }

  /** A copy of the last `length` bytes. */
  tail(length: number): Buffer {
    const copy = Buffer.alloc(length)
    let rest = length
    for (let i = this.#parts.length - 1; rest > 0; i -= 1) {
      const part = this.#parts[i]
      if (part === undefined) throw new Error('the excerpt is shorter')
      const bytes = part.subarray(-rest)
      rest -= bytes.length
      copyBytes(bytes, copy.subarray(rest))
    }
    return copy
  }

  release(): void {
    for (const piece of this.#held) piece.leave()
    this.#held.clear()
  }
}

/** One view of two that lie side by side; null if they do not. */
function join(a: Buffer, b: Buffer): Buffer | null {
  if (a.buffer !== b.buffer || a.byteOffset + a.length !== b.byteOffset) return null
  return Buffer.from(a.buffer, a.byteOffset, a.length + b.length)
}

/** Reads the bytes of pieces in order, and releases each piece when it is used up. */
export class PieceReader implements ByteSource {
  readonly #pieces: AsyncIterator<Piece>
  #piece: SharedPiece | null = null
  /** Parts of the piece that have not been begun. */
  #parts: readonly Buffer[] = []
  #rest: Buffer = EMPTY

  constructor(pieces: AsyncIterable<Piece>) {
    this.#pieces = pieces[Symbol.asyncIterator]()
  }

  /** Sees to it that there is something to read; false at the end. */
  async #more(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const [part, ...others] = this.#parts
      if (part !== undefined) {
        this.#rest = part
        this.#parts = others
        continue
      }
      this.#piece?.leave()
      this.#piece = null
      const { value, done } = await this.#pieces.next()
      if (done) return false
      this.#piece = new SharedPiece(value)
      this.#parts = value.parts
    }
    return true
  }

  #cut(limit: number): Buffer {
    const bytes = this.#rest.subarray(0, limit)
    this.#rest = this.#rest.subarray(bytes.length)
    return bytes
  }

  /** At least one and at most `limit` bytes, valid until the next call; null at the end. */
  async next(limit: number): Promise<Buffer | null> {
    return (await this.#more()) ? this.#cut(limit) : null
  }

  /** Adds the next `length` bytes to excerpts, as they lie. Returns how many there were. */
  async take(length: number, ...into: readonly Excerpt[]): Promise<number> {
    let taken = 0
    while (taken < length && (await this.#more()) && this.#piece !== null) {
      const bytes = this.#cut(length - taken)
      for (const excerpt of into) excerpt.add(bytes, this.#piece)
      taken += bytes.length
    }
    return taken
  }

  async read(into: Buffer): Promise<number> {
    const bytes = await this.next(into.length)
    if (bytes === null) return 0
    copyBytes(bytes, into)
    return bytes.length
  }

  /** Releases the piece at hand and closes what the pieces come from. */
  async close(): Promise<void> {
    this.#piece?.leave()
    this.#piece = null
    this.#parts = []
    this.#rest = EMPTY
    await this.#pieces.return?.()
  }
}
