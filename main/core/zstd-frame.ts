import { Buffer } from 'node:buffer'
import { constants, type ZstdOptions, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { KeyclaveError, refuse } from '../../shared/errors.ts'

/**
 * Zstandard frames (RFC 8878): a backup is a row of small independent ones, so that every core can
 * compress and decompress, and stock `zstd -d` reads them one after the other.
 */

/** Input bytes of every frame but the last. */
export const FRAME = 1024 * 1024
/** Compressed bytes of a frame at most: zstd's bound for incompressible input, rounded up. */
export const FRAME_BOUND = FRAME + 8 * 1024
/** The window that RFC 8878 asks every decoder to support (§ 3.1.1.1.2); a frame that wants more is refused. */
const WINDOW_LOG_MAX = 23

const MAGIC = 0xfd2fb528
/** Bytes before each block (RFC 8878 § 3.1.1.2). */
export const BLOCK_HEADER = 3

export const damagedFrame = (problem: string): KeyclaveError =>
  refuse('BACKUP_DAMAGED', { problem: `the compressed data ${problem}` })

/** Bytes that are tried first: 8 spots of 2 KiB, spread over the frame. */
const SPOT = 2 * 1024
const SPOTS = 8
/** A sample that keeps more than this part of its length is not worth compressing. */
const WORTHWHILE = 0.97

/**
 * Level 1 with a hash table that fits the core's first cache: on text a fifth faster, and as small.
 * The content's size, so that a reader knows what to expect; no checksum: the age payload and the
 * manifest's SHA-256 authenticate every byte.
 */
const compress = (input: Buffer): Buffer =>
  zstdCompressSync(input, {
    // With room for the worst case zstd compresses in one pass, without buffers of its own.
    chunkSize: input.length + (FRAME_BOUND - FRAME),
    pledgedSrcSize: input.length,
    params: {
      [constants.ZSTD_c_compressionLevel]: 1,
      [constants.ZSTD_c_hashLog]: 12,
      [constants.ZSTD_c_contentSizeFlag]: 1,
      [constants.ZSTD_c_checksumFlag]: 0,
    },
  } satisfies ZstdOptions & { pledgedSrcSize: number })

/**
 * Moves what zlib returned into `output`, and frees its memory now. Left to the garbage collector,
 * one such buffer per frame costs more time than compressing, and 100 MB per thread.
 */
function moveInto(output: Buffer, result: Buffer): number {
  const { length, buffer } = result
  output.set(result)
  // A short result lies in the pool that Node's buffers share, which is not ours to free.
  if (buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0)
  return length
}

/** Whether a sample of `input` shows that compressing it would gain nothing. */
function looksIncompressible(input: Buffer): boolean {
  if (input.length < SPOT * SPOTS * 2) return false
  const sample = Buffer.allocUnsafe(SPOT * SPOTS + FRAME_BOUND - FRAME)
  const stride = Math.floor((input.length - SPOT) / (SPOTS - 1))
  for (let i = 0; i < SPOTS; i += 1) {
    sample.set(input.subarray(i * stride, i * stride + SPOT), i * SPOT)
  }
  const gained = compress(sample.subarray(0, SPOT * SPOTS))
  return moveInto(sample, gained) > SPOT * SPOTS * WORTHWHILE
}

/** Largest block of a frame (RFC 8878 § 3.1.1.2.3). */
const BLOCK = 128 * 1024

/** Writes a frame of raw blocks: four times as fast as having zstd find that nothing can be saved. */
function storeFrame(input: Buffer, output: Buffer): number {
  output.writeUInt32LE(MAGIC, 0)
  output.writeUInt8(0xa0, 4) // single segment, content size in 4 bytes
  output.writeUInt32LE(input.length, 5)
  let length = 9
  for (let start = 0; start < input.length; start += BLOCK) {
    const block = input.subarray(start, start + BLOCK)
    const last = start + BLOCK >= input.length ? 1 : 0
    output.writeUIntLE((block.length << 3) | last, length, BLOCK_HEADER)
    output.set(block, length + BLOCK_HEADER)
    length += BLOCK_HEADER + block.length
  }
  return length
}

/**
 * Compresses one frame into `output` (at least FRAME_BOUND bytes) and returns its length.
 */
export const compressFrame = (input: Buffer, output: Buffer): number =>
  looksIncompressible(input) ? storeFrame(input, output) : moveInto(output, compress(input))

/**
 * Copies the content out of a frame that holds nothing but raw blocks, as `storeFrame` writes them.
 *
 * @returns its length; null if it is another kind of frame, for zstd to judge
 */
function readStored(frame: Buffer, output: Buffer): number | null {
  let at = readFrameStart(frame)?.length ?? frame.length
  let length = 0
  while (at + BLOCK_HEADER <= frame.length) {
    const header = frame.readUIntLE(at, BLOCK_HEADER)
    const [last, type, size] = [header & 1, (header >>> 1) & 3, header >>> 3]
    const block = frame.subarray(at + BLOCK_HEADER, at + BLOCK_HEADER + size)
    if (type !== 0 || block.length < size || length + size > output.length) return null
    output.set(block, length)
    length += size
    at += BLOCK_HEADER + size
    if (last === 1) return at === frame.length ? length : null
  }
  return null
}

/**
 * Decompresses one whole frame into `output`.
 *
 * @param size content size according to the frame's header
 * @throws BACKUP_DAMAGED
 */
export function decompressFrame(frame: Buffer, size: number, output: Buffer): number {
  // A frame longer than its content: nearly always stored, and copied four times as fast as by zstd.
  if (frame.length > size && readStored(frame, output) === size) return size
  try {
    const content = zstdDecompressSync(frame, {
      chunkSize: Math.max(size, 64),
      maxOutputLength: Math.max(size, 1),
      params: { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG_MAX },
    })
    if (content.length !== size) throw damagedFrame('holds a frame of another size than it says')
    return moveInto(output, content)
  } catch (error) {
    throw error instanceof KeyclaveError ? error : damagedFrame('is not valid Zstandard')
  }
}

/** Options for reading a foreign stream of frames with `createZstdDecompress`, in bounded memory. */
export const foreignStreamOptions: ZstdOptions = {
  params: { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG_MAX },
}

/** Bytes that every frame has at least, and that tell how long its header is. */
export const FRAME_START = 6

/** How a frame begins: the length of its whole header, of the content size in it, what follows it. */
export interface FrameStart {
  readonly length: number
  readonly sizeBytes: 0 | 1 | 2 | 4 | 8
  readonly checksum: boolean
}

const SIZE_BYTES = [0, 2, 4, 8] as const
const DICTIONARY_BYTES = [0, 1, 2, 4] as const

/**
 * Reads the first FRAME_START bytes of a frame (RFC 8878 § 3.1.1.1).
 *
 * @returns null for a skippable frame (§ 3.1.2): 4 bytes of magic number, 4 of length, content
 * @throws BACKUP_DAMAGED if it is no frame at all
 */
export function readFrameStart(bytes: Buffer): FrameStart | null {
  const magic = bytes.readUInt32LE(0)
  if (magic >>> 4 === 0x0184d2a5) return null
  if (magic !== MAGIC) throw damagedFrame('is not Zstandard')
  const descriptor = bytes.readUInt8(4)
  const single = (descriptor & 0x20) !== 0
  if ((descriptor & 0x08) !== 0) throw damagedFrame('uses a reserved bit')
  const flag = descriptor >>> 6
  const sizeBytes = single && flag === 0 ? 1 : (SIZE_BYTES[flag] ?? 0)
  const dictionary = DICTIONARY_BYTES[descriptor & 0x03] ?? 0
  const length = (single ? 5 : 6) + dictionary + sizeBytes
  return { length, sizeBytes, checksum: (descriptor & 0x04) !== 0 }
}

/** The content size in a whole frame header; null if there is none, or it is more than FRAME. */
export function contentSize(header: Buffer, { length, sizeBytes }: FrameStart): number | null {
  if (sizeBytes === 0 || sizeBytes === 8) return null
  const value = header.readUIntLE(length - sizeBytes, sizeBytes)
  const size = sizeBytes === 2 ? value + 256 : value
  return size > FRAME ? null : size
}

/** Reads a block header: how many bytes of block follow, and whether it is the frame's last. */
export function readBlockHeader(bytes: Buffer): {
  readonly length: number
  readonly last: boolean
} {
  const header = bytes.readUIntLE(0, BLOCK_HEADER)
  const type = (header >>> 1) & 3
  if (type === 3) throw damagedFrame('has a block of a reserved type')
  // A block of type 1 is one byte and how often it repeats.
  return { length: type === 1 ? 1 : header >>> 3, last: (header & 1) === 1 }
}
