import type { Buffer } from 'node:buffer'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { PDFPageProxy } from 'pdfjs-dist'
import { type DataOf, refuse } from '../../../shared/errors.ts'
import { type GreyPicture, greyOf } from '../../../shared/grey-picture.ts'
import { fit, PIXEL_LIMIT } from './picture.ts'
import { isWantOfMemory } from './scan-answer.ts'

/**
 * The pages of a PDF: their text, and the pictures on them. pdf.js reads it, without drawing anything:
 * no fonts are loaded, no script runs, nothing is fetched. Only for a process that ends.
 */

/** Of a larger document the rest is not looked at: a card has one page, a scan of one a few. */
const PAGE_LIMIT = 20

export interface PdfPage {
  readonly number: number
  /** Pieces of text in the order in which the page was written. @throws PDF_FORMAT */
  readonly text: () => Promise<readonly string[]>
  /** The pictures on it; null for one that cannot be unpacked. @throws PDF_FORMAT */
  readonly pictures: () => AsyncIterable<GreyPicture | null>
}

/**
 * @param bytes the file; the caller still owns it
 * @throws PDF_FORMAT
 */
export async function* readPdf(bytes: Buffer): AsyncGenerator<PdfPage> {
  const pdfjs = await loadPdfJs()
  const task = pdfjs.getDocument({
    data: new Uint8Array(bytes), // pdf.js takes its input over
    verbosity: pdfjs.VerbosityLevel.ERRORS,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    enableXfa: false,
    maxImageSize: PIXEL_LIMIT,
    cMapUrl: packaged('cmaps/'),
    standardFontDataUrl: packaged('standard_fonts/'),
    // Its decoders of CCITT fax, JBIG2 and JPEG 2000, which office scanners use: without them pdf.js leaves
    // such pictures out and says nothing.
    wasmUrl: packaged('wasm/'),
  })
  try {
    const document = await readable(() => task.promise)
    for (let number = 1; number <= Math.min(document.numPages, PAGE_LIMIT); number += 1) {
      const page = () => document.getPage(number)
      yield {
        number,
        text: () => readable(async () => textOf(await page())),
        pictures: () => allReadable(async () => picturesOf(await page(), pdfjs)),
      }
    }
  } finally {
    await task.destroy()
  }
}

/** Whatever pdf.js chokes on is damage of the file, unless memory was at an end. */
async function readable<Read>(read: () => Promise<Read>): Promise<Read> {
  try {
    return await read()
  } catch (error) {
    throw isWantOfMemory(error) ? error : refuse('PDF_FORMAT', { problem: problemOf(error) })
  }
}

async function* allReadable<Read>(
  start: () => Promise<AsyncGenerator<Read>>,
): AsyncGenerator<Read> {
  const items = await readable(start)
  for (;;) {
    const item = await readable(() => items.next())
    if (item.done) return
    yield item.value
  }
}

type PdfJs = typeof import('pdfjs-dist')

const packaged = (folder: string): string =>
  fileURLToPath(new URL(folder, import.meta.resolve('pdfjs-dist/package.json')))

const CANVAS = '@napi-rs/canvas'
const NO_CANVAS = 'keyclave:no-canvas'

/**
 * As it is loaded, pdf.js looks for a native drawing library. Nothing here draws, and a hostile PDF is no
 * company for native code: it gets an empty module, and empty classes in place of those it would make.
 */
async function loadPdfJs(): Promise<PdfJs> {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === CANVAS ? { url: NO_CANVAS, shortCircuit: true } : next(specifier, context),
    load: (url, context, next) =>
      url === NO_CANVAS
        ? { format: 'commonjs', source: 'module.exports = {}', shortCircuit: true }
        : next(url, context),
  })
  const globals = globalThis as { DOMMatrix?: unknown; Path2D?: unknown }
  globals.DOMMatrix ??= class {}
  globals.Path2D ??= class {}
  // Loaded here: it is large, and most cards are no PDFs.
  return (await import('pdfjs-dist/legacy/build/pdf.mjs')) as PdfJs
}

const problemOf = (error: unknown): DataOf<'PDF_FORMAT'>['problem'] =>
  error instanceof Error && error.name === 'PasswordException' ? 'password' : 'damaged'

async function textOf(page: PDFPageProxy): Promise<string[]> {
  const { items } = await page.getTextContent()
  return items.flatMap(item => ('str' in item && item.str.trim() !== '' ? [item.str.trim()] : []))
}

/** The pictures that a page shows, as they are embedded: what a scanner makes is one for the whole page. */
async function* picturesOf(page: PDFPageProxy, { OPS }: PdfJs): AsyncGenerator<GreyPicture | null> {
  const { fnArray, argsArray } = await page.getOperatorList()
  const embedded = (name: string): Promise<unknown> => {
    const store = name.startsWith('g_') ? page.commonObjs : page.objs
    return new Promise(resolve => store.get(name, resolve))
  }
  for (const [i, operator] of fnArray.entries()) {
    const named: unknown = argsArray[i]?.[0]
    if (operator === OPS.paintInlineImageXObject) yield greyOfImage(named)
    if (operator === OPS.paintImageXObject && typeof named === 'string') {
      yield greyOfImage(await embedded(named))
    }
    if (operator === OPS.paintImageMaskXObject) {
      // Ink alone, as scanners that keep ink and paper apart write it: one bit a pixel.
      const { data } = (named ?? {}) as { readonly data?: unknown }
      const mask = typeof data === 'string' ? await embedded(data) : named
      yield greyOfImage(mask && { ...mask, kind: BITS })
    }
  }
}

/** pdf.js's ImageKind. */
const BITS = 1
const RGB = 2
const RGBA = 3

/** Null when pdf.js could not unpack it, or in a form that is not known: another picture may show the code. */
function greyOfImage(image: unknown): GreyPicture | null {
  const { width, height, kind, data } = (image ?? {}) as {
    readonly width?: number
    readonly height?: number
    readonly kind?: number
    readonly data?: Uint8Array | Uint8ClampedArray
  }
  if (!width || !height || !data || width * height > PIXEL_LIMIT) return null
  if (kind === RGBA) return fit(greyOf(width, height, data))
  if (kind === RGB) return fit(greyOf(width, height, data, 3))
  return kind === BITS ? fit(greyOfBits(width, height, data)) : null
}

/** One bit a pixel, each row from a new byte; 1 is white. */
function greyOfBits(width: number, height: number, bits: ArrayLike<number>): GreyPicture {
  const rowBytes = (width + 7) >> 3
  const data = new Uint8Array(width * height)
  for (let i = 0; i < data.length; i += 1) {
    const [x, y] = [i % width, Math.floor(i / width)]
    const byte = bits[y * rowBytes + (x >> 3)] ?? 0
    data[i] = ((byte >> (7 - (x & 7))) & 1) * 255
  }
  return { width, height, data }
}
