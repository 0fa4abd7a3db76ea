import { Buffer } from 'node:buffer'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import { KeyclaveError } from '../../shared/errors.ts'
import type { FrameInput } from './archive-writer.ts'
import type { BackupPool } from './backup-pool.ts'
import { inOrder } from './in-order.ts'
import { PieceReader } from './piece-reader.ts'
import { fill, type Piece, type Slab } from './slab.ts'
import {
  BLOCK_HEADER,
  contentSize,
  damagedFrame,
  FRAME_BOUND,
  FRAME_START,
  type FrameStart,
  foreignStreamOptions,
  readBlockHeader,
  readFrameStart,
} from './zstd-frame.ts'

/** A stream of Zstandard frames, compressed and decompressed on the threads of a pool. */

/** Compresses each input to a frame. */
export async function* compressStream(
  pool: BackupPool,
  inputs: AsyncIterable<FrameInput>,
): AsyncGenerator<Piece> {
  yield* inOrder(inputs, pool.depth, async ({ slab, length }) => {
    const output = pool.slabs.take()
    const done = await pool.run({ kind: 'compress', length }, slab, output)
    pool.slabs.give(slab)
    return pool.slabs.piece(output, done.length)
  })
}

/** Fills `into` with bytes that must be there. */
async function demand(reader: PieceReader, into: Buffer): Promise<void> {
  if ((await fill(reader, into)) < into.length) throw damagedFrame('ends inside a frame')
}

interface FrameHead {
  /** Null for a skippable frame. */
  readonly start: FrameStart | null
  /** The frame's first bytes: its whole header, or FRAME_START bytes of a skippable frame. */
  readonly bytes: Buffer
  /** Content size, of a frame that can be one of ours. */
  readonly size: number | null
}

/** Reads the header of the next frame; null at the end of the data. */
async function readHead(reader: PieceReader): Promise<FrameHead | null> {
  const first = Buffer.alloc(FRAME_START)
  const have = await fill(reader, first)
  if (have === 0) return null
  if (have < FRAME_START) throw damagedFrame('ends inside a frame')
  const start = readFrameStart(first)
  if (start === null) return { start, bytes: first, size: null }
  const rest = Buffer.alloc(start.length - FRAME_START)
  await demand(reader, rest)
  const bytes = Buffer.concat([first, rest])
  return { start, bytes, size: contentSize(bytes, start) }
}

/** A whole frame in a slab, and the size of its content according to its header. */
interface OwnFrame {
  readonly slab: Slab
  readonly length: number
  readonly size: number
}

/** Reads the rest of one of our frames, whose end its block headers tell. */
async function readOwnFrame(
  pool: BackupPool,
  reader: PieceReader,
  { start, bytes, size }: FrameHead,
): Promise<OwnFrame> {
  if (size === null || start === null) throw damagedFrame('mixes frames of different kinds')
  const slab = pool.slabs.take()
  slab.bytes.set(bytes)
  let { length } = bytes
  const append = async (count: number): Promise<Buffer> => {
    if (length + count > FRAME_BOUND) throw damagedFrame('has a frame longer than it may be')
    const part = slab.bytes.subarray(length, length + count)
    await demand(reader, part)
    length += count
    return part
  }
  for (let last = false; !last; ) {
    const block = readBlockHeader(await append(BLOCK_HEADER))
    await append(block.length)
    last = block.last
  }
  if (start.checksum) await append(4)
  return { slab, length, size }
}

async function* ownFrames(
  pool: BackupPool,
  reader: PieceReader,
  first: FrameHead,
): AsyncGenerator<OwnFrame> {
  for (let head: FrameHead | null = first; head !== null; head = await readHead(reader)) {
    yield await readOwnFrame(pool, reader, head)
  }
}

/** Passes on exactly `length` bytes, as copies: a stream may keep them when their slab is used again. */
async function* pass(reader: PieceReader, length: number): AsyncGenerator<Buffer> {
  for (let rest = length; rest > 0; ) {
    const bytes = await reader.next(rest)
    if (bytes === null) throw damagedFrame('ends inside a frame')
    rest -= bytes.length
    yield Buffer.from(bytes)
  }
}

async function* frameBytes(
  reader: PieceReader,
  head: Buffer,
  start: FrameStart,
): AsyncGenerator<Buffer> {
  yield head
  for (let last = false; !last; ) {
    const header = Buffer.alloc(BLOCK_HEADER)
    await demand(reader, header)
    yield header
    const block = readBlockHeader(header)
    yield* pass(reader, block.length)
    last = block.last
  }
  if (start.checksum) yield* pass(reader, 4)
}

/** Reads over a skippable frame, of which FRAME_START bytes have been read. */
async function skipFrame(reader: PieceReader, head: Buffer): Promise<void> {
  const rest = Buffer.alloc(8 - FRAME_START)
  await demand(reader, rest)
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
    for await (const bytes of decompressor) yield { bytes: bytes as Buffer, release: () => {} }
    await feeding
  } catch (error) {
    throw error instanceof KeyclaveError ? error : damagedFrame('is not valid Zstandard')
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
    if (head.start === null) await skipFrame(reader, head.bytes)
    else yield* foreignFrame(frameBytes(reader, head.bytes, head.start))
  }
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
    if (first === null) throw damagedFrame('is empty')
    if (first.size === null) {
      yield* foreignFrames(reader, first)
      return
    }
    yield* inOrder(ownFrames(pool, reader, first), pool.depth, async ({ slab, length, size }) => {
      const output = pool.slabs.take()
      const done = await pool.run({ kind: 'decompress', length, size }, slab, output)
      pool.slabs.give(slab)
      return pool.slabs.piece(output, done.length)
    })
  } finally {
    await reader.close()
  }
}
