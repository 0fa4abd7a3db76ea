import {
  type BackupManifest,
  type ManifestEntry,
  outwardLine,
  type SalvageSink,
} from '../../core/backup/index.ts'
import {
  type Difference,
  type Fit,
  type FitChoice,
  fitToDrive,
  type ModeChoice,
  NOTHING_CHOSEN,
  orTakeBack,
  RestoreTree,
  refuseExisting,
  removeFiles,
} from '../files/index.ts'
import { type ChosenPaths, NOWHERE } from './chosen-paths.ts'
import { differenceListOf, writeDifferences } from './difference-list.ts'
import { fittedSink } from './fitted-sink.ts'

/** The folder that a restore makes, and what becomes of what its drive cannot hold. */

/** Where a backup is restored to. */
export interface Destination {
  /** The folder to make; null: everything is read and checked, and nothing is written. */
  readonly out: string | null
  /** Absent: without setuid, setgid and leave for everybody to write. */
  readonly modes?: ModeChoice | undefined
  /** Whether links that lead out of the folder are made; absent: they are only listed. */
  readonly outwardLinks?: boolean | undefined
  /** What people chose for what the drive cannot hold; absent: nothing yet. */
  readonly fit?: FitChoice | undefined
}

/** How what was restored differs from what was backed up. */
export interface OnDrive {
  /** Files and folders that did not get all the permissions that they had. */
  readonly tamed: number
  /** Names that became others, and what was left out, by choice. */
  readonly differences: readonly Difference[]
  /** The file beside the folder that lists them; null: there are none. */
  readonly list: string | null
  /** Links that lead out of the folder, or may. */
  readonly outward: readonly { readonly path: string; readonly target: string }[]
  /** Whether they were made. */
  readonly outwardMade: boolean
  /** False: everybody who gets at the drive can read what was restored. */
  readonly keepsModes: boolean
}

const AS_IT_WAS: OnDrive = {
  ...{ tamed: 0, differences: [], list: null, keepsModes: true },
  ...{ outward: [], outwardMade: false },
}

/**
 * Restores into a folder that appears when `restore` has returned, and otherwise not. Before anything is
 * written it is known whether the drive can hold it all.
 *
 * @param ahead   what the backup says that it holds; null: that cannot be read before all else
 * @param restore `has`: which paths are restored
 * @throws RESTORE_UNFIT; FILE_*; what `restore` throws
 */
export async function restoreInto<Result>(
  { out, modes, fit: choice = NOTHING_CHOSEN, outwardLinks = false }: Destination,
  chosen: ChosenPaths,
  ahead: () => Promise<BackupManifest | null>,
  restore: (sink: SalvageSink, has: (path: string) => boolean) => Promise<Result>,
): Promise<{ readonly result: Result; readonly onDrive: OnDrive }> {
  if (out === null) return { result: await restore(NOWHERE, chosen.has), onDrive: AS_IT_WAS }
  await refuseExisting(out)
  const list = differenceListOf(out)
  await refuseExisting(list)
  const fit = await fitOf(out, await ahead(), { choice, chosen, outwardLinks })
  const keepsModes = fit?.keepsModes ?? true
  const tree = await RestoreTree.create(out, { modes, keepsModes, outwardLinks })
  return orTakeBack(
    () => tree.discard(),
    async () => {
      const has = (path: string): boolean =>
        chosen.has(path) && (fit === null || fit.place(path) !== null)
      const result = await restore(fit === null ? tree : fittedSink(tree, fit), has)
      const { differences = [] } = fit ?? {}
      const listed = differences.length === 0 ? null : list
      if (listed !== null) await writeDifferences(listed, differences)
      await orTakeBack(
        () => removeFiles(listed === null ? [] : [listed]),
        () => tree.commit(),
      )
      const outward = tree.outward.map(({ path, target }) => ({ path, target }))
      const links = { outward, outwardMade: outwardLinks && outward.length > 0 }
      return {
        result,
        onDrive: { tamed: tree.tamed, differences, list: listed, keepsModes, ...links },
      }
    },
  )
}

interface Wishes {
  readonly choice: FitChoice
  readonly chosen: ChosenPaths
  readonly outwardLinks: boolean
}

/**
 * How what a manifest lists goes to the drive; null: it is not known what there is.
 *
 * The manifest is read twice, here and where it ends the archive, and kept but once at a time.
 *
 * @throws RESTORE_UNFIT; FILE_*
 */
async function fitOf(
  out: string,
  manifest: BackupManifest | null,
  { choice, chosen, outwardLinks }: Wishes,
): Promise<Fit | null> {
  if (manifest === null) return null
  const { entries } = manifest
  const wanted = {
    *[Symbol.iterator](): Generator<ManifestEntry> {
      for (const line of entries) {
        if (chosen.has(line.path) && (outwardLinks || outwardLine(line) === null)) yield line
      }
    },
  }
  return await fitToDrive(out, wanted, choice)
}
