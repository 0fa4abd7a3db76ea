import { Buffer } from 'node:buffer'
import { wipe } from './secret.ts'

/**
 * Memory in pieces of one size, in which the bytes of a backup pass from thread to thread: handed
 * over, not copied, and not shared, because copying out of shared memory is several times slower.
 */

/** Bytes of a slab: a compressed frame or a sealed segment at its largest (both just above 1 MiB). */
export const SLAB = 1024 * 1024 + 16 * 1024

/** One piece of memory. While a worker has it, `bytes` is empty. */
export interface Slab {
  bytes: Buffer<ArrayBuffer>
}

/** Bytes on their way. Whoever takes a piece releases it, once; then its bytes are no longer valid. */
export interface Piece {
  readonly bytes: Buffer
  release(): void
}

/** Where bytes come from. */
export interface ByteSource {
  /** Reads at least one byte and at most `into.length`; 0 means that there are no more. */
  read(into: Buffer): Promise<number>
}

/** Reads until `into` is full or the source has ended. Returns the number of bytes read. */
export async function fill(source: ByteSource, into: Buffer): Promise<number> {
  let length = 0
  while (length < into.length) {
    const read = await source.read(into.subarray(length))
    if (read === 0) break
    length += read
  }
  return length
}

/** The slabs of one backup, made when none is free; how many there are is bounded by the readers ahead. */
export class Slabs {
  readonly #all: Slab[] = []
  readonly #free: Slab[] = []

  /** How many slabs were ever needed at once. */
  get count(): number {
    return this.#all.length
  }

  take(): Slab {
    const free = this.#free.pop()
    if (free !== undefined) return free
    const slab = { bytes: Buffer.from(new ArrayBuffer(SLAB)) }
    this.#all.push(slab)
    return slab
  }

  give(slab: Slab): void {
    this.#free.push(slab)
  }

  /** The first `length` bytes of a slab, which is free again when the piece is released. */
  piece(slab: Slab, length: number): Piece {
    return { bytes: slab.bytes.subarray(0, length), release: () => this.give(slab) }
  }

  /** Overwrites all that are here: they held the content of somebody's files. */
  wipe(): void {
    wipe(...this.#all.map(slab => slab.bytes))
  }
}
