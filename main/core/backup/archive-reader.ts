import { Buffer } from 'node:buffer'
import { setImmediate } from 'node:timers/promises'
import { fill } from '../bytes/index.ts'
import type { Entry } from './entry.ts'
import { Excerpt, PieceReader } from './piece-reader.ts'
import type { Piece } from './slab.ts'
import {
  BLOCK,
  damagedArchive,
  isZero,
  type PaxRecords,
  paddingOf,
  paxLength,
  readBlock,
  readPax,
  toEntry,
} from './tar-header.ts'

/** Reads a tar archive from pieces, entry by entry. */

/** Exactly `length` bytes, copied. */
async function take(reader: PieceReader, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  if ((await fill(reader, bytes)) < length) throw damagedArchive('ends-early')
  return bytes
}

/** An entry and its content, which must be read before the next entry. */
export interface ArchivedEntry {
  readonly entry: Entry
  /** In pieces for the consumer to release; empty for folders and links. */
  readonly content: AsyncIterable<Piece>
}

/** The zeros after `size` bytes of content. */
async function readPadding(reader: PieceReader, size: number): Promise<void> {
  if (!isZero(await take(reader, paddingOf(size)))) {
    throw damagedArchive('padding')
  }
}

/** Bytes of content in one piece at most. */
const PIECE = 1024 * 1024

async function* contentOf(reader: PieceReader, size: number): AsyncGenerator<Piece> {
  for (let rest = size; rest > 0; ) {
    const piece = new Excerpt()
    const length = Math.min(rest, PIECE)
    if ((await reader.take(length, piece)) < length) throw damagedArchive('ends-in-file')
    rest -= length
    yield piece
    // While pieces are at hand nothing else would have a turn: no read, no write, no worker's answer.
    if (rest > 0) await setImmediate()
  }
  await readPadding(reader, size)
}

/** After the last entry: a second block of zeros, and then nothing but zeros. */
async function readEnd(reader: PieceReader): Promise<void> {
  if (!isZero(await take(reader, BLOCK))) throw damagedArchive('zeros-inside')
  for (;;) {
    const rest = await reader.next(BLOCK)
    if (rest === null) return
    if (!isZero(rest)) throw damagedArchive('goes-on')
  }
}

/**
 * Reads the entries of an archive.
 *
 * @throws BACKUP_DAMAGED, BACKUP_ENTRY_REFUSED (special files), and what `pieces` throws
 */
export async function* readArchive(pieces: AsyncIterable<Piece>): AsyncGenerator<ArchivedEntry> {
  const reader = new PieceReader(pieces)
  const noRecords: PaxRecords = new Map()
  let records = noRecords
  try {
    for (;;) {
      const header = readBlock(await take(reader, BLOCK))
      if (header === null) break
      if (header.type === 'ExtendedHeader') {
        if (records !== noRecords) throw damagedArchive('pax-twice')
        const length = paxLength(header)
        records = readPax(await take(reader, length))
        await readPadding(reader, length)
        continue
      }
      const entry = toEntry(header, records)
      records = noRecords
      yield { entry, content: contentOf(reader, entry.type === 'file' ? entry.size : 0) }
    }
    if (records !== noRecords) throw damagedArchive('pax-alone')
    await readEnd(reader)
  } finally {
    await reader.close()
  }
}
