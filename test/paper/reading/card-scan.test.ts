import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { encode } from 'jpeg-js'
import { scanKind } from '../../../main/paper/reading/card-scan.ts'
import { decodePicture } from '../../../main/paper/reading/picture.ts'
import { decodePng } from '../../../main/paper/reading/png.ts'
import { shareInFile } from '../../../main/paper/reading/share-in-file.ts'
import { type ErrorCode, KeyclaveError } from '../../../shared/errors.ts'
import { degraded } from '../../degraded/degraded-set.ts'
import { type GreyImage, rgbaOf } from '../../degraded/grey-image.ts'
import { chunk, drawCodes, type PngForm, paperShare, pdfOf, pngOf } from './card-files.ts'

const share = paperShare(1)
const other = paperShare(2)
const card = drawCodes([share.qr])
const plain: PngForm = { colourType: 0, depth: 8, filter: 0 }

const jpegOf = (image: GreyImage, quality = 80): Buffer =>
  Buffer.from(encode({ ...image, data: rgbaOf(image) }, quality).data)

/** What the process that reads a card does, in this one: starting a process for each would say no more. */
async function reads(file: Buffer): Promise<string> {
  const kind = scanKind(file)
  assert.ok(kind)
  return Buffer.from((await shareInFile(file, kind)).share).toString('hex')
}

const expected = Buffer.from(share.bytes).toString('hex')

const refuses = (file: Buffer, code: ErrorCode, data: object = {}): Promise<void> =>
  assert.rejects(reads(file), error => {
    assert.ok(error instanceof KeyclaveError)
    assert.equal(error.code, code)
    for (const [name, value] of Object.entries(data)) assert.deepEqual(error.data[name], value)
    return true
  })

test('every form of PNG that is not interlaced is read, pixel by pixel', async () => {
  const forms: PngForm[] = [
    ...([1, 2, 4, 8, 16] as const).map(depth => ({ colourType: 0, depth, filter: 5 }) as const),
    ...([1, 2, 4, 8] as const).map(depth => ({ colourType: 3, depth, filter: 0 }) as const),
    ...([8, 16] as const).flatMap(depth =>
      ([2, 4, 6] as const).map(colourType => ({ colourType, depth, filter: 5 }) as const),
    ),
    ...([1, 2, 3, 4] as const).map(filter => ({ colourType: 2, depth: 8, filter }) as const),
  ]
  for (const form of forms) {
    assert.deepEqual(decodePng(pngOf(card, form)), card, JSON.stringify(form))
  }
  assert.equal(await reads(pngOf(card, plain)), expected)
})

test('a JPEG is read, also a bad photograph', async () => {
  assert.equal(await reads(jpegOf(card)), expected)
  const { image, text } = degraded('everything', 1)
  const found = await reads(jpegOf(image, 50))
  assert.notEqual(found, expected)
  assert.equal(await reads(jpegOf(drawCodes([text]))), found)
})

test('two shares in one picture are refused; the same one twice, or beside another code, is not', async () => {
  await refuses(pngOf(drawCodes([share.qr, other.qr]), plain), 'PICTURE_SEVERAL', { count: 2 })
  assert.equal(await reads(pngOf(drawCodes([share.qr, share.qr]), plain)), expected)
  assert.equal(await reads(pngOf(drawCodes(['12345', share.qr]), plain)), expected)
})

test('what is no share is named', async () => {
  const fingerprint = 'A1B2 C3D4 E5F6 0718 293A 4B5C 6D7E 8F90'
  await refuses(pngOf(drawCodes([fingerprint]), plain), 'CODE_NOT_SHARE', {
    what: 'kit-fingerprint',
  })
  await refuses(pngOf(drawCodes(['12345']), plain), 'CODE_NOT_SHARE', { what: 'number' })
  await refuses(pngOf(drawCodes(['KEYCLAVE:S3:00']), plain), 'SHARE_VERSION', { have: 3 })
  const flipped = share.qr.slice(0, -1) + (share.qr.endsWith('0') ? '1' : '0')
  await refuses(pngOf(drawCodes([flipped]), plain), 'SHARE_QR_CHECKSUM')
  await refuses(pngOf(drawCodes([]), plain), 'PICTURE_NO_CODE')
})

test('a code with too much of it missing is named as damaged', async () => {
  const damaged = { ...card, data: card.data.slice() }
  for (let y = 0; y < card.height; y += 1) {
    for (let x = 0; x < card.width; x += 1) {
      const inside = x > 54 && x < 130 && y > 54 && y < 130
      if (inside) damaged.data[y * card.width + x] = 255
    }
  }
  await refuses(pngOf(damaged, plain), 'CODE_DAMAGED')
})

