import { Buffer } from 'node:buffer'
import { inflateSync } from 'node:zlib'
import type { PictureProblem } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import type { GreyPicture } from '../../../shared/grey-picture.ts'

/** PNG pictures as shades of grey (PNG, third edition, W3C 2025). Not read: interlaced ones. */

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const IHDR_BYTES = 13

/** Values of a pixel, by colour type (section 11.2.1). */
const CHANNELS: { readonly [colourType: number]: number } = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
const PALETTE = 3
const BIT_DEPTHS: ReadonlySet<number> = new Set([1, 2, 4, 8, 16])

interface Header {
  readonly width: number
  readonly height: number
  readonly depth: number
  readonly colourType: number
}

export const isPng = (bytes: Uint8Array): boolean =>
  SIGNATURE.equals(bytes.subarray(0, SIGNATURE.length))

const unreadable = (problem: PictureProblem) => refuse('PICTURE_FORMAT', { problem })

/**
 * Width and height, before anything is unpacked.
 *
 * @throws PICTURE_FORMAT
 */
export function pngHeader(bytes: Buffer): Header {
  const at = SIGNATURE.length + 8
  if (bytes.length < at + IHDR_BYTES || bytes.toString('latin1', at - 4, at) !== 'IHDR') {
    throw unreadable('ends-early')
  }
  const [width, height] = [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)]
  const [depth, colourType, , , interlace] = bytes.subarray(at + 8, at + IHDR_BYTES)
  if (width === 0 || height === 0) throw unreadable('no-pixels')
  if (depth === undefined || colourType === undefined || !BIT_DEPTHS.has(depth)) {
    throw unreadable('invalid-png')
  }
  if (CHANNELS[colourType] === undefined) throw unreadable('invalid-png')
  if (interlace !== 0) throw unreadable('interlaced')
  return { width, height, depth, colourType }
}

/**
 * Unpacks a PNG. What is transparent counts as white.
 *
 * @throws PICTURE_FORMAT
 */
export function decodePng(bytes: Buffer): GreyPicture {
  const header = pngHeader(bytes)
  const { width, height, depth, colourType } = header
  const channels = CHANNELS[colourType] ?? 1
  const rowBytes = Math.ceil((width * channels * depth) / 8)
  const { packed, palette } = chunksOf(bytes)
  const rows = unpack(packed, height * (rowBytes + 1))
  unfilter(rows, rowBytes, height, Math.max(1, (channels * depth) >> 3))

  const grey = greyOfPixel(header, palette)
  const data = new Uint8Array(width * height)
  for (let y = 0; y < height; y += 1) {
    const row = rows.subarray(y * (rowBytes + 1) + 1, (y + 1) * (rowBytes + 1))
    for (let x = 0; x < width; x += 1) data[y * width + x] = grey(row, x)
  }
  rows.fill(0)
  return { width, height, data }
}

function chunksOf(bytes: Buffer): { readonly packed: Buffer; readonly palette: Buffer } {
  const packed: Buffer[] = []
  let palette = Buffer.alloc(0)
  for (let at = SIGNATURE.length; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    const content = bytes.subarray(at + 8, at + 8 + length)
    if (content.length < length) throw unreadable('ends-early')
    if (type === 'IDAT') packed.push(content)
    if (type === 'PLTE') palette = Buffer.from(content)
    if (type === 'IEND') break
    at += length + 12
  }
  return { packed: Buffer.concat(packed), palette }
}

/** Never more than the header promises. */
function unpack(packed: Buffer, length: number): Buffer {
  try {
    const rows = inflateSync(packed, { maxOutputLength: length })
    if (rows.length === length) return rows
  } catch {
    // The reason is zlib's; what a person can do is the same.
  }
  throw unreadable('damaged')
}

/** Takes back what each row was written as a difference to (section 9). */
function unfilter(rows: Buffer, rowBytes: number, height: number, pixelBytes: number): void {
  for (let y = 0; y < height; y += 1) {
    const start = y * (rowBytes + 1)
    const filter = rows[start] ?? 0
    if (filter > 4) throw unreadable('damaged')
    if (filter === 0) continue
    for (let i = 1; i <= rowBytes; i += 1) {
      const left = i > pixelBytes ? (rows[start + i - pixelBytes] ?? 0) : 0
      const above = y > 0 ? (rows[start - rowBytes - 1 + i] ?? 0) : 0
      const corner =
        y > 0 && i > pixelBytes ? (rows[start - rowBytes - 1 + i - pixelBytes] ?? 0) : 0
      rows[start + i] = (rows[start + i] ?? 0) + predict(filter, left, above, corner)
    }
  }
}

function predict(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left
  if (filter === 2) return above
  if (filter === 3) return (left + above) >> 1
  const [toLeft, toAbove] = [Math.abs(above - corner), Math.abs(left - corner)]
  const toCorner = Math.abs(left + above - 2 * corner)
  if (toLeft <= toAbove && toLeft <= toCorner) return left
  return toAbove <= toCorner ? above : corner
}

/** How a pixel of a row becomes a shade of grey. */
function greyOfPixel(
  { depth, colourType }: Header,
  palette: Buffer,
): (row: Buffer, x: number) => number {
  const channels = CHANNELS[colourType] ?? 1
  const value = (row: Buffer, i: number): number => {
    if (depth >= 8) return row[(i * depth) >> 3] ?? 0 // of 16 bits, the upper 8
    const shift = 8 - depth - ((i * depth) & 7)
    return ((row[(i * depth) >> 3] ?? 0) >> shift) & ((1 << depth) - 1)
  }
  const most = depth >= 8 ? 255 : (1 << depth) - 1
  const mix = (red: number, green: number, blue: number) =>
    (red * 77 + green * 150 + blue * 29) >> 8
  return (row, x) => {
    const at = x * channels
    if (colourType === PALETTE) {
      const entry = 3 * value(row, at)
      return mix(palette[entry] ?? 0, palette[entry + 1] ?? 0, palette[entry + 2] ?? 0)
    }
    const shade =
      channels < 3
        ? (value(row, at) * 255) / most
        : mix(value(row, at), value(row, at + 1), value(row, at + 2))
    if (channels % 2 === 1) return shade
    const opacity = value(row, at + channels - 1) / most
    return 255 - (255 - shade) * opacity
  }
}
