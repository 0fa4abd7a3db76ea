/** The tables of a vault, made again of its log alone: what each entry writes, and where a table differs. */

export type { Difference } from './comparison.ts'
export { bytesDigest, foundRow, importedPlan, sealDigest } from './forms.ts'
export type { Projection, Turn } from './projection.ts'
export { adoption, Replay } from './replay.ts'
export type { ReplayedTable } from './replayed-table.ts'
export { UNSAID } from './row.ts'
