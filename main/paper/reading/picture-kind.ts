import { Buffer } from 'node:buffer'

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
