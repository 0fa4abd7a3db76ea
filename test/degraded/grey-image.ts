/** Pictures in shades of grey, a byte a pixel, and what a camera and a file do to them. */
import { decode, encode } from 'jpeg-js'
import type { Seeded } from './seeded.ts'

export interface GreyImage {
  readonly width: number
  readonly height: number
  /** Row by row; 0 is black. */
  readonly data: Uint8Array
}

/** Every pixel made anew from the old one. */
export const mapPixels = (
  { width, height, data }: GreyImage,
  change: (value: number, x: number, y: number) => number,
): GreyImage => ({
  width,
  height,
  // The array clamps nothing: Uint8ClampedArray does.
  data: new Uint8Array(
    Uint8ClampedArray.from(data, (value, i) => change(value, i % width, Math.floor(i / width)))
      .buffer,
  ),
})

/** Gaussian, as a lens out of focus; `sigma` in pixels. */
export function blur(image: GreyImage, sigma: number): GreyImage {
  const reach = Math.ceil(sigma * 3)
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  )
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const { width, height } = image
  const pass = (from: Uint8Array, step: number, length: number, at: (i: number) => number) => {
    const to = new Uint8Array(from.length)
    for (let i = 0; i < from.length; i += 1) {
      const place = at(i)
      let sum = 0
      for (let k = -reach; k <= reach; k += 1) {
        const other = Math.min(length - 1, Math.max(0, place + k))
        sum += (weights[k + reach] ?? 0) * (from[i + (other - place) * step] ?? 0)
      }
      to[i] = Math.round(sum / total)
    }
    return to
  }
  const across = pass(image.data, 1, width, i => i % width)
  return { width, height, data: pass(across, width, height, i => Math.floor(i / width)) }
}

/** As a sensor in a dark room; `deviation` in grey levels. */
export const addNoise = (image: GreyImage, deviation: number, random: Seeded): GreyImage =>
  mapPixels(image, value => value + deviation * random.normal())

/** There and back, by way of a JPEG file. */
export function throughJpeg(image: GreyImage, quality: number): GreyImage {
  const { width, height } = image
  const file = encode({ width, height, data: rgbaOf(image) }, quality).data
  const { data } = decode(file, { useTArray: true })
  return { width, height, data: Uint8Array.from(image.data, (_, i) => data[4 * i] ?? 0) }
}

/** Area averaging, as a scanner at a lower resolution. */
export function shrink(image: GreyImage, factor: number): GreyImage {
  const [width, height] = [Math.floor(image.width / factor), Math.floor(image.height / factor)]
  const data = new Uint8Array(width * height)
  for (let i = 0; i < data.length; i += 1) {
    const [left, top] = [(i % width) * factor, Math.floor(i / width) * factor]
    let [sum, count] = [0, 0]
    for (let y = Math.floor(top); y < top + factor && y < image.height; y += 1) {
      for (let x = Math.floor(left); x < left + factor && x < image.width; x += 1) {
        sum += image.data[y * image.width + x] ?? 0
        count += 1
      }
    }
    data[i] = Math.round(sum / count)
  }
  return { width, height, data }
}

/** As a canvas gives it: red, green, blue and opacity. */
export function rgbaOf({ data }: GreyImage): Uint8Array<ArrayBuffer> {
  const rgba = new Uint8Array(4 * data.length)
  data.forEach((value, i) => {
    rgba.fill(value, 4 * i, 4 * i + 3)
    rgba[4 * i + 3] = 255
  })
  return rgba
}

/** Portable grey map: what `zbarimg` and other stock tools read. */
export const pgmOf = ({ width, height, data }: GreyImage): Buffer =>
  Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data])
