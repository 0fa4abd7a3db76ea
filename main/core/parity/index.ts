/** Parity: recovery files of the PAR2 format, from which lost parts of a backup are made again (FORMAT: 8.8 Recovery files). */

export { createParity } from './create.ts'
export { type ParitySet, readParity } from './parity-set.ts'
export { partsOf } from './parts.ts'
export { type FoundSlices, findSlices, sizeOf, writeWhole } from './repair.ts'
export { type ParityShape, shapeOf } from './shape.ts'
export { SliceComparison } from './slice-comparison.ts'
