import { Buffer } from 'node:buffer'
import { CHUNK, openOneChunk, SEALED_CHUNK, TAG } from '../age/index.ts'
import { bytesAt, type SeekableSource, wipe } from '../bytes/index.ts'

/**
 * The payload of a damaged age file, or of several damaged copies of one: each chunk is looked for by itself,
 * where it should lie and, when several in a row are lost, where it would lie had the file lost or gained
 * blocks in front of it. What is not authentic is never seen (FORMAT: 8.6 Damaged backups).
 */

/** One copy of a backup, and where in it the first chunk should lie. */
export interface BackupCopy {
  readonly file: SeekableSource
  readonly start: number
}

/** Where chunks from `first` on were found: in which copy, and how many bytes behind their place. */
interface Run {
  readonly first: number
  readonly found: Finding | null
}

interface Finding {
  readonly copy: number
  readonly shift: number
}

/** How far chunks may have moved to be found again: drives lose and repeat whole sectors, file systems blocks. */
const MOVED = [
  { unit: SEALED_CHUNK, most: 64 },
  { unit: 512, most: 256 },
  { unit: 4096, most: 512 },
] as const
/** Chunks kept: more than one frame, so that none is opened twice on the way. */
const KEPT = 24
/** How many places a copy is asked for a chunk at. */
const SHIFTS = 4

/** Every way in which sectors or chunks that are missing, or that are too many, move what comes behind. */
const MOVES: readonly number[] = MOVED.flatMap(({ unit, most }) =>
  Array.from({ length: most }, (_, i) => (i + 1) * unit),
).flatMap(distance => [-distance, distance])
const FARTHEST = Math.max(...MOVES)

const isPowerOfTwo = (value: number): boolean => (value & (value - 1)) === 0

/** Opens chunks in ascending order of their first use; again in any order. */
export class AuthenticChunks implements PayloadChunks {
  readonly #copies: readonly BackupCopy[]
  readonly #key: Buffer
  /** Where each copy was found to have moved to, the latest first. */
  readonly #shifts: number[][]
  readonly #runs: Run[] = []
  readonly #kept = new Map<number, Buffer>()
  readonly #taken: number[]
  readonly #scratch = Buffer.alloc(CHUNK)
  #looked = 0
  #missing = 0
  #ended = false
  #last: number | null = null

  /** @param key of the payload; the caller wipes it */
  constructor(copies: readonly BackupCopy[], key: Buffer) {
    this.#copies = copies
    this.#key = key
    this.#shifts = copies.map(() => [0])
    this.#taken = copies.map(() => 0)
  }

  /** How many chunks there are, as far as has been looked. */
  get looked(): number {
    return this.#looked
  }

  /** Whether the chunk that says of itself that it is the last was found. */
  get whole(): boolean {
    return this.#last !== null
  }

  /** From how many chunks on each copy was what was used. */
  get taken(): readonly number[] {
    return this.#taken
  }

