import type { Buffer } from 'node:buffer'

/** What an image of ISO 9660 says of itself. */
export interface IsoImage {
  /** Its volume identifier. */
  readonly name: string
  /** Bytes, from the first of the image on. */
  readonly length: number
}

/** Where the descriptors of volumes begin, and how long each is (ECMA-119 6.2.1, 6.1.2). */
export const DESCRIPTOR_AT = 16 * 2048
export const DESCRIPTOR_LENGTH = 2048

const PRIMARY = 1
const IDENTIFIER = 'CD001'

/**
 * Reads the primary volume descriptor, which a hybrid image has first, also on a drive that it was written to.
 *
 * @param descriptor DESCRIPTOR_LENGTH bytes from DESCRIPTOR_AT on; less, where the file ends before
 * @returns null where no such image is
 */
export function isoImage(descriptor: Buffer): IsoImage | null {
  if (descriptor.length < DESCRIPTOR_LENGTH) return null
  if (descriptor[0] !== PRIMARY || descriptor.toString('latin1', 1, 6) !== IDENTIFIER) return null
  // Each number stands there twice, in both orders of bytes (ECMA-119 7.2.3, 7.3.3).
  const [blocks, blocksAgain] = [descriptor.readUInt32LE(80), descriptor.readUInt32BE(84)]
  const [size, sizeAgain] = [descriptor.readUInt16LE(128), descriptor.readUInt16BE(130)]
  if (blocks !== blocksAgain || size !== sizeAgain) return null
  const length = blocks * size
  if (length < DESCRIPTOR_AT + DESCRIPTOR_LENGTH) return null
  return { name: descriptor.toString('latin1', 40, 72).trim(), length }
}
