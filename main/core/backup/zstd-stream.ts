import { Buffer } from 'node:buffer'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import { KeyclaveError } from '../../../shared/errors.ts'
import { fill, inOrder, lengthOf } from '../bytes/index.ts'
import type { FrameInput } from './archive-writer.ts'
import { looksEven } from './even-bytes.ts'
import { packShort } from './packing.ts'
import { Excerpt, PieceReader } from './piece-reader.ts'
import type { BackupPool } from './pool.ts'
import type { Piece } from './slab.ts'
import {
  BLOCK_HEADER,
  contentSize,
  damagedFrame,
  FRAME_BOUND,
  FRAME_START,
  type FrameStart,
  foreignStreamOptions,
  otherSize,
  readBlockHeader,
  readFrameStart,
  storeFrame,
} from './zstd-frame.ts'

/** A stream of Zstandard frames, compressed and decompressed on the threads of a pool. */

/** Makes a frame of each input: compressed, or, where that gains nothing, around the input as it is. */
export async function* compressStream(
  pool: BackupPool,
  inputs: AsyncIterable<FrameInput>,
): AsyncGenerator<Piece> {
  // Of content that is being compressed no sample is taken: it nearly always goes on as it was.
  let gaining = false
  const frames = inOrder(inputs, pool.depth, async ({ slab, length }): Promise<Piece> => {
    const content = slab.bytes.subarray(0, length)
    const store = (): Piece => ({
      parts: storeFrame(slab.bytes, length),
      release: () => pool.slabs.give(slab),
    })
    if (looksEven(content)) return store()
    const output = pool.slabs.take()
    const input = pool.slabs.locate(content)
    const done = await pool.run({ kind: 'compress', input, sampling: !gaining }, output)
    const stored = done.length === 0
    gaining = !stored
    pool.slabs.give(stored ? output : slab)
    if (!stored) return pool.slabs.piece(output, done.length)
    return store()
  })
  yield* packShort(pool.slabs, frames)
}

/** Takes `length` bytes that must be there. */
async function demand(
  reader: PieceReader,
  length: number,
  ...into: readonly Excerpt[]
): Promise<void> {
  if ((await reader.take(length, ...into)) < length) throw damagedFrame('ends-in-frame')
}

interface FrameHead {
  /** Null for a skippable frame. */
  readonly start: FrameStart | null
  /** The frame's first bytes: its whole header, or FRAME_START bytes of a skippable frame. */
  readonly bytes: Buffer
  /** The same bytes as they lie. */
  readonly excerpt: Excerpt
  /** Content size, of a frame that can be one of ours. */
  readonly size: number | null
}

/** Reads the header of the next frame; null at the end of the data. */
async function readHead(reader: PieceReader): Promise<FrameHead | null> {
  const excerpt = new Excerpt()
  const have = await reader.take(FRAME_START, excerpt)
  if (have === 0) return null
  if (have < FRAME_START) throw damagedFrame('ends-in-frame')
  const first = excerpt.tail(FRAME_START)
  const start = readFrameStart(first)
  if (start === null) return { start, bytes: first, excerpt, size: null }
  await demand(reader, start.length - FRAME_START, excerpt)
  const bytes = excerpt.tail(start.length)
  return { start, bytes, excerpt, size: contentSize(bytes, start) }
}

/** One of our frames: to be decompressed, or, if it is a stored one, its content as it lies. */
type OwnFrame =
  | { readonly kind: 'compressed'; readonly frame: Excerpt; readonly size: number }
  | { readonly kind: 'stored'; readonly content: Excerpt }

/** Reads the rest of one of our frames, whose end its block headers tell. */
async function readOwnFrame(reader: PieceReader, head: FrameHead): Promise<OwnFrame> {
  const { start, excerpt: frame, size } = head
  if (size === null || start === null) throw damagedFrame('mixed-frames')
  const content = new Excerpt()
  let { length } = start
  let stored = start.maybeStored
  const take = async (count: number, ...into: readonly Excerpt[]): Promise<void> => {
    length += count
    if (length > FRAME_BOUND) throw damagedFrame('frame-too-long')
    await demand(reader, count, ...into)
  }
  for (let last = false; !last; ) {
    await take(BLOCK_HEADER, frame)
    const block = readBlockHeader(frame.tail(BLOCK_HEADER))
    await take(block.length, frame, content)
    stored &&= block.raw
    last = block.last
  }
  if (start.checksum) await take(4, frame)
  const spare = stored ? frame : content
  spare.release()
  if (!stored) return { kind: 'compressed', frame, size }
  if (lengthOf(content.parts) !== size) throw otherSize()
  return { kind: 'stored', content }
}