  /** The numbers of chunks that were not found: from, to before. */
  get lost(): readonly (readonly [number, number])[] {
    return this.#runs.flatMap(({ first, found }, i) =>
      found === null ? [[first, this.#runs[i + 1]?.first ?? this.#looked] as const] : [],
    )
  }

  /** Wipes what was kept. */
  close(): void {
    wipe(this.#scratch, ...this.#kept.values())
    this.#kept.clear()
  }

  /** Whether a chunk was found; it has been looked for. */
  has(chunk: number): boolean {
    return chunk < this.#looked && this.#foundAt(chunk) !== null
  }

  /** The plaintext of a chunk; null: it is lost, or there is none. Valid until 24 others were opened. */
  async open(chunk: number): Promise<Buffer | null> {
    while (this.#looked <= chunk && !this.#ended) await this.#lookOn()
    if (chunk >= this.#looked) return null
    const kept = this.#kept.get(chunk)
    if (kept !== undefined) return kept
    const found = this.#foundAt(chunk)
    return found && this.#keep(chunk, await this.#openAt(chunk, found))
  }

  #foundAt(chunk: number): Finding | null {
    let [low, high] = [0, this.#runs.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.#runs[middle]?.first ?? 0) <= chunk) low = middle
      else high = middle - 1
    }
    return this.#runs[low]?.found ?? null
  }

  #keep(chunk: number, plain: Buffer | null): Buffer | null {
    if (plain === null) return null
    this.#kept.set(chunk, plain)
    for (const [oldest, bytes] of this.#kept) {
      if (this.#kept.size <= KEPT) break
      this.#kept.delete(oldest)
      wipe(bytes)
    }
    return plain
  }

  /** Looks for the next chunk. */
  async #lookOn(): Promise<void> {
    const chunk = this.#looked
    if (!this.#copies.some((_, copy) => this.#mayHave(copy, chunk))) {
      this.#ended = true
      return
    }
    const known = await this.#findAtKnown(chunk)
    if (known !== null) {
      this.#note(chunk, known)
      return
    }
    this.#missing += 1
    // A flipped bit costs one chunk; only when the next is missing too may something have moved.
    const moved =
      this.#missing > 1 && isPowerOfTwo(this.#missing) ? await this.#search(chunk) : null
    if (moved === null) this.#note(chunk, null)
    else await this.#noteMoved(chunk, moved)
  }

  #mayHave(copy: number, chunk: number): boolean {
    const { file, start } = this.#copies[copy] as BackupCopy
    return (this.#shifts[copy] ?? []).some(
      shift => start + chunk * SEALED_CHUNK + shift + TAG <= file.size,
    )
  }

  async #findAtKnown(chunk: number): Promise<Finding | null> {
    for (const [copy, shifts] of this.#shifts.entries()) {
      for (const shift of shifts) {
        const found = { copy, shift }
        const plain = await this.#openAt(chunk, found)
        if (plain === null) continue
        this.#keep(chunk, plain)
        return found
      }
    }
    return null
  }

  async #openAt(chunk: number, { copy, shift }: Finding): Promise<Buffer | null> {
    const { file, start } = this.#copies[copy] as BackupCopy
    const at = start + chunk * SEALED_CHUNK + shift
    if (at < 0) return null
    return this.#openBytes(chunk, await bytesAt(file, at, at + SEALED_CHUNK), at, file.size)
  }

  /** Tries a chunk as one in the middle, if it is long enough, and as the last. */
  #openBytes(chunk: number, sealed: Buffer, at: number, size: number): Buffer | null {
    if (sealed.length < TAG || (sealed.length === TAG && chunk > 0)) return null
    const full = sealed.length === SEALED_CHUNK
    const atEnd = at + sealed.length === size
    // One that may be either is most likely the last where the file ends, and otherwise not.
    const ways = full ? [atEnd, !atEnd] : atEnd ? [true] : []
    const plain = this.#scratch.subarray(0, sealed.length - TAG)
    for (const last of ways) {
      if (!openOneChunk(this.#key, { chunk, last }, sealed, plain)) continue
      if (last) [this.#last, this.#ended] = [chunk, true]
      return Buffer.from(plain)
    }
    return null
  }

  /** Looks for a chunk where it would lie if something in front of it were missing, or too much. */
  async #search(chunk: number): Promise<Finding | null> {
    for (const [copy, { file, start }] of this.#copies.entries()) {
      const place = start + chunk * SEALED_CHUNK
      const from = Math.max(0, place - FARTHEST)
      const window = await bytesAt(file, from, place + FARTHEST + SEALED_CHUNK)
      for (const shift of MOVES) {
        const at = place + shift - from
        if (at < 0 || at + TAG > window.length) continue
        const sealed = window.subarray(at, at + SEALED_CHUNK)
        const plain = this.#openBytes(chunk, sealed, from + at, file.size)
        if (plain === null) continue
        this.#keep(chunk, plain)
        return { copy, shift }
      }
    }
    return null
  }

  /** What moved begins before the chunk by which that was noticed. */
  async #noteMoved(chunk: number, found: Finding): Promise<void> {
    const shifts = this.#shifts[found.copy]
    shifts?.unshift(found.shift)
    if (shifts !== undefined && shifts.length > SHIFTS) shifts.splice(1, 1)
    let first = chunk
    const least = this.#runs.at(-1)?.first ?? 0
    while (first > least && (await this.#openAt(first - 1, found)) !== null) first -= 1
    if (first === least) this.#runs.pop()
    this.#taken[found.copy] = (this.#taken[found.copy] ?? 0) + chunk - first
    this.#note(first, found)
    this.#looked = chunk + 1
  }

  #note(chunk: number, found: Finding | null): void {
    const now = this.#runs.at(-1)
    const same =
      now !== undefined && now.found?.copy === found?.copy && now.found?.shift === found?.shift
    if (!same) this.#runs.push({ first: chunk, found })
    if (found !== null) {
      this.#missing = 0
      this.#taken[found.copy] = (this.#taken[found.copy] ?? 0) + 1
    }
    this.#looked = chunk + 1
  }
}

