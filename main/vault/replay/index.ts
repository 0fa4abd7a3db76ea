/** The tables of a vault, made again of its log alone: what each entry writes, and where a table differs. */

export type { Difference } from './comparison.ts'
export { bytesDigest, foundRow, sealDigest } from './forms.ts'
export { NOT_REPLAYED } from './not-replayed.ts'
export type { Projection } from './projection.ts'
export { adoption, Replay } from './replay.ts'
export { PROJECTIONS } from './tables/index.ts'
