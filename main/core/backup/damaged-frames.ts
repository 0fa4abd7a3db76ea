import { Buffer } from 'node:buffer'
import { KeyclaveError } from '../../../shared/errors.ts'
import type { DamagedPlaintext } from './damaged-chunks.ts'
import {
  BLOCK_HEADER,
  type BlockHeader,
  contentSize,
  decompressBlocks,
  decompressFrame,
  FRAME,
  FRAME_BOUND,
  FRAME_START,
  type FrameStart,
  MAGIC_BYTES as MAGIC,
  readBlockHeader,
  readFrameStart,
  STORED_BLOCK,
  STORED_HEADER,
  startsFrame,
  storedLength,
} from './zstd-frame.ts'

/**
 * The frames of a backup of which some bytes are lost: followed from one to the next by their block headers,
 * and found again behind a gap (FORMAT: 8.6 Damaged backups).
 */

/** From, to before. */
export type Range = readonly [number, number]

export interface DamagedFrame {
  /** Where it begins in the compressed data. */
  readonly at: number
  /** Where it ends; null: that is lost. */
  readonly end: number | null
  /** Whether that it ends there is only likely: its own bytes do not all say so. */
  readonly assumed?: boolean
}

/** Frames that follow each other. */
export interface Island {
  readonly frames: DamagedFrame[]
  /** Which frame of the backup the first is; null: not known. */
  first: number | null
  /** Whether that is certain: counted from the begin without a break. */
  readonly certain: boolean
  /** Whether the last of them is the backup's last. */
  last: boolean
}

type Step =
  | { readonly kind: 'frame'; readonly end: number }
  | { readonly kind: 'end' | 'not-a-frame' | 'gap' }

/** Reads over one frame without its content. */
async function step(plain: DamagedPlaintext, at: number): Promise<Step> {
  if (await plain.endsAt(at)) return { kind: 'end' }
  const first = await plain.read(at, FRAME_START)
  if (first === null) return { kind: 'gap' }
  try {
    const start = readFrameStart(first)
    if (start === null) return { kind: 'not-a-frame' }
    const header = await plain.read(at, start.length)
    if (header === null) return { kind: 'gap' }
    const size = contentSize(header, start)
    if (size === null) return { kind: 'not-a-frame' }
    let end = at + start.length
    for (let last = false; !last; ) {
      const bytes = await plain.read(end, BLOCK_HEADER)
      if (bytes === null) return { kind: 'gap' }
      const block = readBlockHeader(bytes)
      end += BLOCK_HEADER + block.length
      if (end - at > FRAME_BOUND) return { kind: 'not-a-frame' }
      last = block.last
    }
    if (start.checksum) end += 4
    return { kind: 'frame', end }
  } catch (error) {
    if (error instanceof KeyclaveError) return { kind: 'not-a-frame' }
    throw error
  }
}

/** Whether a frame that is there as a whole begins here, and what comes behind it does too. */
async function isFrame(plain: DamagedPlaintext, at: number): Promise<boolean> {
  const found = await step(plain, at)
  if (found.kind !== 'frame') return found.kind === 'gap' && (await plain.read(at, 9)) !== null
  const behind = await plain.read(found.end, FRAME_START)
  if (behind !== null && !startsFrame(behind)) return false
  const content = await contentOf(plain, { at, end: found.end })
  return content.lost.length === 0 || (await plain.read(at, found.end - at)) === null
}

/** Follows the frames from a place to the end of the data; null: they do not lead there. */
export async function framesToEnd(
  plain: DamagedPlaintext,
  from: number,
): Promise<readonly DamagedFrame[] | null> {
  const frames: DamagedFrame[] = []
  for (let at = from; ; ) {
    const found = await step(plain, at)
    if (found.kind === 'end') return frames
    if (found.kind !== 'frame') return null
    frames.push({ at, end: found.end })
    at = found.end
  }
}

/** The next place from `from` on at which a frame begins; null: there is none. */
export async function findFrame(plain: DamagedPlaintext, from: number): Promise<number | null> {
  for (let at: number | null = from; ; ) {
    at = await plain.nextKnown(at)
    if (at === null) return null
    const rest: Buffer | null = await plain.rest(at)
    if (rest === null) return null
    const { length } = rest
    // Some may lie across the border of two chunks.
    const seen = (await plain.read(at, length + MAGIC.length - 1)) ?? Buffer.from(rest)
    for (let i = seen.indexOf(MAGIC); i !== -1; i = seen.indexOf(MAGIC, i + 1)) {
      if (await isFrame(plain, at + i)) return at + i
    }
    at += length
  }
}

/** The content size in the header of a frame; that of a whole one where it is lost. */
async function sizeAt(plain: DamagedPlaintext, at: number): Promise<number> {
  const first = await plain.read(at, FRAME_START)
  const start = first === null ? null : frameStart(first)
  const header = start && (await plain.read(at, start.length))
  return (header && start && contentSize(header, start)) ?? FRAME
}

function frameStart(bytes: Buffer): FrameStart | null {
  try {
    return readFrameStart(bytes)
  } catch (error) {
    if (error instanceof KeyclaveError) return null
    throw error
  }
}

