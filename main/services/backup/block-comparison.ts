import { Buffer } from 'node:buffer'
import { blockAt, blocksIn, DIGEST, type DigestTree, leafOf } from '../../core/backup/index.ts'

/** Longer than any block. */
const LONGEST = 128 * 1024

/** Bytes of the backup: from, to before. */
export type Range = readonly [number, number]

/** Compares the blocks of a backup with its check file, while it is read, or one of its volumes. */
export class BlockComparison {
  readonly #tree: DigestTree
  readonly #end: number
  readonly #under = Buffer.alloc(LONGEST)
  #block = 0
  #position: number
  #checked = 0
  #damaged = 0
  readonly #ranges: Range[] = []

  /**
   * A volume is compared as far as whole blocks lie in it.
   *
   * @param begin where it begins in the backup, in bytes
   */
  constructor(tree: DigestTree, begin: number, size: number) {
    this.#tree = tree
    this.#position = begin
    this.#end = begin + size
    while (this.#range[0] < begin) this.#block += 1
  }

  get #range(): Range {
    const { head, size } = this.#tree
    return blockAt(head.length, this.#block, size)
  }

  /** The next bytes. */
  add(bytes: Buffer): void {
    for (let rest = bytes; rest.length > 0; ) {
      const [from, to] = this.#range
      if (this.#block >= this.blocks || to > this.#end) return
      const goal = this.#position < from ? from : to
      const part = rest.subarray(0, goal - this.#position)
      if (this.#position >= from) part.copy(this.#under, this.#position - from)
      this.#position += part.length
      rest = rest.subarray(part.length)
      if (this.#position === to) this.#compare([from, to])
    }
  }

  /** Of the whole backup. */
  get blocks(): number {
    return blocksIn({ size: this.#tree.size, head: this.#tree.head.length })
  }

  #compare(range: Range): void {
    const { leaves } = this.#tree
    const expected = leaves.subarray(this.#block * DIGEST, (this.#block + 1) * DIGEST)
    this.#checked += 1
    if (!leafOf(this.#under.subarray(0, range[1] - range[0])).equals(expected)) {
      this.#damaged += 1
      addRange(this.#ranges, range)
    }
    this.#block += 1
  }

  get checked(): number {
    return this.#checked
  }

  get damaged(): number {
    return this.#damaged
  }

  /**
   * What of a whole backup is not as it was written, in order; what is missing at its end, or follows it, too.
   *
   * @param size bytes that were read
   */
  damagedRanges(size: number): readonly Range[] {
    const { size: whole } = this.#tree
    const ranges = [...this.#ranges]
    if (this.#block < this.blocks) addRange(ranges, [this.#range[0], whole])
    if (size > whole) addRange(ranges, [whole, size])
    return ranges
  }

  /** Nothing in it is as it should be: it is of another backup. */
  get areAllOthers(): boolean {
    return this.#damaged > 1 && this.#damaged === this.#checked
  }
}

function addRange(ranges: Range[], range: Range): void {
  const last = ranges.at(-1)
  if (last?.[1] === range[0]) ranges[ranges.length - 1] = [last[0], range[1]]
  else ranges.push(range)
}
