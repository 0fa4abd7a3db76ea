import { Buffer } from 'node:buffer'
import type { PictureKind } from '../../../shared/codes/index.ts'

/** Which pictures there are, by their first bytes: what the main side looks at, where nothing is decoded. */

/** PNG, third edition, section 5.2. */
export const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Start of image (ITU-T T.81, table B.1). */
const SOI = 0xffd8

export const isPng = (bytes: Uint8Array): boolean =>
  PNG_SIGNATURE.equals(bytes.subarray(0, PNG_SIGNATURE.length))

const isJpeg = (bytes: Buffer): boolean =>
  bytes.length > 4 && bytes.readUInt16BE(0) === SOI && bytes[2] === 0xff

export const isPicture = (bytes: Buffer): boolean => isPng(bytes) || isJpeg(bytes)

/** First bytes of pictures that are not read, as hex digits from some place on; each as its format has them. */
const OTHERS: readonly (readonly [PictureKind, at: number, ...hex: string[]])[] = [
  ['gif', 0, '474946383761', '474946383961'], // GIF87a, GIF89a
  ['webp', 8, '57454250'], // RIFF, length, WEBP
  ['tiff', 0, '49492a00', '4d4d002a', '49492b00', '4d4d002b'], // II or MM, 42; BigTIFF: 43
  ['bmp', 0, '424d'], // BM
  ['avif', 4, '6674797061766966', '6674797061766973'], // ftyp avif, avis
  ['heic', 4, '667479706865', '667479706d696631', '667479706d736631'], // ftyp he.., mif1, msf1
  ['jpeg-2000', 0, '0000000c6a502020', 'ff4fff51'],
  ['jpeg-xl', 0, '0000000c4a584c20', 'ff0a'],
]

/** What a file is that is not read here; null when it is none of these. Text can begin with BM alone. */
export function unreadKind(bytes: Buffer): PictureKind | null {
  const begins = (at: number, hex: string): boolean =>
    bytes.toString('hex', at, at + hex.length / 2) === hex
  const [kind] = OTHERS.find(([, at, ...all]) => all.some(hex => begins(at, hex))) ?? []
  return kind === undefined || !bytes.includes(0) ? null : kind
}