async function* ownFrames(reader: PieceReader, first: FrameHead): AsyncGenerator<OwnFrame> {
  for (let head: FrameHead | null = first; head !== null; head = await readHead(reader)) {
    yield await readOwnFrame(reader, head)
  }
}

/** Passes on exactly `length` bytes, as copies: a stream may keep them when their slab is used again. */
async function* pass(reader: PieceReader, length: number): AsyncGenerator<Buffer> {
  for (let rest = length; rest > 0; ) {
    const bytes = await reader.next(rest)
    if (bytes === null) throw damagedFrame('ends-in-frame')
    rest -= bytes.length
    yield Buffer.from(bytes)
  }
}

/** A copy of `length` bytes that must be there. */
async function bytesOf(reader: PieceReader, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  if ((await fill(reader, bytes)) < length) throw damagedFrame('ends-in-frame')
  return bytes
}

async function* frameBytes(
  reader: PieceReader,
  head: Buffer,
  start: FrameStart,
): AsyncGenerator<Buffer> {
  yield head
  for (let last = false; !last; ) {
    const header = await bytesOf(reader, BLOCK_HEADER)
    yield header
    const block = readBlockHeader(header)
    yield* pass(reader, block.length)
    last = block.last
  }
  if (start.checksum) yield* pass(reader, 4)
}

/** Reads over a skippable frame, of which FRAME_START bytes have been read. */
async function skipFrame(reader: PieceReader, head: Buffer): Promise<void> {
  const rest = await bytesOf(reader, 8 - FRAME_START)
  const length = Buffer.concat([head, rest]).readUInt32LE(4)
  for await (const _ of pass(reader, length));
}

/** One frame of any size, in constant memory, on one thread. */
async function* foreignFrame(input: AsyncIterable<Buffer>): AsyncGenerator<Piece> {
  const decompressor = createZstdDecompress(foreignStreamOptions)
  const feeding = pipeline(input, decompressor)
  // Its error is thrown below, where the output is read.
  feeding.catch(() => {})
  try {
    for await (const bytes of decompressor) yield { parts: [bytes as Buffer], release: () => {} }
    await feeding
  } catch (error) {
    throw error instanceof KeyclaveError ? error : damagedFrame('invalid')
  } finally {
    decompressor.destroy()
  }
}

/**
 * Reads what stock `zstd` wrote, frame by frame: Node's decompressor drops what follows a frame when
 * both come in one write. A frame that needs more than 8 MiB of window is refused.
 */
async function* foreignFrames(reader: PieceReader, first: FrameHead): AsyncGenerator<Piece> {
  for (let head: FrameHead | null = first; head !== null; head = await readHead(reader)) {
    head.excerpt.release()
    if (head.start === null) await skipFrame(reader, head.bytes)
    else yield* foreignFrame(frameBytes(reader, head.bytes, head.start))
  }
}

async function contentOf(pool: BackupPool, own: OwnFrame): Promise<Piece> {
  if (own.kind === 'stored') return own.content
  const output = pool.slabs.take()
  const input = own.frame.parts.map(part => pool.slabs.locate(part))
  const done = await pool.run({ kind: 'decompress', input, size: own.size }, output)
  own.frame.release()
  return pool.slabs.piece(output, done.length)
}

/**
 * Decompresses a stream: ours, frame by frame on every thread; anybody else's on one.
 *
 * @param compressed released here
 * @throws BACKUP_DAMAGED, and what `compressed` throws
 */
export async function* decompressStream(
  pool: BackupPool,
  compressed: AsyncIterable<Piece>,
): AsyncGenerator<Piece> {
  const reader = new PieceReader(compressed)
  try {
    const first = await readHead(reader)
    if (first === null) throw damagedFrame('empty')
    if (first.size === null) {
      yield* foreignFrames(reader, first)
      return
    }
    const contents = inOrder(ownFrames(reader, first), pool.depth, own => contentOf(pool, own))
    yield* packShort(pool.slabs, contents)
  } finally {
    await reader.close()
  }
}
