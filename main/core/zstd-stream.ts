import { Buffer } from 'node:buffer'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import { KeyclaveError, refuse } from '../../shared/errors.ts'
import type { FrameInput } from './archive-writer.ts'
import type { BackupPool } from './backup-pool.ts'
import { inOrder } from './in-order.ts'
import type { Piece, Slab } from './slab.ts'
import {
  BLOCK_HEADER,
  contentSize,
  FRAME_BOUND,
  FRAME_START,
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

const damaged = (problem: string): KeyclaveError =>
  refuse('BACKUP_DAMAGED', { problem: `the compressed data ${problem}` })

/** The bytes of pieces in order, with a look ahead. */
class FrameScanner {
  readonly #pieces: AsyncIterator<Piece>
  #piece: Piece | null = null
  #rest: Buffer = Buffer.alloc(0)

  constructor(pieces: AsyncIterator<Piece>) {
    this.#pieces = pieces
  }

  /** Makes at least one byte available, unless the pieces have ended. */
  async #more(): Promise<boolean> {
    while (this.#rest.length === 0) {
      this.#piece?.release()
      this.#piece = null
      const { value, done } = await this.#pieces.next()
      if (done) return false
      this.#piece = value
      this.#rest = value.bytes
    }
    return true
  }

  /** Copies up to `limit` bytes to the end of a frame and returns how many there were. */
  async append(slab: Slab, at: number, limit: number): Promise<number> {
    if (at + limit > FRAME_BOUND) throw damaged('has a frame that is longer than it may be')
    let length = 0
    while (length < limit && (await this.#more())) {
      const part = this.#rest.subarray(0, limit - length)
      slab.bytes.set(part, at + length)
      this.#rest = this.#rest.subarray(part.length)
      length += part.length
    }
    return length
  }

  /** Like `append`, for bytes that must be there. */
  async demand(slab: Slab, at: number, length: number): Promise<void> {
    if ((await this.append(slab, at, length)) < length) throw damaged('ends inside a frame')
  }

  /** What is left, as it comes; pieces are released when the next is asked for. */
  async *remaining(): AsyncGenerator<Buffer> {
    while (await this.#more()) {
      const bytes = this.#rest
      this.#rest = Buffer.alloc(0)
      yield bytes
    }
  }
}

/** A whole frame, and the size of its content according to its header. */
interface Frame {
  readonly length: number
  readonly size: number
}

/** The bytes of a frame header that turned out not to be one of ours. */
interface Foreign {
  readonly read: number
}

/**
 * Reads one frame into a slab, finding its end by its block headers.
 *
 * @returns null at the end of the data
 * @throws BACKUP_DAMAGED
 */
async function readFrame(scanner: FrameScanner, slab: Slab): Promise<Frame | Foreign | null> {
  const have = await scanner.append(slab, 0, FRAME_START)
  if (have === 0) return null
  if (have < FRAME_START) throw damaged('ends inside a frame')
  const start = readFrameStart(slab.bytes)
  if (start === null) return { read: have }
  await scanner.demand(slab, have, start.length - have)
  const size = contentSize(slab.bytes, start)
  if (size === null) return { read: start.length }
  let { length } = start
  for (let last = false; !last; ) {
    await scanner.demand(slab, length, BLOCK_HEADER)
    const block = readBlockHeader(slab.bytes.subarray(length))
    await scanner.demand(slab, length + BLOCK_HEADER, block.length)
    length += BLOCK_HEADER + block.length
    last = block.last
  }
  const checksum = start.checksum ? 4 : 0
  await scanner.demand(slab, length, checksum)
  return { length: length + checksum, size }
}

interface FrameInSlab extends Frame {
  readonly slab: Slab
}

/** Reads our frames, given the first. */
async function* ownFrames(
  pool: BackupPool,
  scanner: FrameScanner,
  first: FrameInSlab,
): AsyncGenerator<FrameInSlab> {
  yield first
  for (;;) {
    const slab = pool.slabs.take()
    const frame = await readFrame(scanner, slab)
    if (frame === null) return pool.slabs.give(slab)
    if ('read' in frame) throw damaged('mixes frames of different kinds')
    yield { ...frame, slab }
  }
}

/**
 * Reads what stock `zstd` wrote: frames of any size, one after the other, on one thread. A frame that
 * needs more than 8 MiB of window is refused.
 */
async function* foreignFrames(head: Buffer, scanner: FrameScanner): AsyncGenerator<Piece> {
  const decompressor = createZstdDecompress(foreignStreamOptions)
  const input = async function* (): AsyncGenerator<Buffer> {
    yield head
    // The stream may keep what it is given beyond the next pull, when a slab is used again.
    for await (const bytes of scanner.remaining()) yield Buffer.from(bytes)
  }
  const feeding = pipeline(input, decompressor)
  // Its error is thrown below, where the output is read.
  feeding.catch(() => {})
  try {
    for await (const bytes of decompressor) yield { bytes: bytes as Buffer, release: () => {} }
    await feeding
  } catch (error) {
    throw error instanceof KeyclaveError ? error : damaged('is not valid Zstandard')
  } finally {
    decompressor.destroy()
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
  const pieces = compressed[Symbol.asyncIterator]()
  const scanner = new FrameScanner(pieces)
  try {
    const slab = pool.slabs.take()
    const first = await readFrame(scanner, slab)
    if (first === null) throw damaged('is empty')
    if ('read' in first) {
      yield* foreignFrames(Buffer.from(slab.bytes.subarray(0, first.read)), scanner)
      return
    }
    const frames = ownFrames(pool, scanner, { ...first, slab })
    yield* inOrder(frames, pool.depth, async ({ slab, length, size }) => {
      const output = pool.slabs.take()
      const done = await pool.run({ kind: 'decompress', length, size }, slab, output)
      pool.slabs.give(slab)
      return pool.slabs.piece(output, done.length)
    })
  } finally {
    await pieces.return?.()
  }
}
