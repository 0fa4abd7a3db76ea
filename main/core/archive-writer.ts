import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { refuse } from '../../shared/errors.ts'
import type { Entry, FileEntry, OpenFile, SourceEntry } from './backup-entry.ts'
import { copyBytes, type Slab, type Slabs } from './slab.ts'
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

  /** Counts bytes that were written into the room; yields the frame when it is full. */
  *#advance(length: number): Generator<FrameInput> {
    this.#length += length
    if (this.#length < FRAME) return
    yield { slab: this.#slab, length: this.#length }
    this.#slab = this.#slabs.take()
    this.#length = 0
  }

  *#put(bytes: Buffer): Generator<FrameInput> {
    for (let rest = bytes; rest.length > 0; ) {
      const part = rest.subarray(0, this.#room().length)
      copyBytes(part, this.#room())
      rest = rest.subarray(part.length)
      yield* this.#advance(part.length)
    }
  }

  /** Adds a folder or a link. */
  *add(entry: Exclude<Entry, FileEntry>): Generator<FrameInput> {
    yield* this.#put(writeHeader(entry))
  }

  /** Adds a file whose content is already in memory. */
  *addBytes(entry: FileEntry, content: Buffer): Generator<FrameInput> {
    yield* this.#put(writeHeader(entry))
    yield* this.#put(content)
    yield* this.#put(Buffer.alloc(paddingOf(content.length)))
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
    try {
      const digest = yield* this.#content(entry, file)
      yield* this.#put(Buffer.alloc(paddingOf(entry.size)))
      return digest
    } finally {
      await file.close()
    }
  }

  async *#content(entry: FileEntry, file: OpenFile): AsyncGenerator<FrameInput, string> {
    const changed = () => refuse('BACKUP_FILE_CHANGED', { path: entry.path })
    const hash = createHash('sha256')
    for (let rest = entry.size; rest > 0; ) {
      const room = this.#room().subarray(0, rest)
      const read = await file.read(room)
      if (read === 0) throw changed()
      hash.update(room.subarray(0, read))
      this.#onBytes(read)
      rest -= read
      yield* this.#advance(read)
    }
    if ((await file.read(Buffer.alloc(1))) > 0) throw changed()
    return hash.digest('hex')
  }

  /** Ends the archive. */
  *end(): Generator<FrameInput> {
    yield* this.#put(END)
    if (this.#length > 0) yield { slab: this.#slab, length: this.#length }
  }
}
