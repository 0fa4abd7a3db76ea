/** Makes the PDFs of this folder; see README.md. Needs `tiffcp` and `opj_compress`. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { GreyImage } from '../../degraded/grey-image.ts'
import { drawCodes, paperShare } from '../../paper/reading/card-files.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-scans-'))
const at = (name: string): string => path.join(folder, name)

/** A code in the middle of a page, black on white. */
function page(): GreyImage {
  const code = drawCodes([paperShare(7).qr])
  const [width, height] = [code.width + 96, code.height + 160]
  const data = new Uint8Array(width * height).fill(255)
  for (let y = 0; y < code.height; y += 1) {
    data.set(code.data.subarray(y * code.width, (y + 1) * code.width), (y + 80) * width + 48)
  }
  return { width, height, data }
}

/** Rows of bits, each from a new byte; 1 is black. */
function bitsOf({ width, height, data }: GreyImage): Buffer {
  const rowBytes = Math.ceil(width / 8)
  const bits = Buffer.alloc(rowBytes * height)
  data.forEach((grey, i) => {
    const place = Math.floor(i / width) * rowBytes + ((i % width) >> 3)
    if (grey < 128) bits[place] = (bits[place] ?? 0) | (0x80 >> (i % width & 7))
  })
  return bits
}

/** An entry of a TIFF's directory; type 3 is of 16 bits, 4 of 32. */
const entry = (tag: number, value: number): Buffer => {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt16LE(tag, 0)
  bytes.writeUInt16LE(4, 2)
  bytes.writeUInt32LE(1, 4)
  bytes.writeUInt32LE(value, 8)
  return bytes
}

/** The picture in one strip of CCITT group 4. */
function group4(image: GreyImage): Buffer {
  const bits = bitsOf(image)
  const entries = [
    entry(256, image.width),
    entry(257, image.height),
    entry(258, 1),
    entry(259, 1),
    entry(262, 0), // 0 is white
    entry(273, 8),
    entry(277, 1),
    entry(278, image.height),
    entry(279, bits.length),
  ]
  const head = Buffer.from('49492a0000000000', 'hex')
  head.writeUInt32LE(8 + bits.length, 4)
  const count = Buffer.from([entries.length, 0])
  writeFileSync(at('plain.tif'), Buffer.concat([head, bits, count, ...entries, Buffer.alloc(4)]))
  execFileSync('tiffcp', ['-c', 'g4', '-r', String(image.height), at('plain.tif'), at('g4.tif')])
  const tiff = readFileSync(at('g4.tif'))
  const directory = tiff.readUInt32LE(4)
  const value = (wanted: number): number => {
    for (let i = 0; i < tiff.readUInt16LE(directory); i += 1) {
      const place = directory + 2 + 12 * i
      if (tiff.readUInt16LE(place) === wanted) return tiff.readUInt32LE(place + 8)
    }
    throw new Error(`no tag ${wanted}`)
  }
  return tiff.subarray(value(273), value(273) + value(279))
}

/** A segment of JBIG2 as it stands in a PDF (T.88, 7.2). */
function segment(number: number, type: number, ofPage: number, content: Buffer): Buffer {
  const head = Buffer.alloc(11)
  head.writeUInt32BE(number, 0)
  head.set([type, 0, ofPage], 4)
  head.writeUInt32BE(content.length, 7)
  return Buffer.concat([head, content])
}

function jbig2({ width, height }: GreyImage, mmr: Buffer): Buffer {
  const pageInformation = Buffer.alloc(19)
  pageInformation.writeUInt32BE(width, 0)
  pageInformation.writeUInt32BE(height, 4)
  const region = Buffer.alloc(18)
  region.writeUInt32BE(width, 0)
  region.writeUInt32BE(height, 4)
  region[17] = 1 // coded by MMR
  return Buffer.concat([
    segment(0, 48, 1, pageInformation),
    segment(1, 38, 1, Buffer.concat([region, mmr])),
    segment(2, 49, 1, Buffer.alloc(0)),
  ])
}

function jpeg2000({ width, height, data }: GreyImage): Buffer {
  writeFileSync(
    at('page.pgm'),
    Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data]),
  )
  execFileSync('opj_compress', ['-i', at('page.pgm'), '-o', at('page.jp2'), '-r', '20'])
  return readFileSync(at('page.jp2'))
}

/** A PDF of one page that shows one picture. */
function pdf(image: GreyImage, dictionary: string, packed: Buffer): Buffer {
  const { width, height } = image
  const content = `q ${width} 0 0 ${height} 0 0 cm /Im0 Do Q`
  const objects = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents 4 0 R /Resources << /XObject << /Im0 5 0 R >> >> >>`,
    ),
    Buffer.from(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`),
    Buffer.concat([
      Buffer.from(
        `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} ${dictionary} /Length ${packed.length} >>\nstream\n`,
      ),
      packed,
      Buffer.from('\nendstream'),
    ]),
  ]
  const pieces: Buffer[] = [Buffer.from('%PDF-1.7\n')]
  const places: number[] = []
  let length = pieces[0]?.length ?? 0
  for (const [i, object] of objects.entries()) {
    const whole = Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')])
    places.push(length)
    pieces.push(whole)
    length += whole.length
  }
  const table = places.map(place => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  const tail = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`
  return Buffer.concat([...pieces, Buffer.from(tail)])
}

const image = page()
const fax = group4(image)
const parameters = `/DecodeParms << /K -1 /Columns ${image.width} /Rows ${image.height} >>`
const save = (name: string, file: Buffer): void =>
  writeFileSync(path.join(import.meta.dirname, name), file)

save(
  'ccitt.pdf',
  pdf(
    image,
    `/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode ${parameters}`,
    fax,
  ),
)
save(
  'ccitt-mask.pdf',
  pdf(image, `/ImageMask true /BitsPerComponent 1 /Filter /CCITTFaxDecode ${parameters}`, fax),
)
save(
  'jbig2.pdf',
  pdf(
    image,
    '/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode',
    jbig2(image, fax),
  ),
)
save(
  'jpx.pdf',
  pdf(image, '/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /JPXDecode', jpeg2000(image)),
)
rmSync(folder, { recursive: true })
