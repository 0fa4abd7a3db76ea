import { Buffer } from 'node:buffer'
import { blockAt, blocksIn, DIGEST, type DigestTree, leafOf } from '../../core/backup/index.ts'

/** Longer than any block. */
const LONGEST = 128 * 1024

/** Compares those blocks of a backup that lie in one of its volumes from begin to end, as they are read. */
export class BlocksOfVolume {
  readonly #tree: DigestTree
  readonly #end: number
  readonly #under = Buffer.alloc(LONGEST)
  #block = 0
  #position: number
  #checked = 0
  #damaged = 0

  /** @param begin where the volume begins in the backup, in bytes */
  constructor(tree: DigestTree, begin: number, size: number) {
    this.#tree = tree
    this.#position = begin
    this.#end = begin + size
    while (this.#range[0] < begin) this.#block += 1
  }

  get #range(): readonly [number, number] {
    const { head, size } = this.#tree
    return blockAt(head.length, this.#block, size)
  }

  /** The next bytes of the volume. */
  add(bytes: Buffer): void {
    for (let rest = bytes; rest.length > 0; ) {
      const [from, to] = this.#range
      if (this.#block >= this.#blocks || to > this.#end) return
      const goal = this.#position < from ? from : to
      const part = rest.subarray(0, goal - this.#position)
      if (this.#position >= from) part.copy(this.#under, this.#position - from)
      this.#position += part.length
      rest = rest.subarray(part.length)
      if (this.#position === to) this.#compare(to - from)
    }
  }

  get #blocks(): number {
    return blocksIn({ size: this.#tree.size, head: this.#tree.head.length })
  }

  #compare(length: number): void {
    const { leaves } = this.#tree
    const expected = leaves.subarray(this.#block * DIGEST, (this.#block + 1) * DIGEST)
    this.#checked += 1
    if (!leafOf(this.#under.subarray(0, length)).equals(expected)) this.#damaged += 1
    this.#block += 1
  }

  get checked(): number {
    return this.#checked
  }

  get damaged(): number {
    return this.#damaged
  }

  /** Nothing in it is as it should be: it is of another backup. */
  get areAllOthers(): boolean {
    return this.#damaged > 1 && this.#damaged === this.#checked
  }
}