/** The chunks of a payload, as far as they are there. */
export interface PayloadChunks {
  /** How many there are, as far as is known. */
  readonly looked: number
  /** Whether the last one was found. */
  readonly whole: boolean
  has(chunk: number): boolean
  /** The plaintext of a chunk; null: it is lost, or there is none. */
  open(chunk: number): Promise<Buffer | null>
}

/** The plaintext of a payload of which some is lost, at any place. */
export class DamagedPlaintext {
  readonly #chunks: PayloadChunks

  constructor(chunks: PayloadChunks) {
    this.#chunks = chunks
  }

  /** Whether all bytes from one place to before another are there; they have been looked for. */
  has(from: number, to: number): boolean {
    for (let chunk = Math.floor(from / CHUNK); chunk * CHUNK < to; chunk += 1) {
      if (!this.#chunks.has(chunk)) return false
    }
    return true
  }

  /** A copy of some bytes; null where any of them is lost, or behind the end. */
  async read(at: number, length: number): Promise<Buffer | null> {
    const bytes = Buffer.alloc(length)
    for (let done = 0; done < length; ) {
      const chunk = await this.#chunks.open(Math.floor((at + done) / CHUNK))
      const part = chunk?.subarray((at + done) % CHUNK).subarray(0, length - done)
      if (part === undefined || part.length === 0) return null
      bytes.set(part, done)
      done += part.length
    }
    return bytes
  }

  /** The bytes from a place on that lie in one chunk; null where that is lost, or behind the end. */
  async rest(at: number): Promise<Buffer | null> {
    const chunk = await this.#chunks.open(Math.floor(at / CHUNK))
    return chunk === null || at % CHUNK >= chunk.length ? null : chunk.subarray(at % CHUNK)
  }

  /** Whether nothing comes from a place on: the last chunk was found, and ends before it. */
  async endsAt(at: number): Promise<boolean> {
    const chunk = Math.floor(at / CHUNK)
    const [here, before] = [
      await this.#chunks.open(chunk),
      chunk === 0 ? null : await this.#chunks.open(chunk - 1),
    ]
    if (!this.#chunks.whole) return false
    if (here !== null) return at % CHUNK >= here.length
    return chunk >= this.#chunks.looked && at % CHUNK === 0 && before !== null
  }

  /** The first place from `at` on, at the begin of a chunk, whose bytes are there; null: none is. */
  async nextKnown(at: number): Promise<number | null> {
    for (let chunk = Math.floor(at / CHUNK); ; chunk += 1) {
      const plain = await this.#chunks.open(chunk)
      if (plain !== null) return Math.max(at, chunk * CHUNK)
      if (chunk >= this.#chunks.looked) return null
    }
  }
}
