/**
 * Finds QR codes in a picture: a frame of the camera, a photograph, a scan (docs/SCANNING.md).
 *
 * The decoder is ZXing, compiled to WebAssembly. It looks at several views of a picture, because each of
 * them shows codes that the others hide: softened against noise, levelled against low contrast and
 * stains, doubled against codes that are small, blurred or badly compressed.
 */
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import type { GreyPicture } from './grey-picture.ts'

/** What stands in a code, or that a code is there which cannot be read. */
export type FoundCode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'damaged' }

export interface CodeReader {
  /**
   * The codes in a picture, each text once. More views are tried until one shows a readable code.
   *
   * @param goOn asked before each view but the first, whether there is time for it
   */
  readonly read: (picture: GreyPicture, goOn: () => boolean) => Promise<readonly FoundCode[]>
  /**
   * A quick look at one frame of many: as it is and, if that shows no readable code, in one other view.
   *
   * @param turn chooses the other view; counted up, frames see all of them
   */
  readonly glance: (frame: GreyPicture, turn: number) => Promise<readonly FoundCode[]>
}

/** How the decoder tells dark from light. */
type Threshold = 'LocalAverage' | 'FixedThreshold'

interface View {
  readonly make: (picture: GreyPicture) => GreyPicture
  readonly threshold: Threshold
}

/** Larger pictures are not doubled: no code in them is small for want of pixels. */
const DOUBLED_UP_TO = 1280 * 960
/** Pixels around one that tell how light it is there: some modules of a code, whatever its size. */
const NEIGHBOURHOOD = 24
/** Grey levels that one standard deviation is stretched to. */
const STRETCH = 50

const AS_IT_IS: View = { make: picture => picture, threshold: 'LocalAverage' }
const VIEWS: readonly View[] = [
  AS_IT_IS,
  { make: soften, threshold: 'LocalAverage' },
  { make: picture => level(soften(picture), picture), threshold: 'FixedThreshold' },
  { make: picture => soften(double(picture)), threshold: 'LocalAverage' },
  { make: double, threshold: 'LocalAverage' },
  { make: picture => level(picture, picture), threshold: 'LocalAverage' },
]

/**
 * Starts the decoder.
 *
 * @param wasm the bytes of `zxing_reader.wasm`. Left to itself, the library would fetch them from the
 *             network; given them, it fetches nothing.
 */
export async function startCodeReader(wasm: ArrayBuffer): Promise<CodeReader> {
  await prepareZXingModule({
    overrides: {
      wasmBinary: wasm,
      locateFile: (file: string) => file, // asked for the name all the same, by default a server's
    },
    fireImmediately: true,
  })
  return {
    read: (picture, goOn) => look(picture, VIEWS, goOn),
    glance: (frame, turn) => {
      const other = VIEWS[1 + (turn % (VIEWS.length - 1))]
      return look(frame, [AS_IT_IS, ...(other ? [other] : [])], () => true)
    },
  }
}

async function look(
  picture: GreyPicture,
  views: readonly View[],
  goOn: () => boolean,
): Promise<readonly FoundCode[]> {
  let damaged = false
  for (const [i, { make, threshold }] of views.entries()) {
    if (i > 0 && !goOn()) break
    const found = await decode(make(picture), threshold)
    const texts = new Set(found.filter(code => code.isValid).map(code => code.text))
    if (texts.size > 0) return [...texts].map(text => ({ kind: 'text', text }))
    damaged ||= found.length > 0
  }
  return damaged ? [{ kind: 'damaged' }] : []
}

async function decode(picture: GreyPicture, binarizer: Threshold) {
  const image = rgbaOf(picture)
  try {
    return await readBarcodes(image as Parameters<typeof readBarcodes>[0], {
      formats: ['QRCode'],
      textMode: 'Plain',
      binarizer,
      returnErrors: true,
    })
  } finally {
    image.data.fill(0)
  }
}

