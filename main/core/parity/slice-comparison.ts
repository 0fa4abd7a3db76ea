import type { Buffer } from 'node:buffer'
import { SliceCheck } from './hash-slices.ts'
import type { ParitySet } from './parity-set.ts'
import { type KnownSlice, slicesOf } from './repair.ts'

/** Compares the slices of a backup with its recovery files, while it is read from begin to end. */
export class SliceComparison {
  readonly #slices: readonly KnownSlice[]
  readonly #sliceSize: number
  #check: SliceCheck
  #position = 0
  #whole = 0
  #next = 0

  constructor(set: ParitySet) {
    this.#slices = [...slicesOf(set)].sort((a, b) => a.from - b.from)
    this.#sliceSize = set.sliceSize
    this.#check = new SliceCheck(set.sliceSize)
  }

  /** The next bytes of the backup; what follows its last slice counts for nothing. */
  add(bytes: Buffer): void {
    for (let rest = bytes; rest.length > 0; ) {
      const slice = this.#slices[this.#next]
      if (slice === undefined) return
      const part = rest.subarray(0, slice.to - this.#position)
      this.#check.add(part)
      this.#position += part.length
      rest = rest.subarray(part.length)
      if (this.#position === slice.to) this.#compare(slice)
    }
  }

  #compare({ expected }: KnownSlice): void {
    if (this.#check.end().equals(expected)) this.#whole += 1
    this.#check = new SliceCheck(this.#sliceSize)
    this.#next += 1
  }

  get slices(): number {
    return this.#slices.length
  }

  /** Slices that are not as they were, with those that have not come. */
  get lost(): number {
    return this.#slices.length - this.#whole
  }
}
