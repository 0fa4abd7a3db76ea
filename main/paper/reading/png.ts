import { Buffer } from 'node:buffer'
import { inflateSync } from 'node:zlib'
import { type DecodedPng, decode } from 'fast-png'
import type { PictureProblem } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import type { GreyPicture } from '../../../shared/grey-picture.ts'
import { PNG_SIGNATURE } from './picture-kind.ts'
import { isWantOfMemory } from './scan-answer.ts'

/**
 * PNG pictures as shades of grey (PNG, third edition, W3C 2025), unpacked by fast-png. Not read: interlaced
 * ones, of which fast-png 8 misreads those with several pixels in a byte.
 *
 * fast-png believes a file: it makes room for any header, and unpacks whatever is packed, colour profiles
 * too. So it gets no more than the chunks that pixels are made of, once zlib has unpacked from them exactly
 * what the header promises.
 */

const IHDR_BYTES = 13
/** Length, type and checksum of a chunk. */
const AROUND_CHUNK = 12
const IEND = Buffer.from('0000000049454e44ae426082', 'hex')
/** 256 colours of 3 bytes (section 11.2.2). */
const PALETTE_LIMIT = 768
const INDEXED = 3

/** Values of a pixel, and the bits that each may have, by colour type (section 11.2.1). */
const COLOUR_TYPES: {
  readonly [type: number]: { readonly channels: number; readonly depths: readonly number[] }
} = {
  0: { channels: 1, depths: [1, 2, 4, 8, 16] },
  2: { channels: 3, depths: [8, 16] },
  [INDEXED]: { channels: 1, depths: [1, 2, 4, 8] },
  4: { channels: 2, depths: [8, 16] },
  6: { channels: 4, depths: [8, 16] },
}

interface Header {
  readonly width: number
  readonly height: number
  /** Whether pixels are places in a palette. */
  readonly indexed: boolean
  /** Bytes of all rows, each with its filter before it (section 7.2). */
  readonly unpacked: number
}

const unreadable = (problem: PictureProblem) => refuse('PICTURE_FORMAT', { problem })

/**
 * Width and height, before anything is unpacked.
 *
 * @throws PICTURE_FORMAT
 */
export function pngHeader(bytes: Buffer): Header {
  const at = PNG_SIGNATURE.length + 8
  if (bytes.length < at + IHDR_BYTES || bytes.toString('latin1', at - 4, at) !== 'IHDR') {
    throw unreadable('ends-early')
  }
  const [width, height] = [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)]
  const [depth = 0, type = 0, , , interlace] = bytes.subarray(at + 8, at + IHDR_BYTES)
  if (width === 0 || height === 0) throw unreadable('no-pixels')
  const form = COLOUR_TYPES[type]
  if (form?.depths.includes(depth) !== true) throw unreadable('invalid-png')
  if (interlace !== 0) throw unreadable('interlaced')
  const unpacked = height * (1 + Math.ceil((width * form.channels * depth) / 8))
  return { width, height, indexed: type === INDEXED, unpacked }
}

/**
 * Unpacks a PNG. What is transparent counts as white.
 *
 * @throws PICTURE_FORMAT
 */
export function decodePng(bytes: Buffer): GreyPicture {
  const { indexed, unpacked } = pngHeader(bytes)
  const { file, packed } = pixelChunks(bytes, indexed)
  try {
    // zlib stops at the limit, and checks the sum over all rows, which fast-png does not.
    const rows = inflateSync(packed, { maxOutputLength: unpacked })
    rows.fill(0)
    if (rows.length === unpacked) return greyOf(decode(file, { checkCrc: true }))
  } catch (error) {
    // The reason is zlib's or fast-png's; what a person can do is the same, unless memory was at an end.
    if (isWantOfMemory(error)) throw error
  }
  throw unreadable('damaged')
}

/** A PNG of its header, palette and packed pixels alone; and these pixels. */
function pixelChunks(
  bytes: Buffer,
  indexed: boolean,
): { readonly file: Buffer; readonly packed: Buffer } {
  const kept: Buffer[] = []
  const packed: Buffer[] = []
  for (let at = PNG_SIGNATURE.length; at + AROUND_CHUNK <= bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    const chunk = bytes.subarray(at, at + AROUND_CHUNK + length)
    if (chunk.length < AROUND_CHUNK + length) throw unreadable('ends-early')
    if (type === 'IEND') break
    const palette = indexed && type === 'PLTE'
    if (palette && length > PALETTE_LIMIT) throw unreadable('damaged')
    // Of headers, the first alone: fast-png would go by the last.
    if (kept.length === 0 || palette || type === 'IDAT') kept.push(chunk)
    if (type === 'IDAT') packed.push(chunk.subarray(8, -4))
    at += chunk.length
  }
  return { file: Buffer.concat([PNG_SIGNATURE, ...kept, IEND]), packed: Buffer.concat(packed) }
}

function greyOf({ width, height, depth, channels, data, palette }: DecodedPng): GreyPicture {
  const plain = depth === 8 && channels === 1 && palette === undefined
  if (plain && data instanceof Uint8Array) return { width, height, data }
  const grey = new Uint8Array(width * height)
  const take = (place: number): number => data[place] ?? 0
  if (depth < 8 || palette !== undefined) {
    const shades = palette?.map(([red = 0, green = 0, blue = 0]) => mix(red, green, blue))
    const most = 2 ** depth - 1
    const rowBytes = Math.ceil((width * depth) / 8)
    for (let i = 0; i < grey.length; i += 1) {
      const bit = (i % width) * depth
      const byte = take(Math.floor(i / width) * rowBytes + (bit >> 3))
      const value = (byte >> (8 - depth - (bit & 7))) & most
      grey[i] = shades === undefined ? (255 * value) / most : (shades[value] ?? 0)
    }
  } else {
    const shift = depth - 8 // of 16 bits, the upper 8
    for (let i = 0, at = 0; i < grey.length; i += 1, at += channels) {
      const shade = channels < 3 ? take(at) : mix(take(at), take(at + 1), take(at + 2))
      const opacity = channels % 2 === 1 ? 255 : take(at + channels - 1) >> shift
      grey[i] = 255 - ((255 - (shade >> shift)) * opacity) / 255
    }
  }
  data.fill(0)
  return { width, height, data: grey }
}

/** ITU-R BT.601. */
const mix = (red: number, green: number, blue: number): number =>
  (red * 77 + green * 150 + blue * 29) >> 8
