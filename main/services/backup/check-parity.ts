import type { ParityProblem } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import type { DigestTree } from '../../core/backup/index.ts'
import type { ParitySet, SliceComparison } from '../../core/parity/index.ts'
import type { PlacedBackup } from '../files/index.ts'
import type { Watch } from '../tasks/index.ts'
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

/** Recovery files that lie beside a backup, and the set in them that is used. */
export interface RecoveryFiles {
  readonly files: readonly string[]
  /** Null: there is none. */
  readonly set: ParitySet | null
  /** Why there is none. */
  readonly problem: ParityProblem
}

/**
 * Reads the recovery files that lie beside a backup.
 *
 * @param tree of its check file, if there is one
 * @returns null: none lie there
 * @throws FILE_*; CANCELLED
 */
export async function recoveryBeside(
  backup: PlacedBackup,
  tree: DigestTree | null,
  watch: Watch,
): Promise<RecoveryFiles | null> {
  const files = await parityBeside([backup])
  if (files.length === 0) return null
  return await withFiles(files, async recovery => ({
    files,
    ...(await setFor(recovery, tree, watch)),
  }))
}

/**
 * What the comparison of a backup with its recovery files has shown. They prove nothing against somebody who means harm.
 *
 * @param compared null: no set could be used
 * @throws BACKUP_SLICES where the backup is not as they say
 */
export function parityShown(
  path: string,
  { files, set, problem }: RecoveryFiles,
  compared: SliceComparison | null,
): CheckedParity {
  if (set === null || compared === null) {
    return { files, problem, recovery: 0, slices: 0, damaged: 0 }
  }
  const { lost, slices } = compared
  const counts = { recovery: set.recovery.length, slices }
  if (lost === slices) return { files, problem: 'other', ...counts, damaged: 0 }
  if (lost > 0) throw refuse('BACKUP_SLICES', { path, lost, ...counts })
  return { files, problem: null, ...counts, damaged: damagedOf(set) }
}

/** Exponents are counted from 0 without a gap. */
const damagedOf = ({ recovery }: ParitySet): number =>
  1 + Math.max(...recovery.map(({ exponent }) => exponent)) - recovery.length