test('hostile and broken pictures are refused', async () => {
  const png = pngOf(card, plain)
  await refuses(pngOf(card, { ...plain, interlace: 1 }), 'PICTURE_FORMAT')
  await refuses(png.subarray(0, 20), 'PICTURE_FORMAT')
  await refuses(png.subarray(0, png.length / 2), 'PICTURE_FORMAT')
  const huge = Buffer.from(png)
  huge.writeUInt32BE(60_000, 16)
  huge.writeUInt32BE(60_000, 20)
  await refuses(huge, 'PICTURE_TOO_LARGE', { pixels: 3_600_000_000 })
  const wide = Buffer.from(png)
  wide.writeUInt32BE(card.width * 2, 16)
  await refuses(wide, 'PICTURE_FORMAT')
  const longer = Buffer.concat([
    png.subarray(0, 33),
    chunk('IDAT', Buffer.alloc(9)),
    png.subarray(33),
  ])
  await refuses(longer, 'PICTURE_FORMAT')
  const jpeg = jpegOf(card)
  await refuses(jpeg.subarray(0, 30), 'PICTURE_FORMAT')
  const vast = Buffer.from(jpeg)
  const frame = vast.indexOf(Buffer.from([0xff, 0xc0]))
  vast.writeUInt16BE(60_000, frame + 5)
  vast.writeUInt16BE(60_000, frame + 7)
  await refuses(vast, 'PICTURE_TOO_LARGE')
})

/** The chunks of a PNG by their places: header, pixels, end. */
const spliced = (png: Buffer, at: 'header' | 'pixels' | 'end', ...chunks: Buffer[]): Buffer => {
  const ends = { header: 33, pixels: png.length - 12, end: png.length }
  return Buffer.concat([png.subarray(0, ends[at]), ...chunks, png.subarray(ends[at])])
}

/** With some bytes of its header changed, and the header's checksum made right again. */
function withHeader(png: Buffer, change: (header: Buffer) => void): Buffer {
  const header = Buffer.from(png.subarray(16, 29))
  change(header)
  return Buffer.concat([png.subarray(0, 8), chunk('IHDR', header), png.subarray(33)])
}

const flipped = (png: Buffer, at: number): Buffer => {
  const changed = Buffer.from(png)
  changed[at] = (changed[at] ?? 0) ^ 1
  return changed
}

test('no PNG gets more memory than its header asks for, or past its limits', () => {
  const small = { width: 8, height: 8, data: new Uint8Array(64).fill(255) }
  const png = pngOf(small, plain)
  const coloured = pngOf(small, { colourType: 3, depth: 8, filter: 0 })
  const bomb = deflateSync(Buffer.alloc(1 << 28), { level: 1 })
  const rowsOf = (filter: number): Buffer =>
    deflateSync(
      Buffer.concat(Array.from({ length: 8 }, () => Buffer.from([filter, 1, 2, 3, 4, 5, 6, 7, 8]))),
    )
  const before = process.resourceUsage().maxRSS
  const whiteRows = deflateSync(
    Buffer.from(Array.from({ length: 72 }, (_, i) => (i % 9 === 0 ? 0 : 255))),
  )
  const pixels = (packed: Buffer): Buffer =>
    Buffer.concat([png.subarray(0, 33), chunk('IDAT', packed), chunk('IEND', Buffer.alloc(0))])
  const refused: { [name: string]: Buffer } = {
    'a bomb in the place of pixels': pixels(bomb),
    'pixels of less than all rows': pixels(deflateSync(Buffer.alloc(71))),
    'pixels of one byte more': pixels(deflateSync(Buffer.alloc(73))),
    'pixels whose sum is wrong': flipped(png, png.length - 17),
    'a filter that there is none of': pixels(rowsOf(5)),
    'a wrong checksum of the header': flipped(png, 32),
    'a wrong checksum of the pixels': flipped(png, png.length - 13),
    'no width': withHeader(png, header => header.writeUInt32BE(0, 0)),
    'no height': withHeader(png, header => header.writeUInt32BE(0, 4)),
    'colours of one bit': withHeader(png, header => header.set([1, 2], 8)),
    'a palette of 16 bits': withHeader(coloured, header => header.set([16], 8)),
    'a kind of colour that there is none of': withHeader(png, header => header.set([5], 9)),
    'a way to pack that there is none of': withHeader(png, header => header.set([1], 10)),
    interlaced: withHeader(png, header => header.set([1], 12)),
    'a palette without end': spliced(coloured, 'header', chunk('PLTE', Buffer.alloc(3_000_000))),
    'no pixels': Buffer.concat([png.subarray(0, 33), chunk('IEND', Buffer.alloc(0))]),
  }
  for (let end = 8; end < png.length - 12; end += 5) {
    refused[`cut at ${end}`] = png.subarray(0, end)
  }
  for (const [name, file] of Object.entries(refused)) {
    const format = { code: 'PICTURE_FORMAT', name: 'KeyclaveError' }
    assert.throws(() => decodePicture(file), format, name)
  }
  for (const side of [0xffffffff, 0x7fffffff, 7072]) {
    const vast = withHeader(png, header => {
      header.writeUInt32BE(side, 0)
      header.writeUInt32BE(side, 4)
    })
    assert.throws(() => decodePicture(vast), { code: 'PICTURE_TOO_LARGE' }, String(side))
  }
  // What is none of the picture is never looked at.
  const header = Buffer.from(png.subarray(16, 29))
  header.writeUInt32BE(60_000, 0)
  const harmless: { readonly [name: string]: Buffer } = {
    'a bomb as a colour profile': spliced(
      png,
      'header',
      chunk('iCCP', Buffer.concat([Buffer.from('name\0\0'), bomb])),
    ),
    'a bomb behind the pixels': pixels(Buffer.concat([whiteRows, bomb])),
    'another header': spliced(png, 'pixels', chunk('IHDR', header)),
    'a palette that no pixel names': spliced(png, 'header', chunk('PLTE', Buffer.alloc(3))),
    'a damaged note': spliced(png, 'header', flipped(chunk('tEXt', Buffer.from('a\0b')), 12)),
    'something behind its end': spliced(png, 'end', bomb),
    'without its end': png.subarray(0, png.length - 12),
  }
  for (const [name, file] of Object.entries(harmless)) {
    assert.deepEqual(decodePicture(file), small, name)
  }
  const grown = (process.resourceUsage().maxRSS - before) / 1024
  assert.ok(grown < 128, `${grown} MiB`)
})