/** Finds all frames of a backup. */
export async function findFrames(
  plain: DamagedPlaintext,
  requireStill: () => void,
): Promise<Island[]> {
  const islands: Island[] = []
  let island: Island = { frames: [], first: 0, certain: true, last: false }
  const begin = (first: number | null): void => {
    island = { frames: [], first, certain: false, last: false }
    islands.push(island)
  }
  islands.push(island)
  for (let at = 0; ; ) {
    requireStill()
    const found = await step(plain, at)
    if (found.kind === 'end') {
      island.last = island.frames.length > 0
      return islands
    }
    if (found.kind === 'frame') {
      island.frames.push({ at, end: found.end })
      at = found.end
      continue
    }
    const index = island.first === null ? null : island.first + island.frames.length
    if (found.kind === 'gap') {
      // Content that does not compress is stored in frames of one length: the next lies at a known place.
      const next = at + storedLength(await sizeAt(plain, at))
      const stored = await plain.read(next, FRAME_START)
      if ((stored !== null && startsFrame(stored)) || (await plain.endsAt(next))) {
        island.frames.push({ at, end: next, assumed: true })
        begin(index === null ? null : index + 1)
        at = next
        continue
      }
      island.frames.push({ at, end: null })
    }
    const next = await findFrame(plain, at + 1)
    if (next === null) return islands
    const frames = (next - at) / storedLength(FRAME)
    begin(index !== null && Number.isInteger(frames) ? index + frames : null)
    at = next
  }
}

export interface FrameContent {
  /** Zeros where it is lost; of a frame whose length is lost, as long as a frame can be. */
  readonly bytes: Buffer
  readonly lost: readonly Range[]
}

/** What is there of a frame's content. */
export async function contentOf(
  plain: DamagedPlaintext,
  { at, end }: DamagedFrame,
): Promise<FrameContent> {
  const whole = end === null ? null : await plain.read(at, end - at)
  if (whole !== null) return wholeContent(whole)
  const size = await sizeAt(plain, at)
  if (end === at + storedLength(size)) {
    const stored = await storedContent(plain, at, size)
    if (stored !== null) return stored
  }
  return await contentBeforeGap(plain, at)
}

const nothing = (size: number): FrameContent => ({ bytes: Buffer.alloc(size), lost: [[0, size]] })

function wholeContent(frame: Buffer): FrameContent {
  try {
    const start = readFrameStart(frame.subarray(0, FRAME_START))
    const size = start === null ? null : contentSize(frame.subarray(0, start.length), start)
    if (size === null) return nothing(FRAME)
    const bytes = Buffer.alloc(size)
    decompressFrame([frame], size, bytes)
    return { bytes, lost: [] }
  } catch (error) {
    if (error instanceof KeyclaveError) return nothing(FRAME)
    throw error
  }
}

/** A frame of raw blocks, of which each byte that is there counts; null if it cannot be one. */
async function storedContent(
  plain: DamagedPlaintext,
  at: number,
  size: number,
): Promise<FrameContent | null> {
  const bytes = Buffer.alloc(size)
  const lost: Range[] = []
  let place = at + STORED_HEADER
  for (let begin = 0; begin < size; begin += STORED_BLOCK) {
    const length = Math.min(STORED_BLOCK, size - begin)
    const header = await plain.read(place, BLOCK_HEADER)
    if (header !== null && !isStoredBlock(header, length, begin + length === size)) return null
    place += BLOCK_HEADER
    const gaps = await copyKnown(plain, place, bytes.subarray(begin, begin + length))
    lost.push(...gaps.map(([from, to]): Range => [begin + from, begin + to]))
    place += length
  }
  return { bytes, lost: joined(lost) }
}

/** Fills `into` with what is there, and returns what is not. */
async function copyKnown(plain: DamagedPlaintext, from: number, into: Buffer): Promise<Range[]> {
  const lost: Range[] = []
  for (let done = 0; done < into.length; ) {
    const known = await plain.nextKnown(from + done)
    const begin = Math.min(known === null ? into.length : known - from, into.length)
    if (begin > done) lost.push([done, begin])
    done = begin
    const part = done < into.length ? await plain.rest(from + done) : null
    const taken = part?.subarray(0, into.length - done)
    if (taken === undefined) continue
    into.set(taken, done)
    done += taken.length
  }
  return lost
}

function isStoredBlock(header: Buffer, length: number, last: boolean): boolean {
  const block = readBlock(header)
  return block?.raw === true && block.length === length && block.last === last
}

function readBlock(header: Buffer): BlockHeader | null {
  try {
    return readBlockHeader(header)
  } catch (error) {
    if (error instanceof KeyclaveError) return null
    throw error
  }
}

/** What the blocks before the first lost byte of a frame hold. */
async function contentBeforeGap(plain: DamagedPlaintext, at: number): Promise<FrameContent> {
  const blocks: Buffer[] = []
  let size = FRAME
  try {
    const first = await plain.read(at, FRAME_START)
    const start = first && readFrameStart(first)
    if (start === null) return nothing(FRAME)
    const header = await plain.read(at, start.length)
    if (header === null) return nothing(FRAME)
    size = contentSize(header, start) ?? FRAME
    for (let place = at + start.length; place - at < FRAME_BOUND; ) {
      const bytes = await plain.read(place, BLOCK_HEADER)
      if (bytes === null) break
      const block = readBlockHeader(bytes)
      const whole = await plain.read(place, BLOCK_HEADER + block.length)
      if (whole === null) break
      blocks.push(whole)
      place += whole.length
      if (block.last) break
    }
    const bytes = Buffer.alloc(size)
    const known = blocks.length === 0 ? 0 : decompressBlocks(blocks, bytes)
    return { bytes, lost: known < size ? [[known, size]] : [] }
  } catch (error) {
    if (error instanceof KeyclaveError) return nothing(size)
    throw error
  }
}

/** Ranges in ascending order, those that touch as one. */
export function joined(ranges: readonly Range[]): Range[] {
  const all: Range[] = []
  for (const range of ranges) {
    const last = all.at(-1)
    if (last !== undefined && last[1] === range[0]) all[all.length - 1] = [last[0], range[1]]
    else all.push(range)
  }
  return all
}