/** As the decoder takes a picture: red, green, blue and opacity. */
function rgbaOf({ width, height, data }: GreyPicture) {
  const pixels = new Uint32Array(data.length)
  for (let i = 0; i < data.length; i += 1) pixels[i] = (data[i] ?? 0) * 0x010101 + 0xff000000
  return { width, height, data: new Uint8ClampedArray(pixels.buffer) }
}

/** The mean of a pixel and its eight neighbours. */
function soften(picture: GreyPicture): GreyPicture {
  return { ...picture, data: Uint8Array.from(means(picture, 1)) }
}

/** What of `picture` differs from the mean around it in `reference`, stretched over the whole range. */
function level(picture: GreyPicture, reference: GreyPicture): GreyPicture {
  const around = means(reference, NEIGHBOURHOOD)
  const { data } = picture
  let squares = 0
  for (let i = 0; i < data.length; i += 1) {
    around[i] = (data[i] ?? 0) - (around[i] ?? 0)
    squares += (around[i] ?? 0) ** 2
  }
  const stretch = STRETCH / (Math.sqrt(squares / data.length) || 1)
  const levelled = new Uint8ClampedArray(data.length)
  for (let i = 0; i < data.length; i += 1) levelled[i] = 128 + (around[i] ?? 0) * stretch
  return { ...picture, data: new Uint8Array(levelled.buffer) }
}

/** The mean of all pixels up to `reach` away, by sums that slide down the columns and along the rows. */
function means({ width, height, data }: GreyPicture, reach: number): Float32Array {
  const result = new Float32Array(data.length)
  const columns = new Int32Array(width)
  const addRow = (y: number, sign: 1 | -1): void => {
    if (y < 0 || y >= height) return
    for (let x = 0; x < width; x += 1) {
      columns[x] = (columns[x] ?? 0) + sign * (data[y * width + x] ?? 0)
    }
  }
  for (let y = 0; y < reach; y += 1) addRow(y, 1)
  for (let y = 0; y < height; y += 1) {
    addRow(y + reach, 1)
    addRow(y - reach - 1, -1)
    const rows = Math.min(height, y + reach + 1) - Math.max(0, y - reach)
    let sum = 0
    for (let x = 0; x < Math.min(reach, width); x += 1) sum += columns[x] ?? 0
    for (let x = 0; x < width; x += 1) {
      if (x + reach < width) sum += columns[x + reach] ?? 0
      if (x > reach) sum -= columns[x - reach - 1] ?? 0
      const across = Math.min(width, x + reach + 1) - Math.max(0, x - reach)
      result[y * width + x] = sum / (rows * across)
    }
  }
  return result
}

/** Twice as wide and as high, by linear interpolation; a large picture stays as it is. */
function double(picture: GreyPicture): GreyPicture {
  const { width, height, data } = picture
  if (data.length > DOUBLED_UP_TO) return picture
  const doubled = new Uint8Array(4 * data.length)
  for (let y = 0; y < 2 * height; y += 1) {
    // Each new pixel lies a quarter of an old one beside the middle of its nearest.
    const [near, far] = neighbours(y, height)
    for (let x = 0; x < 2 * width; x += 1) {
      const [nearX, farX] = neighbours(x, width)
      const beside = (data[near * width + farX] ?? 0) + (data[far * width + nearX] ?? 0)
      const nearest = data[near * width + nearX] ?? 0
      const diagonal = data[far * width + farX] ?? 0
      doubled[y * 2 * width + x] = (9 * nearest + 3 * beside + diagonal + 8) >> 4
    }
  }
  return { width: 2 * width, height: 2 * height, data: doubled }
}

/** Places in the old picture: the nearest, and the one on the other side. */
function neighbours(place: number, length: number): readonly [number, number] {
  const near = place >> 1
  const far = (place & 1) === 0 ? near - 1 : near + 1
  return [near, Math.min(length - 1, Math.max(0, far))]
}
