import type { Buffer } from 'node:buffer'
import type { FileHandle } from 'node:fs/promises'
import type { SeekableSource } from '../../core/bytes/index.ts'
import { ioError, onPath } from './io-error.ts'
import { openInput } from './open-input.ts'

/** A file to read at any place, from a drive that may not give all of it. */
export interface SeekableFile extends SeekableSource {
  close(): Promise<void>
  /** Bytes that the drive could not read, and that came as zeros. */
  readonly unreadable: number
}

/** What of a drive is read at once where it cannot be read; drives lose no less. */
const BLOCK = 4096

/**
 * Opens a file of a drive that may be failing: what it cannot read comes as zeros.
 *
 * @throws FILE_MISSING, FILE_DENIED, FILE_IS_FOLDER, FILE_SPECIAL …; in reading FILE_IO where not even the next
 *         block can be read because the drive is gone
 */
export async function openSeekable(file: string): Promise<SeekableFile> {
  try {
    const { handle, stat } = await openInput(file)
    return new FailingFile(file, handle, stat.size)
  } catch (error) {
    throw ioError(error, file)
  }
}

class FailingFile implements SeekableFile {
  readonly size: number
  readonly #file: string
  readonly #handle: FileHandle
  #unreadable = 0

  constructor(file: string, handle: FileHandle, size: number) {
    this.#file = file
    this.#handle = handle
    this.size = size
  }

  get unreadable(): number {
    return this.#unreadable
  }

  // An arrow, since whoever reads takes it off its object.
  readonly readAt = async (position: number, into: Buffer): Promise<number> => {
    const length = Math.max(0, Math.min(into.length, this.size - position))
    for (let done = 0; done < length; ) {
      const read = await this.#readSome(into.subarray(done, length), position + done)
      if (read === 0) return done
      done += read
    }
    return length
  }

  async #readSome(into: Buffer, position: number): Promise<number> {
    try {
      return (await this.#handle.read(into, 0, into.length, position)).bytesRead
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EIO') throw ioError(error, this.#file)
      return await this.#readBlock(into, position)
    }
  }

  /** One block, in zeros where the drive does not give it. */
  async #readBlock(into: Buffer, position: number): Promise<number> {
    const block = into.subarray(0, BLOCK - (position % BLOCK))
    try {
      return (await this.#handle.read(block, 0, block.length, position)).bytesRead
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EIO') throw ioError(error, this.#file)
      block.fill(0)
      this.#unreadable += block.length
      return block.length
    }
  }

  async close(): Promise<void> {
    await onPath(this.#file, this.#handle.close())
  }
}
