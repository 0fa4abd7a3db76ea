import { Buffer } from 'node:buffer'
import { constants, type ZstdOptions, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { CompressionProblem } from '../../../shared/codes/index.ts'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import { copyBytes, lengthOf } from '../bytes/index.ts'

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
/** The first bytes of every frame but the skippable ones. */
export const MAGIC_BYTES = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])
/** Bytes before each block (RFC 8878 § 3.1.1.2). */
export const BLOCK_HEADER = 3

export const damagedFrame = (problem: CompressionProblem): KeyclaveError =>
  refuse('BACKUP_DAMAGED', { problem: { compression: problem } })

/** Bytes that are tried first: 8 spots of 2 KiB, spread over the frame. */
const SPOT = 2 * 1024
const SPOTS = 8
/** What keeps more than this part of its length is not worth compressing. */
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
  copyBytes(result, output)
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
    copyBytes(input.subarray(i * stride, i * stride + SPOT), sample.subarray(i * SPOT))
  }
  const gained = compress(sample.subarray(0, SPOT * SPOTS))
  return moveInto(sample, gained) > SPOT * SPOTS * WORTHWHILE
}

/** Largest block of a frame (RFC 8878 § 3.1.1.2.3). */
const BLOCK = 128 * 1024
/** A stored frame: its header, and blocks of one size, the last shorter, behind a header each. */
export const STORED_HEADER = 9
export const STORED_BLOCK = BLOCK
export const storedLength = (size: number): number =>
  STORED_HEADER + BLOCK_HEADER * Math.ceil(size / BLOCK) + size

/** Descriptor of a stored frame: single segment, content size in 4 bytes, no checksum, no dictionary. */
const STORED = 0xa0

/** Bytes of framing that a stored frame has at most, behind its content. */
const FRAMING = 9 + BLOCK_HEADER * (FRAME / BLOCK)

/**
 * Makes a frame of raw blocks around content that stays where it is: four times as fast as having zstd
 * find that nothing can be saved.
 *
 * @param memory the content, in its first `length` bytes, and at least FRAMING bytes behind it, which
 *               get the frame's and the blocks' headers
 * @returns the frame: parts of `memory`, in order
 */
export function storeFrame(memory: Buffer, length: number): readonly Buffer[] {
  const framing = memory.subarray(length, length + FRAMING)
  framing.writeUInt32LE(MAGIC, 0)
  framing.writeUInt8(STORED, 4)
  framing.writeUInt32LE(length, 5)
  const parts: Buffer[] = []
  let begin = 0
  let end = 9
  for (let start = 0; start < length; start += BLOCK) {
    const block = memory.subarray(start, Math.min(start + BLOCK, length))
    const last = start + BLOCK >= length ? 1 : 0
    framing.writeUIntLE((block.length << 3) | last, end, BLOCK_HEADER)
    end += BLOCK_HEADER
    parts.push(framing.subarray(begin, end), block)
    begin = end
  }
  return parts
}

/**
 * Compresses one frame into `output` (at least FRAME_BOUND bytes) and returns its length; null if it is
 * not worth it.
 *
 * @param sampling whether a sample is tried first: it costs a twentieth of compressing text, and spares
 *                 three quarters of the time where nothing can be gained
 */
export function compressFrame(input: Buffer, output: Buffer, sampling: boolean): number | null {
  if (sampling && looksIncompressible(input)) return null
  const length = moveInto(output, compress(input))
  return length > input.length * WORTHWHILE ? null : length
}

/**
 * Decompresses one whole frame into `output`.
 *
 * @param parts the frame
 * @param size  content size according to the frame's header
 * @throws BACKUP_DAMAGED
 */
export function decompressFrame(parts: readonly Buffer[], size: number, output: Buffer): number {
  const [only] = parts
  const frame = parts.length === 1 && only !== undefined ? only : joinParts(parts)
  try {
    const content = zstdDecompressSync(frame, {
      chunkSize: Math.max(size, 64),
      maxOutputLength: Math.max(size, 1),
      params: { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG_MAX },
    })
    if (content.length !== size) throw otherSize()
    return moveInto(output, content)
  } catch (error) {
    throw error instanceof KeyclaveError ? error : damagedFrame('invalid')
  }
}

/** Header of a frame of unknown size with a window of 1 MiB: for the blocks before a gap in a frame of ours. */
const OPEN_FRAME = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x50])

/**
 * Decompresses the first blocks of a frame whose others are lost.
 *
 * @param blocks each with its header, at least one; changed: the last is made the frame's last
 * @returns how many bytes they hold, at most those of `output`
 * @throws BACKUP_DAMAGED
 */
export function decompressBlocks(blocks: readonly Buffer[], output: Buffer): number {
  const last = blocks.at(-1)
  if (last === undefined) throw new Error('there is no block')
  last.writeUInt8(last.readUInt8(0) | 1, 0)
  try {
    const content = zstdDecompressSync(Buffer.concat([OPEN_FRAME, ...blocks]), {
      maxOutputLength: output.length,
    })
    return moveInto(output, content)
  } catch {
    throw damagedFrame('invalid')
  }
}

/** Whether a frame, not a skippable one, may begin with these bytes. */
export const startsFrame = (bytes: Buffer): boolean => bytes.readUInt32LE(0) === MAGIC

export const otherSize = (): KeyclaveError => damagedFrame('frame-size')

function joinParts(parts: readonly Buffer[]): Buffer {
  const joined = Buffer.allocUnsafeSlow(lengthOf(parts))
  let length = 0
  for (const part of parts) {
    copyBytes(part, joined.subarray(length))
    length += part.length
  }
  return joined
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
  /** Whether it is that of a frame that `storeFrame` makes. */
  readonly maybeStored: boolean
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
  if (magic !== MAGIC) throw damagedFrame('foreign')
  const descriptor = bytes.readUInt8(4)
  const single = (descriptor & 0x20) !== 0
  if ((descriptor & 0x08) !== 0) throw damagedFrame('reserved-bit')
  const flag = descriptor >>> 6
  const sizeBytes = single && flag === 0 ? 1 : (SIZE_BYTES[flag] ?? 0)
  const dictionary = DICTIONARY_BYTES[descriptor & 0x03] ?? 0
  const length = (single ? 5 : 6) + dictionary + sizeBytes
  const checksum = (descriptor & 0x04) !== 0
  return { length, sizeBytes, checksum, maybeStored: descriptor === STORED }
}

/** The content size in a whole frame header; null if there is none, or it is more than FRAME. */
export function contentSize(header: Buffer, { length, sizeBytes }: FrameStart): number | null {
  if (sizeBytes === 0 || sizeBytes === 8) return null
  const value = header.readUIntLE(length - sizeBytes, sizeBytes)
  const size = sizeBytes === 2 ? value + 256 : value
  return size > FRAME ? null : size
}

export interface BlockHeader {
  /** How many bytes of block follow. */
  readonly length: number
  /** Whether it is the frame's last. */
  readonly last: boolean
  /** Whether it is a piece of content as it is, of a size that zstd allows. */
  readonly raw: boolean
}

export function readBlockHeader(bytes: Buffer): BlockHeader {
  const header = bytes.readUIntLE(0, BLOCK_HEADER)
  const type = (header >>> 1) & 3
  if (type === 3) throw damagedFrame('reserved-block')
  const size = header >>> 3
  // A block of type 1 is one byte and how often it repeats.
  const length = type === 1 ? 1 : size
  return { length, last: (header & 1) === 1, raw: type === 0 && size <= BLOCK }
}
