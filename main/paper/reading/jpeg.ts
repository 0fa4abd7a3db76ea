import type { Buffer } from 'node:buffer'
import {
  JpegImage,
  setVerbosityLevel,
  VerbosityLevel,
} from 'pdfjs-dist/image_decoders/pdf.image_decoders.mjs'
import type { PictureProblem } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import { type GreyPicture, greyOf } from '../../../shared/grey-picture.ts'

/** JPEG pictures as shades of grey (ITU-T T.81); pdf.js decodes them. */

const unreadable = (problem: PictureProblem) => refuse('PICTURE_FORMAT', { problem })

/**
 * Width and height, before anything is unpacked (T.81 B.2.2: the frame header).
 *
 * @throws PICTURE_FORMAT
 */
export function jpegSize(bytes: Buffer): { readonly width: number; readonly height: number } {
  for (let at = 2; at + 9 <= bytes.length; ) {
    const marker = bytes.readUInt16BE(at)
    if (marker === 0xffff) {
      at += 1 // fill byte
      continue
    }
    if (marker < 0xff00) break
    if (isFrame(marker)) {
      const [height, width] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)]
      if (width === 0 || height === 0) throw unreadable('no-size')
      return { width, height }
    }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  throw unreadable('ends-early')
}

/** SOF0 … SOF15; among them stand DHT, JPG and DAC. */
const isFrame = (marker: number): boolean =>
  marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)

/** @throws PICTURE_FORMAT */
export function decodeJpeg(bytes: Buffer): GreyPicture {
  const { width, height } = jpegSize(bytes)
  setVerbosityLevel(VerbosityLevel.ERRORS) // warnings go to standard output
  try {
    const image = new JpegImage()
    image.parse(new Uint8Array(bytes))
    const rgba = image.getData({ width, height, forceRGBA: true })
    const picture = greyOf(width, height, rgba)
    rgba.fill(0)
    return picture
  } catch {
    throw unreadable('damaged')
  }
}
