import { Buffer } from 'node:buffer'
import { criticalPackets, EXPONENT, MD5, PACKET_HEADER, SLICE_CHECK } from './packets.ts'
import { type ParityShape, slicesIn } from './shape.ts'

/** Which recovery slices stand in which recovery file. */

export interface ParityPart {
  /** The exponent of its first recovery slice, and how many there are from it on. */
  readonly first: number
  readonly count: number
}

/** Bytes of a recovery slice's packet. */
export const recoveryPacket = (sliceSize: number): number => PACKET_HEADER + EXPONENT + sliceSize

/**
 * How many recovery slices stand between two copies of the critical packets: there are as many copies as the number of
 * recovery slices has binary digits, as stock par2 has it.
 */
export const betweenCopies = (count: number): number =>
  Math.ceil(count / Math.max(1, Math.floor(Math.log2(count))))

/**
 * Divides the recovery slices among files of equal size.
 *
 * @param files what is protected: names and bytes
 * @param limit bytes of the longest file; one recovery slice is in each, however long that makes it
 */
export function partsOf(
  files: readonly { readonly name: string; readonly size: number }[],
  { sliceSize, recovery }: ParityShape,
  limit: number,
): readonly ParityPart[] {
  const critical = criticalLength(files, sliceSize)
  const sizeOf = (count: number): number =>
    (1 + Math.ceil(count / betweenCopies(count))) * critical + count * recoveryPacket(sliceSize)
  let parts = 1
  while (parts < recovery && sizeOf(Math.ceil(recovery / parts)) > limit) parts += 1
  const count = Math.ceil(recovery / parts)
  return Array.from({ length: Math.ceil(recovery / count) }, (_, i) => ({
    ...{ first: i * count, count: Math.min(count, recovery - i * count) },
  }))
}

/** Bytes of the packets that every recovery file has. */
function criticalLength(
  files: readonly { readonly name: string; readonly size: number }[],
  sliceSize: number,
): number {
  const digest = Buffer.alloc(MD5)
  const known = files.map(({ name, size }) => ({
    ...{ id: digest, md5: digest, md5OfStart: digest, name, size },
    checks: Buffer.alloc(slicesIn(size, sliceSize) * SLICE_CHECK),
  }))
  return criticalPackets(sliceSize, known).length
}
