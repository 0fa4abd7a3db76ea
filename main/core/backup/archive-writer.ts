import { Buffer } from 'node:buffer'
import { createHash, hash } from 'node:crypto'
import { refuse } from '../../../shared/errors.ts'
import { copyBytes } from '../bytes/index.ts'
import type { Entry, FileEntry, OpenFile, SourceEntry } from './entry.ts'
import type { Slab, Slabs } from './slab.ts'
import { BLOCK, paddingOf, writeHeader } from './tar-header.ts'
import { FRAME } from './zstd-frame.ts'

/** Writes a tar archive into slabs, each the content of one frame. */

/** The content of a frame: the first `length` bytes of a slab. */
export interface FrameInput {
  readonly slab: Slab
  readonly length: number
}

/** Tar ends with two blocks of zeros. */
const END = Buffer.alloc(2 * BLOCK)
const zeros = (length: number): Buffer => END.subarray(0, length)

export class ArchiveWriter {
  readonly #slabs: Slabs
  readonly #onBytes: (bytes: number) => void
  #slab: Slab
  #length = 0

  /** @param onBytes told of each piece of file content that was read, in bytes */
  constructor(slabs: Slabs, onBytes: (bytes: number) => void) {
    this.#slabs = slabs
    this.#onBytes = onBytes
    this.#slab = slabs.take()
  }

  /** The free part of the current frame; never empty. */
  #room(): Buffer {
    return this.#slab.bytes.subarray(this.#length, FRAME)
  }

  /** Counts bytes that were written into the room; gives the frame when it is full. */
  #advance(length: number): FrameInput | null {
    this.#length += length
    if (this.#length < FRAME) return null
    const full = { slab: this.#slab, length: this.#length }
    this.#slab = this.#slabs.take()
    this.#length = 0
    return full
  }

  *#put(bytes: Buffer): Generator<FrameInput> {
    for (let rest = bytes; rest.length > 0; ) {
      const part = rest.subarray(0, this.#room().length)
      copyBytes(part, this.#room())
      rest = rest.subarray(part.length)
      const full = this.#advance(part.length)
      if (full !== null) yield full
    }
  }

  /** Adds a folder or a link. */
  *add(entry: Exclude<Entry, FileEntry>): Generator<FrameInput> {
    yield* this.#put(writeHeader(entry))
  }

  /** Adds a file whose content is made here, in pieces of as many bytes as the entry says. */
  *addPieces(entry: FileEntry, pieces: Iterable<Buffer>): Generator<FrameInput> {
    yield* this.#put(writeHeader(entry))
    for (const piece of pieces) yield* this.#put(piece)
    yield* this.#put(zeros(paddingOf(entry.size)))
  }

  /**
   * Adds a file and returns the SHA-256 of its content, in hex.
   *
   * @throws BACKUP_FILE_CHANGED if it has not the size it had
   */
  async *addFile(
    entry: SourceEntry & { readonly type: 'file' },
  ): AsyncGenerator<FrameInput, string> {
    yield* this.#put(writeHeader(entry))
    const file = await entry.open()
    const digest = Buffer.isBuffer(file)
      ? yield* this.#whole(entry, file)
      : yield* this.#content(entry, file)
    yield* this.#put(zeros(paddingOf(entry.size)))
    return digest
  }

  *#whole(entry: FileEntry, content: Buffer): Generator<FrameInput, string> {
    if (content.length !== entry.size) throw refuse('BACKUP_FILE_CHANGED', { path: entry.path })
    yield* this.#put(content)
    this.#onBytes(content.length)
    return hash('sha256', content, 'hex')
  }

  /** Reads on while what was read is hashed. */
  async *#content(entry: FileEntry, file: OpenFile): AsyncGenerator<FrameInput, string> {
    const changed = () => refuse('BACKUP_FILE_CHANGED', { path: entry.path })
    const sha256 = createHash('sha256')
    const beyond = Buffer.alloc(1)
    let rest = entry.size
    const readOn = (): { readonly into: Buffer; readonly length: Promise<number> } => {
      const into = rest > 0 ? this.#room().subarray(0, rest) : beyond
      const length = file.read(into)
      // Its error is thrown where it is awaited, which is after the yield of what came before.
      length.catch(() => {})
      return { into, length }
    }
    let reading = readOn()
    try {
      while (rest > 0) {
        const length = await reading.length
        if (length === 0) throw changed()
        const bytes = reading.into.subarray(0, length)
        rest -= length
        const full = this.#advance(length)
        reading = readOn()
        sha256.update(bytes)
        this.#onBytes(length)
        if (full !== null) yield full
      }
      if ((await reading.length) > 0) throw changed()
      return sha256.digest('hex')
    } finally {
      // Nothing may be read into a slab any more when the file is closed.
      await reading.length.catch(() => {})
      await file.close()
    }
  }

  /** Has what comes next begin a frame. */
  *beginFrame(): Generator<FrameInput> {
    if (this.#length === 0) return
    const begun = { slab: this.#slab, length: this.#length }
    this.#slab = this.#slabs.take()
    this.#length = 0
    yield begun
  }

  /** Ends the archive. */
  *end(): Generator<FrameInput> {
    yield* this.#put(END)
    if (this.#length > 0) yield { slab: this.#slab, length: this.#length }
  }
}
