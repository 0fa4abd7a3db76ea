/** Files with cards in them, made without a printer and a scanner. */
import { crc32, deflateSync } from 'node:zlib'
import PDFDocument from 'pdfkit'
import { shareToQr, shareToWords } from '../../../shared/share-text.ts'
import { randomShare } from '../../degraded/degraded-set.ts'
import type { GreyImage } from '../../degraded/grey-image.ts'
import { type Modules, modulesOf } from '../../degraded/photograph.ts'
import { seeded } from '../../degraded/seeded.ts'

export interface PaperShare {
  readonly bytes: Uint8Array
  readonly words: readonly string[]
  readonly qr: string
}

export function paperShare(seed: number): PaperShare {
  const bytes = randomShare(seeded(seed))
  return { bytes, words: shareToWords(bytes), qr: shareToQr(bytes) }
}

const PIXELS = 4
const QUIET = 4 * PIXELS

/** Codes side by side on white. */
export function drawCodes(texts: readonly string[]): GreyImage {
  const codes = texts.map(text => modulesOf(text))
  const side = Math.max(1, ...codes.map(code => code.length)) * PIXELS + 2 * QUIET
  const [width, height] = [Math.max(1, codes.length) * side, side]
  const data = new Uint8Array(width * height).fill(255)
  codes.forEach((code, i) => {
    drawCode(code, (x, y) => {
      data[(y + QUIET) * width + x + QUIET + i * side] = 0
    })
  })
  return { width, height, data }
}

function drawCode(code: Modules, dark: (x: number, y: number) => void): void {
  for (let y = 0; y < code.length * PIXELS; y += 1) {
    for (let x = 0; x < code.length * PIXELS; x += 1) {
      if (code[Math.floor(y / PIXELS)]?.[Math.floor(x / PIXELS)]) dark(x, y)
    }
  }
}

export interface PngForm {
  readonly colourType: 0 | 2 | 3 | 4 | 6
  readonly depth: 1 | 2 | 4 | 8 | 16
  /** Filter of each row; 5 takes them in turn. */
  readonly filter: 0 | 1 | 2 | 3 | 4 | 5
  readonly interlace?: 0 | 1
}

const CHANNELS = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const

/** A PNG in any of the forms there are; with opacity, what is white is transparent black. */
export function pngOf({ width, height, data }: GreyImage, form: PngForm): Buffer {
  const { colourType, depth, filter, interlace = 0 } = form
  const channels = CHANNELS[colourType]
  const rowBytes = Math.ceil((width * channels * depth) / 8)
  const pixelBytes = Math.max(1, (channels * depth) >> 3)
  const rows = Buffer.alloc(height * (rowBytes + 1))
  let before: Buffer = Buffer.alloc(rowBytes)
  for (let y = 0; y < height; y += 1) {
    const row = rowOf(data.subarray(y * width, (y + 1) * width), form, rowBytes)
    const kind = filter === 5 ? y % 5 : filter
    const at = y * (rowBytes + 1)
    rows[at] = kind
    for (let i = 0; i < rowBytes; i += 1) {
      const left = row[i - pixelBytes] ?? 0
      const [above, corner] = [before[i] ?? 0, before[i - pixelBytes] ?? 0]
      const guesses = [0, left, above, (left + above) >> 1, paeth(left, above, corner)]
      rows[at + 1 + i] = (row[i] ?? 0) - (guesses[kind] ?? 0)
    }
    before = row
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([depth, colourType, 0, 0, interlace], 8)
  // Entry 0 of the palette is white, so that a reader that takes indexes for shades fails.
  const palette = colourType === 3 ? [chunk('PLTE', Buffer.from([255, 255, 255, 0, 0, 0]))] : []
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...palette,
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function rowOf(greys: Uint8Array, { colourType, depth }: PngForm, rowBytes: number): Buffer {
  const row = Buffer.alloc(rowBytes)
  const put = (place: number, value: number): void => {
    if (depth === 16) row.writeUInt16BE(value, 2 * place)
    else {
      const bit = place * depth
      row[bit >> 3] = (row[bit >> 3] ?? 0) | (value << (8 - depth - (bit & 7)))
    }
  }
  const most = 2 ** depth - 1
  greys.forEach((grey, x) => {
    const white = grey > 127
    if (colourType === 3) {
      put(x, white ? 0 : 1)
      return
    }
    const channels = CHANNELS[colourType]
    const opaque = channels % 2 === 1
    for (let i = 0; i < channels - (opaque ? 0 : 1); i += 1) {
      put(x * channels + i, opaque && white ? most : 0)
    }
    if (!opaque) put(x * channels + channels - 1, white ? 0 : most)
  })
  return row
}

function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner
  const [a, b, c] = [left, above, corner].map(value => Math.abs(estimate - value)) as [
    number,
    number,
    number,
  ]
  if (a <= b && a <= c) return left
  return b <= c ? above : corner
}

export function chunk(type: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

type Page =
  | { readonly words: readonly string[] }
  | { readonly picture: Buffer }
  | { readonly text: string }

/** A PDF whose pages hold numbered words, a scan, or something else. */
export async function pdfOf(
  pages: readonly Page[],
  options: PDFKit.PDFDocumentOptions = {},
): Promise<Buffer> {
  const document = new PDFDocument({ ...options, autoFirstPage: false })
  const pieces: Buffer[] = []
  document.on('data', (piece: Buffer) => pieces.push(piece))
  const ended = new Promise(resolve => document.once('end', resolve))
  for (const page of pages) {
    document.addPage({ size: 'A4' })
    if ('text' in page) document.text(page.text)
    if ('picture' in page) document.image(page.picture, 0, 0, { fit: [500, 500] })
    if (!('words' in page)) continue
    // Column by column: a page need not be written in the order in which it is read.
    page.words
      .map((word, place) => ({ word, place }))
      .sort((a, b) => (a.place % 4) - (b.place % 4))
      .forEach(({ word, place }) => {
        const [x, y] = [50 + 120 * (place % 4), 100 + 24 * Math.floor(place / 4)]
        document.fontSize(8).text(String(place + 1), x, y, { lineBreak: false })
        document.fontSize(13).text(word, x + 20, y, { lineBreak: false })
      })
  }
  document.end()
  await ended
  return Buffer.concat(pieces)
}
