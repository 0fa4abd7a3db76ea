import { MOST_SLICES } from './field.ts'

/** How files are cut into slices, and how many recovery slices stand in for lost ones. */

/** As many as stock par2 makes: more find smaller damage, and take longer. */
const SLICES = 2000
/** Drives lose no less than a block. */
const LEAST_SLICE = 4096

export interface ParityShape {
  /** Bytes of a slice, a multiple of 4. */
  readonly sliceSize: number
  /** Input slices of all files. */
  readonly slices: number
  /** Recovery slices: so many lost slices can be made again. */
  readonly recovery: number
}

export const slicesIn = (size: number, sliceSize: number): number => Math.ceil(size / sliceSize)

/**
 * @param sizes   bytes of each file
 * @param percent recovery slices for each hundred input slices, above 0 and up to 100
 */
export function shapeOf(sizes: readonly number[], percent: number): ParityShape {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const sliceSize = Math.max(LEAST_SLICE, 4 * Math.ceil(total / SLICES / 4))
  const slices = sizes.reduce((sum, size) => sum + slicesIn(size, sliceSize), 0)
  const recovery = Math.min(MOST_SLICES, Math.max(1, Math.ceil((slices * percent) / 100)))
  return { sliceSize, slices, recovery }
}

/** Memory for the sums that are made at once. */
const SUMS = 128 * 1024 * 1024

/**
 * How much of each slice is worked on at once, so that its sums fit into memory: the slices are read in several
 * passes, each time another part of them. Bytes, a multiple of 4.
 */
export function columnOf(sliceSize: number, sums: number): number {
  const passes = Math.ceil((sliceSize * sums) / SUMS)
  return Math.max(4, 4 * Math.ceil(sliceSize / passes / 4))
}
