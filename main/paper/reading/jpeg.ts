import type { Buffer } from 'node:buffer'
import {
  JpegImage,
  setVerbosityLevel,
  VerbosityLevel,
} from 'pdfjs-dist/image_decoders/pdf.image_decoders.mjs'
import type { PictureProblem } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import { type GreyPicture, greyOf } from '../../../shared/grey-picture.ts'
import { isWantOfMemory } from './scan-answer.ts'

/** JPEG pictures as shades of grey (ITU-T T.81); pdf.js decodes them. */

const unreadable = (problem: PictureProblem) => refuse('PICTURE_FORMAT', { problem })

/** Grey; red, green and blue in some form; cyan, magenta, yellow and black. */
const COLOURS: readonly number[] = [1, 3, 4]
/** How often a colour may be sampled in each direction (table B.2). */
const MOST_SAMPLES = 4

interface Frame {
  readonly width: number
  readonly height: number
}

/**
 * Width and height, before anything is unpacked. The decoder makes room for as many colours as the frame's
 * header names, up to 255, before it looks at one: so their number is looked at here.
 *
 * @throws PICTURE_FORMAT
 */
export function jpegSize(bytes: Buffer): Frame {
  for (let at = 2; at + 9 < bytes.length; ) {
    const marker = bytes.readUInt16BE(at)
    if (marker === 0xffff) {
      at += 1 // fill byte
      continue
    }
    if (marker < 0xff00) break
    if (isFrame(marker)) return frameAt(bytes, at + 2)
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  throw unreadable('ends-early')
}

/** The header of a frame (T.81 B.2.2): length, precision, height, width, and each colour in three bytes. */
function frameAt(bytes: Buffer, at: number): Frame {
  const [height, width] = [bytes.readUInt16BE(at + 3), bytes.readUInt16BE(at + 5)]
  if (width === 0 || height === 0) throw unreadable('no-size')
  const colours = bytes[at + 7] ?? 0
  const specified = bytes.subarray(at + 8, at + 8 + 3 * colours)
  if (!COLOURS.includes(colours) || specified.length < 3 * colours) throw unreadable('colours')
  for (let i = 1; i < specified.length; i += 3) {
    const samples = specified[i] ?? 0
    const each = [samples >> 4, samples & 15]
    if (each.some(count => count < 1 || count > MOST_SAMPLES)) throw unreadable('colours')
  }
  return { width, height }
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
    if (image.width !== width || image.height !== height) throw unreadable('damaged')
    const rgb = image.getData({ width, height, forceRGB: true })
    const picture = greyOf(width, height, rgb, 3)
    rgb.fill(0)
    return picture
  } catch (error) {
    throw isWantOfMemory(error) ? error : unreadable('damaged')
  }
}
