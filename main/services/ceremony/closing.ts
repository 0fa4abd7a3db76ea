import type { Buffer } from 'node:buffer'
import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Output } from '../../../shared/contract.ts'
import { refuse } from '../../../shared/errors.ts'
import { recordToBytes } from '../../core/ceremony-record.ts'
import { kitToBytes } from '../../core/kit.ts'
import { absolutePath } from '../files/absolute-path.ts'
import { AtomicFile } from '../files/atomic-file.ts'
import { onPath } from '../files/io-error.ts'
import type { Papers } from '../paper/papers.ts'
import type { Outcome } from './ceremony.ts'

/** Kit and record of a ceremony, kept in several places. */

type SavedPlace = Extract<Output<'ceremony.state'>, { step: 'closed' }>['places'][number]

const LEAST_PLACES = 2
/** Of the printed record: it fits on Letter too, when the printer is told to fit the page. */
const PAGE_SIZE = 'a4'

interface Published {
  readonly places: SavedPlace[]
  /** Why one has no name; null when all have. */
  readonly failure: unknown
}

/** Files that lie in their places under temporary names, on the disk and without their own name yet. */
export interface PreparedPlaces {
  readonly sameDrive: boolean
  /** Gives them their names. A place that fails now is told by a null, and does not stop the others. */
  readonly publish: () => Promise<Published>
  readonly discard: () => Promise<void>
}

/**
 * Writes kit and record into every folder, all but their names.
 *
 * @throws KIT_PLACES when these are not two different folders; FILE_EXISTS, FILE_FULL …
 */
export async function preparePlaces(
  folders: readonly string[],
  { kit, record }: Outcome,
  papers: Papers,
): Promise<PreparedPlaces> {
  const places = await differentFolders(folders)
  const { setId } = kit.quorum
  const account = recordToBytes(record)
  const contents = {
    kit: { name: `keyclave-kit-${setId}.json`, bytes: kitToBytes(kit) },
    record: { name: `keyclave-record-${setId}.json`, bytes: account },
    page: { name: `keyclave-record-${setId}.pdf`, bytes: await papers.record(account, PAGE_SIZE) },
  }
  const prepared: PreparedPlace[] = []
  const parts: Part[] = []
  const discard = async (): Promise<void> => {
    for (const part of parts) await part.file.discard()
  }
  const prepare = async (folder: string, content: { name: string; bytes: Buffer }) => {
    const at = path.join(folder, content.name)
    const part = { path: at, file: await AtomicFile.create(at) }
    parts.push(part)
    await part.file.write(content.bytes)
    await part.file.sync()
    return part
  }
  try {
    for (const folder of places) {
      prepared.push({
        folder,
        kit: await prepare(folder, contents.kit),
        record: await prepare(folder, contents.record),
        page: await prepare(folder, contents.page),
      })
    }
    const sameDrive = await onOneDrive(places)
    return { sameDrive, discard, publish: () => publishAll(prepared) }
  } catch (error) {
    await discard()
    throw error
  }
}

interface Part {
  readonly path: string
  readonly file: AtomicFile
}

/** One folder's files. */
interface PreparedPlace {
  readonly folder: string
  readonly kit: Part
  readonly record: Part
  /** The record to be printed. */
  readonly page: Part
}

async function publishAll(prepared: readonly PreparedPlace[]): Promise<Published> {
  let failure: unknown = null
  const publish = async (part: Part): Promise<string | null> => {
    try {
      await part.file.commit()
      return part.path
    } catch (error) {
      failure = error
      return null
    }
  }
  const places: SavedPlace[] = []
  for (const { folder, kit, record, page } of prepared) {
    await publish(page)
    places.push({ folder, record: await publish(record), kit: await publish(kit) })
  }
  return { places, failure }
}

/** The folders without repetitions, whatever their names. */
async function differentFolders(folders: readonly string[]): Promise<readonly string[]> {
  const real = new Map<string, string>()
  for (const folder of folders.map(absolutePath)) {
    const at = await onPath(folder, realpath(folder))
    if (!real.has(at)) real.set(at, folder)
  }
  if (real.size < LEAST_PLACES) {
    throw refuse('KIT_PLACES', { have: real.size, need: LEAST_PLACES })
  }
  return [...real.values()]
}

async function onOneDrive(folders: readonly string[]): Promise<boolean> {
  const drives = await Promise.all(folders.map(async folder => (await stat(folder)).dev))
  return new Set(drives).size === 1
}
