import { Buffer } from 'node:buffer'
import { wipe } from '../bytes/index.ts'

/**
 * Memory in pieces of one size, which every thread of a backup sees: what one thread wrote another
 * reads where it lies, so that bytes are neither copied nor handed over, and a job is a few numbers.
 */

/** Bytes of a slab: a compressed frame or a sealed segment at its largest (both just above 1 MiB). */
export const SLAB = 1024 * 1024 + 16 * 1024

/** One piece of memory. Whoever took it from the slabs says who may write to it. */
export interface Slab {
  readonly number: number
  readonly bytes: Buffer<SharedArrayBuffer>
}

/** Where some bytes lie: as a worker is told, which knows the slabs by their numbers. */
export interface Place {
  readonly slab: number
  readonly start: number
  readonly length: number
}

/** Bytes on their way, in order. Whoever takes a piece releases it, once; then they are no longer valid. */
export interface Piece {
  /** Need not lie side by side, nor in one slab. */
  readonly parts: readonly Buffer[]
  release(): void
}

/** The slabs of one backup, made when none is free; how many there are is bounded by the readers ahead. */
export class Slabs {
  readonly #onNew: (bytes: SharedArrayBuffer) => void
  readonly #numbers = new Map<ArrayBufferLike, number>()
  readonly #all: Slab[] = []
  readonly #free: Slab[] = []

  /** @param onNew shown the memory of each slab when it is made, in the order of their numbers, from 0 */
  constructor(onNew: (bytes: SharedArrayBuffer) => void) {
    this.#onNew = onNew
  }

  /** How many slabs were ever needed at once. */
  get count(): number {
    return this.#all.length
  }

  /** The memory of each, in the order of their numbers, from 0. */
  get memories(): readonly SharedArrayBuffer[] {
    return this.#all.map(({ bytes }) => bytes.buffer)
  }

  take(): Slab {
    const free = this.#free.pop()
    if (free !== undefined) return free
    const memory = new SharedArrayBuffer(SLAB)
    const slab = { number: this.#all.length, bytes: Buffer.from(memory) }
    this.#all.push(slab)
    this.#numbers.set(memory, slab.number)
    this.#onNew(memory)
    return slab
  }

  give(slab: Slab): void {
    this.#free.push(slab)
  }

  /** The first `length` bytes of a slab, which is free again when the piece is released. */
  piece(slab: Slab, length: number): Piece {
    return { parts: [slab.bytes.subarray(0, length)], release: () => this.give(slab) }
  }

  /** Where a view of a slab lies. Throws if it is a view of anything else. */
  locate(bytes: Buffer): Place {
    const slab = this.#numbers.get(bytes.buffer)
    if (slab === undefined) throw new Error('these bytes lie in no slab')
    return { slab, start: bytes.byteOffset, length: bytes.length }
  }

  /** Overwrites all that are here: they held the content of somebody's files. */
  wipe(): void {
    wipe(...this.#all.map(slab => slab.bytes))
  }
}
