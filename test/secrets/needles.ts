import { shareToQr, shareToWords } from '../../shared/share-text.ts'

/** A secret in the shapes in which a program may leave it behind, cut into pieces that a search finds. */

/** A pattern, and what it would mean to find it. */
export interface Needle {
  readonly name: string
  readonly bytes: Buffer
}

/** Short enough that the rest of a half overwritten secret is found, long enough never to be found by chance. */
const WINDOW = 12

function windows(name: string, bytes: Uint8Array, size = WINDOW): readonly Needle[] {
  const count = Math.floor(bytes.length / size)
  return Array.from({ length: count }, (_, i) => ({
    name: `${name}, bytes ${i * size} to ${(i + 1) * size - 1}`,
    bytes: Buffer.from(bytes.subarray(i * size, (i + 1) * size)),
  }))
}

/** Text in ASCII and in UTF-16, as JavaScript strings are kept. */
export const textNeedles = (name: string, text: string): readonly Needle[] => [
  ...windows(`${name}, text`, Buffer.from(text)),
  ...windows(`${name}, UTF-16`, Buffer.from(text, 'utf16le'), 2 * WINDOW),
]

/**
 * Bytes, forwards and backwards (as big integers keep them), as numbers in a JavaScript array, in binary
 * digits, hex and base64.
 */
export function byteNeedles(name: string, bytes: Uint8Array): readonly Needle[] {
  const first = [...bytes.subarray(0, WINDOW)]
  const hex = Buffer.from(bytes).toString('hex')
  const digits = [...bytes.subarray(0, 4)].map(byte => byte.toString(2).padStart(8, '0')).join('')
  const aligned = [0, 1, 2].map(skip => Buffer.from(bytes.subarray(skip)).toString('base64'))
  return [
    ...windows(name, bytes),
    ...windows(`${name}, backwards`, Buffer.from(bytes).reverse()),
    { name: `${name}, numbers of 4 bytes`, bytes: spread(first, 4) },
    { name: `${name}, numbers of 8 bytes`, bytes: spread(first, 8) },
    { name: `${name}, binary digits`, bytes: Buffer.from(digits) },
    ...textNeedles(`${name}, hex`, hex),
    ...textNeedles(`${name}, HEX`, hex.toUpperCase()),
    ...aligned.flatMap(base64 => textNeedles(`${name}, base64`, base64.slice(0, -4))),
  ]
}

/** Each byte as a little-endian integer of `width` bytes. */
function spread(bytes: readonly number[], width: number): Buffer {
  const spread = Buffer.alloc(bytes.length * width)
  bytes.forEach((byte, i) => {
    spread[i * width] = byte
  })
  return spread
}

/** A share: its value, its QR text, and any four words that stand together. */
export function shareNeedles(name: string, share: Uint8Array): readonly Needle[] {
  const words = shareToWords(share)
  const rows = words.slice(0, -3).map((_, i) => words.slice(i, i + 4))
  const onCard = (row: readonly string[], first: number): string =>
    row.map((word, i) => `${String(first + i).padStart(2)} ${word.padEnd(9)}`).join('  ')
  const texts = rows.flatMap((row, i) => [
    ...[' ', '\n', ', ', '","'].map(between => row.join(between)),
    onCard(row, i + 1).trimEnd(),
  ])
  // The first 12 characters are the prefix, and the header behind them is no secret either. The last ones
  // differ with the version of the code and the kit.
  const qr = shareToQr(share).slice(24, 78)
  return [
    ...byteNeedles(`${name}, value`, share.subarray(8)),
    ...textNeedles(`${name}, QR text`, qr),
    ...texts.flatMap(text => [
      { name: `${name}, words`, bytes: Buffer.from(text) },
      { name: `${name}, words in UTF-16`, bytes: Buffer.from(text, 'utf16le') },
    ]),
  ]
}
