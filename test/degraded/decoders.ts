/** The decoders that were considered, each as a function from pictures to what it read. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { decodeQR } from 'qr/decode.js'
import { readBarcodes } from 'zxing-wasm/reader'
import { startCodeReader } from '../../shared/code-reader.ts'
import { type GreyImage, pgmOf, rgbaOf } from './grey-image.ts'

/** The text that a decoder reads in each picture; null where it reads none. */
type Decoder = (images: readonly GreyImage[]) => Promise<readonly (string | null)[]>

const wasm = readFileSync(
  createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'),
)
export const codeReader = await startCodeReader(new Uint8Array(wasm).buffer)

const oneByOne =
  (decode: (image: GreyImage) => Promise<string | null> | string | null): Decoder =>
  async images => {
    const texts: (string | null)[] = []
    for (const image of images) texts.push(await decode(image))
    return texts
  }

/** Debian's `zbarimg`, one process per picture: with several it would not say which one it read. */
const zbarimg: Decoder = async images => {
  const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-degraded-'))
  try {
    return images.map((image, i) => {
      const file = path.join(folder, `${i}.pgm`)
      writeFileSync(file, pgmOf(image))
      const args = ['--quiet', '--raw', '--nodbus', '-Sdisable', '-Sqrcode.enable', file]
      const { stdout, error } = spawnSync('zbarimg', args, { encoding: 'utf8' })
      if (error) throw error
      return stdout.trim() === '' ? null : stdout.trim()
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const qr = oneByOne(({ width, height, ...image }) => {
  try {
    const data = rgbaOf({ width, height, ...image })
    return decodeQR({ width, height, data }, { effort: 100, timeLimit: 5000 })
  } catch {
    return null
  }
})

const zxing = oneByOne(async image => {
  const { width, height } = image
  const picture = { width, height, data: rgbaOf(image) } as unknown as ArrayBuffer
  const [found] = await readBarcodes(picture, { formats: ['QRCode'], textMode: 'Plain' })
  return found?.text ?? null
})

const ours = oneByOne(async image => {
  const [found] = await codeReader.read(image, () => true)
  return found?.kind === 'text' ? found.text : null
})

export const DECODERS = { zbarimg, qr, 'zxing-wasm': zxing, Keyclave: ours } as const
export type DecoderName = keyof typeof DECODERS
