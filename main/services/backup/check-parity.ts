import type { ParityProblem } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import type { DigestTree } from '../../core/backup/index.ts'
import { findSlices, type ParitySet, sizeOf } from '../../core/parity/index.ts'
import { openJoined, type PlacedBackup } from '../files/index.ts'
import { continueUnlessCancelled, type Watch } from '../tasks/index.ts'
import { parityBeside, withFiles } from './parity-files.ts'
import { setFor } from './repair-with-parity.ts'

/** Whether the recovery files that lie beside a backup could mend it. */

export interface CheckedParity {
  readonly files: readonly string[]
  /** Why they are of no use; null: they are, and every slice of the backup is as they say. */
  readonly problem: ParityProblem | null
  /** How many lost slices they stand in for, of how many there are. */
  readonly recovery: number
  readonly slices: number
  /** Recovery slices that are damaged themselves, as far as their numbers tell. */
  readonly damaged: number
}

/**
 * Compares a backup with its recovery files. They prove nothing against somebody who means harm.
 *
 * @param tree of its check file, if there is one
 * @returns null: none lie beside it
 * @throws BACKUP_SLICES where it is not as they say; FILE_VOLUME for a volume that is missing; FILE_*; CANCELLED
 */
export async function checkParity(
  backup: PlacedBackup,
  tree: DigestTree | null,
  watch: Watch,
): Promise<CheckedParity | null> {
  const files = await parityBeside([backup])
  if (files.length === 0) return null
  return await withFiles(files, async recovery => {
    const { set, problem } = await setFor(recovery, tree, watch)
    if (set === null) return { files, problem, recovery: 0, slices: 0, damaged: 0 }
    const { lost, slices } = await slicesOf(backup, set, watch)
    const counts = { recovery: set.recovery.length, slices }
    if (lost === slices) return { files, problem: 'other', ...counts, damaged: 0 }
    if (lost > 0) throw refuse('BACKUP_SLICES', { path: backup.file, lost, ...counts })
    return { files, problem: null, ...counts, damaged: damagedOf(set) }
  })
}

/** How many slices of a backup there are, and are not as they were. @throws FILE_VOLUME */
async function slicesOf(backup: PlacedBackup, set: ParitySet, { signal, onEvent }: Watch) {
  const source = await openJoined(backup, { gaps: false })
  try {
    if (source.next !== null && source.size < sizeOf(set)) {
      throw refuse('FILE_VOLUME', { path: source.next })
    }
    const onProgress = (done: number, total: number): void => {
      continueUnlessCancelled(signal)
      onEvent({ kind: 'progress', task: 'reading-back', done, total, unit: 'bytes' })
    }
    const { lost, slices } = await findSlices({ set, copies: [source], threads: 1, onProgress })
    return { lost: lost.length, slices: slices.length }
  } finally {
    await source.close()
  }
}

/** Exponents are counted from 0 without a gap. */
const damagedOf = ({ recovery }: ParitySet): number =>
  1 + Math.max(...recovery.map(({ exponent }) => exponent)) - recovery.length
