import { Buffer } from 'node:buffer'
import type { Entry } from './backup-entry.ts'
import type { Piece } from './slab.ts'
import {
  BLOCK,
  damagedArchive,
  type PaxRecords,
  paddingOf,
  paxLength,
  readBlock,
  readPax,
  toEntry,
} from './tar-header.ts'

/** Reads a tar archive from pieces, entry by entry. */

/** Hands out bytes of pieces in order, and releases each piece when it is used up. */
class PieceReader {
  readonly #pieces: AsyncIterator<Piece>
  #piece: Piece | null = null
  #rest: Buffer = Buffer.alloc(0)

  constructor(pieces: AsyncIterator<Piece>) {
    this.#pieces = pieces
  }

  /** At least one and at most `limit` bytes, valid until the next call; null at the end. */
  async next(limit: number): Promise<Buffer | null> {
    while (this.#rest.length === 0) {
      this.#piece?.release()
      this.#piece = null
      const { value, done } = await this.#pieces.next()
      if (done) return null
      this.#piece = value
      this.#rest = value.bytes
    }
    const bytes = this.#rest.subarray(0, limit)
    this.#rest = this.#rest.subarray(bytes.length)
    return bytes
  }

  /** Exactly `length` bytes, copied. */
  async take(length: number): Promise<Buffer> {
    const bytes = Buffer.alloc(length)
    for (let have = 0; have < length; ) {
      const part = await this.next(length - have)
      if (part === null) throw damagedArchive('ends too early')
      bytes.set(part, have)
      have += part.length
    }
    return bytes
  }
}

/** An entry and its content, which must be read before the next entry. */
export interface ArchivedEntry {
  readonly entry: Entry
  /** Views that are valid until the next one is asked for; empty for folders and links. */
  readonly content: AsyncIterable<Buffer>
}

const isZero = (bytes: Buffer): boolean => bytes.every(byte => byte === 0)

async function* contentOf(reader: PieceReader, size: number): AsyncGenerator<Buffer> {
  for (let rest = size; rest > 0; ) {
    const bytes = await reader.next(rest)
    if (bytes === null) throw damagedArchive('ends inside a file')
    rest -= bytes.length
    yield bytes
  }
  if (!isZero(await reader.take(paddingOf(size))))
    throw damagedArchive('has padding that is not zero')
}

/** After the last entry: a second block of zeros, and then nothing but zeros. */
async function readEnd(reader: PieceReader): Promise<void> {
  if (!isZero(await reader.take(BLOCK))) throw damagedArchive('has a block of zeros in the middle')
  for (;;) {
    const rest = await reader.next(BLOCK)
    if (rest === null) return
    if (!isZero(rest)) throw damagedArchive('goes on after its end')
  }
}

/**
 * Reads the entries of an archive.
 *
 * @throws BACKUP_DAMAGED, BACKUP_ENTRY_REFUSED (special files), and what `pieces` throws
 */
export async function* readArchive(pieces: AsyncIterable<Piece>): AsyncGenerator<ArchivedEntry> {
  const source = pieces[Symbol.asyncIterator]()
  const reader = new PieceReader(source)
  const noRecords: PaxRecords = new Map()
  let records = noRecords
  try {
    for (;;) {
      const header = readBlock(await reader.take(BLOCK))
      if (header === null) break
      if (header.type === 'ExtendedHeader') {
        if (records !== noRecords) throw damagedArchive('has pax records twice')
        const length = paxLength(header)
        records = readPax(await reader.take(length))
        await reader.take(paddingOf(length))
        continue
      }
      const entry = toEntry(header, records)
      records = noRecords
      yield { entry, content: contentOf(reader, entry.type === 'file' ? entry.size : 0) }
    }
    if (records !== noRecords) throw damagedArchive('has pax records without an entry')
    await readEnd(reader)
  } finally {
    await source.return?.()
  }
}
