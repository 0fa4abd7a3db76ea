import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Output } from '../../../../shared/contract.ts'
import { refuse } from '../../../../shared/errors.ts'
import { KIT_IN_BUNDLE, RECORD_IN_BUNDLE } from '../../../core/bundle/index.ts'
import { forFinders, recordToBytes } from '../../../core/ceremony/index.ts'
import { type BundleTools, bundleOf } from '../../bundle/index.ts'
import {
  absolutePath,
  type Left,
  onPath,
  orTakeBack,
  type PreparedFolder,
  prepareFolder,
} from '../../files/index.ts'
import type { PaperSize } from '../../pages/index.ts'
import { type Outcome, sealedNotes } from '../index.ts'

/** The bundle of a ceremony, kept in several places: kit, record, the public pages, and all that opens them. */

type Closed = Extract<Output<'ceremony.state'>, { step: 'closed' }>
type SavedPlace = Closed['places'][number]

const LEAST_PLACES = 2

interface Published {
  readonly places: SavedPlace[]
  /** Why one has no name; null when all have. */
  readonly failure: unknown
}

/** Folders that lie in their places under temporary names, read back from their drives, and without their own name yet. */
export interface PreparedPlaces {
  readonly sameDrive: boolean
  readonly bundle: Closed['bundle']
  /** Gives them their names. A place that fails now is told by a null, and does not stop the others. */
  readonly publish: () => Promise<Published>
  /** Throws nothing. */
  readonly discard: () => Promise<Left>
}

/** Where, and with what. */
export interface PlacesOrder {
  readonly folders: readonly string[]
  readonly paper: PaperSize
  /** The program's own package, a file; null: nobody has named it. */
  readonly package: string | null
}

/**
 * Writes the bundle into every folder, all but its name, and reads each one back from its drive.
 *
 * @throws KIT_PLACES when these are not two different folders; DRIVE_UNTRUE, BUNDLE_SOURCE; FILE_EXISTS, FILE_FULL …
 */
export async function preparePlaces(
  { folders, paper, package: package_ }: PlacesOrder,
  { kit, record }: Outcome,
  tools: BundleTools,
): Promise<PreparedPlaces> {
  const places = await differentFolders(folders)
  const bundle = await bundleOf(
    {
      ...{ kit, record: recordToBytes(record), finders: forFinders(record.plan) },
      ...{ sealed: sealedNotes(record.plan), package: package_ },
    },
    paper,
    tools,
  )
  const prepared: PreparedPlace[] = []
  const discard = async (): Promise<Left> => {
    const left: Left[] = []
    for (const { files } of prepared) left.push(await files.discard())
    return left.flat()
  }
  return orTakeBack(discard, async () => {
    for (const folder of places) {
      const files = await prepareFolder(path.join(folder, bundle.name), bundle.files)
      prepared.push({ folder, files })
    }
    // Only now: two places may lie on one drive, and what was written last may have cost what was written first.
    for (const { files } of prepared) await files.readBack()
    const { name, sums, lacking } = bundle
    return {
      sameDrive: await onOneDrive(places),
      bundle: {
        ...{ name, package: bundle.package },
        ...{ sums: { sha256: sums.sha256, words: [...sums.words] }, lacking: [...lacking] },
      },
      discard,
      publish: () => publishAll(prepared),
    }
  })
}

/** One folder's bundle. */
interface PreparedPlace {
  readonly folder: string
  readonly files: PreparedFolder
}

async function publishAll(prepared: readonly PreparedPlace[]): Promise<Published> {
  let failure: unknown = null
  const places: SavedPlace[] = []
  for (const { folder, files } of prepared) {
    try {
      await files.publish()
      const at = (name: string): string => path.join(files.path, name)
      places.push({ folder, kit: at(KIT_IN_BUNDLE), record: at(RECORD_IN_BUNDLE) })
    } catch (error) {
      failure = error
      places.push({ folder, kit: null, record: null })
    }
  }
  return { places, failure }
}

async function differentFolders(folders: readonly string[]): Promise<readonly string[]> {
  const different = await withoutRepetitions(folders)
  const have = different.length
  if (have < LEAST_PLACES) throw refuse('KIT_PLACES', { have, need: LEAST_PLACES })
  return different
}

/** The folders without repetitions, whatever their names. */
async function withoutRepetitions(folders: readonly string[]): Promise<readonly string[]> {
  const real = new Map<string, string>()
  for (const folder of folders.map(absolutePath)) {
    const at = await onPath(folder, realpath(folder))
    if (!real.has(at)) real.set(at, folder)
  }
  return [...real.values()]
}

/** What is to be known of places before anything is written there. @throws FILE_* */
export async function lookAtPlaces(
  folders: readonly string[],
): Promise<Output<'ceremony.lookAtPlaces'>> {
  const different = await withoutRepetitions(folders)
  return { different: different.length, sameDrive: await onOneDrive(different) }
}

async function onOneDrive(folders: readonly string[]): Promise<boolean> {
  const drives = await Promise.all(folders.map(async folder => (await stat(folder)).dev))
  return new Set(drives).size === 1
}
