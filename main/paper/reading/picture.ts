import type { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import type { GreyPicture } from '../../../shared/grey-picture.ts'
import { decodeJpeg, jpegSize } from './jpeg.ts'
import { isPng } from './picture-kind.ts'
import { decodePng, pngHeader } from './png.ts'

/** Pictures of cards, as files. */

/** A page of A4 at 700 dots an inch. */
export const PIXEL_LIMIT = 50_000_000
/** What the code reader gets at most: a code in a larger picture has pixels to spare. */
const ENOUGH_PIXELS = 13_000_000

/**
 * @param bytes a PNG or JPEG file
 * @throws PICTURE_FORMAT; PICTURE_TOO_LARGE before anything is unpacked
 */
export function decodePicture(bytes: Buffer): GreyPicture {
  const { width, height } = isPng(bytes) ? pngHeader(bytes) : jpegSize(bytes)
  const pixels = width * height
  if (pixels > PIXEL_LIMIT) throw refuse('PICTURE_TOO_LARGE', { pixels, limit: PIXEL_LIMIT })
  return fit(isPng(bytes) ? decodePng(bytes) : decodeJpeg(bytes))
}

/** Halves a picture until it is small enough to be looked at in several ways. */
export function fit(picture: GreyPicture): GreyPicture {
  return picture.data.length > ENOUGH_PIXELS ? fit(halve(picture)) : picture
}

/** Each pixel is the mean of four; the old picture is wiped. */
function halve({ width, height, data }: GreyPicture): GreyPicture {
  const [half, rows] = [width >> 1, height >> 1]
  const halved = new Uint8Array(half * rows)
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < half; x += 1) {
      const at = 2 * y * width + 2 * x
      const upper = (data[at] ?? 0) + (data[at + 1] ?? 0)
      const lower = (data[at + width] ?? 0) + (data[at + width + 1] ?? 0)
      halved[y * half + x] = (upper + lower + 2) >> 2
    }
  }
  data.fill(0)
  return { width: half, height: rows, data: halved }
}
