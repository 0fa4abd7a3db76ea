import type { Buffer } from 'node:buffer'
import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Output } from '../../../../shared/contract.ts'
import { refuse } from '../../../../shared/errors.ts'
import { recordToBytes } from '../../../core/ceremony/index.ts'
import { kitToBytes } from '../../../core/kit/index.ts'
import {
  AtomicFile,
  absolutePath,
  discardAll,
  type Left,
  onPath,
  orTakeBack,
} from '../../files/index.ts'
import { kitPages, type PaperSize, type Papers, type RecoverPage } from '../../pages/index.ts'
import { type Outcome, sealedNotes } from '../index.ts'

/** Kit, record and the public pages of a ceremony, kept in several places. */

type SavedPlace = Extract<Output<'ceremony.state'>, { step: 'closed' }>['places'][number]

const LEAST_PLACES = 2

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
  /** Throws nothing. */
  readonly discard: () => Promise<Left>
}

/**
 * Writes kit, record, and the pages that are printed of them into every folder, all but their names.
 *
 * @param paper of the pages
 * @throws KIT_PLACES when these are not two different folders; FILE_EXISTS, FILE_FULL …
 */
export async function preparePlaces(
  folders: readonly string[],
  { kit, record }: Outcome,
  papers: Papers,
  paper: PaperSize,
): Promise<PreparedPlaces> {
  const places = await differentFolders(folders)
  const { setId } = kit.quorum
  const account = recordToBytes(record)
  const contents = {
    kit: { name: `keyclave-kit-${setId}.json`, bytes: kitToBytes(kit) },
    record: { name: `keyclave-record-${setId}.json`, bytes: account },
  }
  const [recordPage, publicPages] = await Promise.all([
    papers.record(account, paper),
    kitPages(kit, paper, papers, sealedNotes(record.plan)),
  ])
  const pages = [
    { name: `keyclave-record-${setId}.pdf`, bytes: recordPage },
    ...publicPages.map(({ name, content }) => ({
      name: `keyclave-${name}-${setId}.pdf`,
      bytes: content,
    })),
    ...pageBesideKit(papers.recoverPage(), setId),
  ]
  const prepared: PreparedPlace[] = []
  const parts: Part[] = []
  const discard = () => discardAll(parts.map(({ file }) => file))
  const prepare = async (folder: string, content: { name: string; bytes: Buffer }) => {
    const at = path.join(folder, content.name)
    const part = { path: at, file: await AtomicFile.create(at) }
    parts.push(part)
    await part.file.write(content.bytes)
    await part.file.sync()
    return part
  }
  return orTakeBack(discard, async () => {
    for (const folder of places) {
      prepared.push({
        folder,
        kit: await prepare(folder, contents.kit),
        record: await prepare(folder, contents.record),
        pages: await inTurn(pages, page => prepare(folder, page)),
      })
    }
    const sameDrive = await onOneDrive(places)
    return { sameDrive, discard, publish: () => publishAll(prepared) }
  })
}

/** Under a name of its own: a drive may hold the kits of several quorums. */
const pageBesideKit = (page: RecoverPage | null, setId: string) =>
  page === null ? [] : [{ name: `keyclave-recover-${setId}.html`, bytes: page.bytes }]

interface Part {
  readonly path: string
  readonly file: AtomicFile
}

/** One folder's files. */
interface PreparedPlace {
  readonly folder: string
  readonly kit: Part
  readonly record: Part
  /** The record, the register of shares and the recovery sheet, to be printed; and recover.html. */
  readonly pages: readonly Part[]
}

async function inTurn<From, To>(
  items: readonly From[],
  work: (item: From) => Promise<To>,
): Promise<To[]> {
  const done: To[] = []
  for (const item of items) done.push(await work(item))
  return done
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
  for (const { folder, kit, record, pages } of prepared) {
    await inTurn(pages, publish)
    places.push({ folder, record: await publish(record), kit: await publish(kit) })
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