test('the words of a card are read from its PDF, in whatever order it was written', async () => {
  assert.equal(await reads(await pdfOf([{ words: share.words }])), expected)
  const front = { text: 'A page before the card, of 2026, with 3 of 5 custodians' }
  assert.equal(await reads(await pdfOf([front, { words: share.words }])), expected)
})

test('the code of a scanned card is read from its PDF', async () => {
  for (const picture of [jpegOf(card), pngOf(card, { ...plain, depth: 1 })]) {
    assert.equal(await reads(await pdfOf([{ picture }])), expected)
  }
})

test('the code is read from what office scanners make: CCITT fax, as a picture or a mask, JBIG2, JPEG 2000', async () => {
  const scanned = Buffer.from(paperShare(7).bytes).toString('hex')
  for (const name of ['ccitt', 'ccitt-mask', 'jbig2', 'jpx']) {
    assert.equal(await reads(readFileSync(`test/vectors/scans/${name}.pdf`)), scanned, name)
  }
  // A picture that cannot be unpacked is not passed over in silence.
  const file = readFileSync('test/vectors/scans/jpx.pdf')
  const at = file.indexOf('stream\n', file.indexOf('/JPXDecode'))
  file.fill(0, at + 7, at + 200)
  await refuses(file, 'PDF_PICTURE', { page: 1 })
})

test('a picture of a kind that is not read is named, with the way out', async () => {
  const begins: { readonly [kind: string]: string } = {
    heic: '00000024667479706865696300000000',
    avif: '00000020667479706176696600000000',
    webp: '52494646240000005745425056503820',
    gif: '47494638396101000100800000000000',
    bmp: '424d3a000000000000003600000028',
    tiff: '49492a00080000000000',
    'jpeg-2000': '0000000c6a5020200d0a870a00000014',
    'jpeg-xl': 'ff0afa1f01900000',
  }
  for (const [kind, hex] of Object.entries(begins)) {
    const file = Buffer.from(hex, 'hex')
    assert.throws(() => scanKind(file), { code: 'PICTURE_KIND', data: { kind } }, kind)
  }
  assert.equal(scanKind(Buffer.from('BM is how this text begins')), null)
})

test('reading a PDF loads no native drawing library', async () => {
  const file = await pdfOf([{ words: share.words }])
  await reads(file)
  const maps = readFileSync('/proc/self/maps', 'utf8')
  assert.doesNotMatch(maps, /skia|canvas/)
})

test('a PDF with other words, several shares or none is refused', async () => {
  const two = await pdfOf([{ words: share.words }, { words: other.words }])
  await refuses(two, 'PDF_SEVERAL', { pages: [1, 2] })
  const same = await pdfOf([{ words: share.words }, { words: share.words }])
  assert.equal(await reads(same), expected)
  const changed = share.words.with(4, share.words[4] === 'zoo' ? 'zone' : 'zoo')
  await refuses(await pdfOf([{ words: changed }]), 'SHARE_WORDS_WRONG', { words: [5] })
  await refuses(await pdfOf([{ words: share.words.slice(1) }]), 'PDF_NO_SHARE', { pages: 1 })
  await refuses(await pdfOf([{ text: 'nothing' }, { text: 'here' }]), 'PDF_NO_SHARE', { pages: 2 })
  const locked = await pdfOf([{ words: share.words }], {
    userPassword: 'secret',
    pdfVersion: '1.7',
  })
  await refuses(locked, 'PDF_FORMAT', { problem: 'password' })
  await refuses(Buffer.from('%PDF-1.7\nnothing of the kind'), 'PDF_FORMAT')
})

test('a picture with any byte changed gives the share, or is refused', async () => {
  const png = pngOf(drawCodes([share.qr]), { ...plain, depth: 1 })
  for (let i = 0; i < 12; i += 1) {
    const changed = Buffer.from(png)
    const at = Math.floor(((i + 0.5) * png.length) / 12)
    changed[at] = (changed[at] ?? 0) ^ (1 << (i % 8))
    if (scanKind(changed) === null) continue
    const read = await reads(changed).catch((error: unknown) => {
      assert.ok(error instanceof KeyclaveError, String(error))
      return expected
    })
    assert.equal(read, expected)
  }
})
