import { Buffer } from 'node:buffer'
import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { UNFIT_KINDS, type UnfitKind } from '../../../shared/codes/index.ts'
import { type DataOf, refuse } from '../../../shared/errors.ts'
import { type DriveProbe, onDrive } from './drive-probe.ts'
import { mountedHere, mountOf } from './mounts.ts'
import { type NamesOnDrive, tryNames } from './names-on-drive.ts'

/**
 * Whether a drive can hold what a backup is going to restore, before anything is written: all that it cannot,
 * at once, and what becomes of that when people have chosen.
 */

/** What is to be restored, of the manifest's entries. */
export type Wanted =
  | { readonly type: 'file'; readonly path: string; readonly size: number }
  | { readonly type: 'directory'; readonly path: string }
  | { readonly type: 'symlink'; readonly path: string; readonly target: string }

/** What people chose for what a drive cannot hold. */
export interface FitChoice {
  /** Kinds that are not restored. */
  readonly leaveOut: readonly UnfitKind[]
  /** Whether names that it cannot hold become others. */
  readonly rename: boolean
  /** Whether it is tried though there seems to be too little space: holes in files take none. */
  readonly despiteSpace: boolean
}

export const NOTHING_CHOSEN: FitChoice = { leaveOut: [], rename: false, despiteSpace: false }

/** One entry that is not restored as it was. */
export interface Difference {
  readonly path: string
  /** Its path in the folder; null: it is left out, with all that is in it. */
  readonly as: string | null
  readonly why: UnfitKind
  /** Of a link that is left out. */
  readonly target?: string
}

/** How a backup is restored to a drive. */
export interface Fit {
  /** Where an entry goes, as a path in the folder; null: nowhere. */
  place(path: string): string | null
  readonly differences: readonly Difference[]
  /** Whether files have the permissions that they are given there. */
  readonly keepsModes: boolean
}

/** How many of a kind are named. */
const NAMED = 10
/** Bytes of a path, and of the hidden folder's name that a restore has until it is whole. */
const PATH_LIMIT = 4095
const HIDDEN = 80
/** File systems whose files have less than 4 GiB. */
const FAT = /^(?:vfat|msdos|fat|umsdos|fuse\.fusefat)$/
const FAT_LIMIT = 2 ** 32 - 1

const RENAMED: ReadonlySet<UnfitKind> = new Set(['names', 'twins', 'long-names'])

/**
 * Looks at the drive of the folder `target`, and decides of each entry where it goes.
 *
 * @param entries in the archive's order: a folder before what lies in it; gone through several times
 * @throws RESTORE_UNFIT with all that people have not chosen for; FILE_* when nothing can be made there
 */
export async function fitToDrive(
  target: string,
  entries: Iterable<Wanted>,
  choice: FitChoice,
): Promise<Fit> {
  const folder = await realpath(path.dirname(path.resolve(target))).catch(() => '/')
  const drive = mountOf(folder, await mountedHere())?.type ?? ''
  return await onDrive(target, async probe => {
    const names = await tryNames(namesOf(entries), probe)
    const fitting = new Fitting(target, names, choice)
    const faults = await faultsOf(entries, { drive, probe, names, target })
    for (const entry of entries) await fitting.add(entry, faults(entry), probe)
    const space = spaceOf(entries, fitting, probe)
    const { unfit } = fitting
    if (unfit.length > 0 || (space !== null && !choice.despiteSpace)) {
      throw refuse('RESTORE_UNFIT', { path: target, drive, unfit, space })
    }
    const { differences } = fitting
    return { differences, keepsModes: probe.keepsModes, place: at => fitting.place(at) }
  })
}

function* namesOf(entries: Iterable<Wanted>): Generator<string> {
  for (const entry of entries) yield path.posix.basename(entry.path)
}

interface Drive {
  readonly drive: string
  readonly probe: DriveProbe
  readonly names: NamesOnDrive
  readonly target: string
}

/** What is the matter with each entry by itself. */
async function faultsOf(
  entries: Iterable<Wanted>,
  { drive, probe, names, target }: Drive,
): Promise<(entry: Wanted) => UnfitKind | null> {
  const limit = await largestOf(entries, drive, probe)
  const before = Buffer.byteLength(path.dirname(path.resolve(target))) + HIDDEN
  return entry => {
    if (entry.type === 'symlink' && !probe.holdsLinks) return 'links'
    if (entry.type === 'file' && entry.size > limit) return 'large'
    const name = names.problem(path.posix.basename(entry.path))
    if (name !== null) return name
    return before + Buffer.byteLength(entry.path) > PATH_LIMIT ? 'long-paths' : null
  }
}

/** How long a file may be there, as far as it matters. */
async function largestOf(
  entries: Iterable<Wanted>,
  drive: string,
  probe: DriveProbe,
): Promise<number> {
  if (FAT.test(drive)) return FAT_LIMIT
  const sizes: number[] = []
  for (const entry of entries) {
    if (entry.type === 'file' && entry.size > FAT_LIMIT) sizes.push(entry.size)
  }
  sizes.sort((a, b) => a - b)
  let [low, high] = [0, sizes.length]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (await probe.fits(sizes[middle - 1] ?? 0)) low = middle
    else high = middle - 1
  }
  if (low === sizes.length) return Number.POSITIVE_INFINITY
  return sizes[low - 1] ?? FAT_LIMIT
}

type Space = DataOf<'RESTORE_UNFIT'>['space']

/** What is missing of space; null: there is enough, as far as can be told. */
function spaceOf(
  entries: Iterable<Wanted>,
  fitting: Fitting,
  { block, free, freeEntries }: DriveProbe,
): Space {
  let [needed, count] = [0, 0]
  for (const entry of entries) {
    if (fitting.place(entry.path) === null) continue
    count += 1
    if (entry.type === 'file') needed += Math.ceil(entry.size / block) * block
    if (entry.type === 'directory') needed += block
  }
  if (free !== null && needed > free) return { unit: 'bytes', needed, free }
  if (freeEntries !== null && count > freeEntries) {
    return { unit: 'entries', needed: count, free: freeEntries }
  }
  return null
}

/** Two names that are one to a drive that does not tell capitals, or ways to write an accent, apart. */
const fold = (name: string): string => name.normalize('NFC').toUpperCase().toLowerCase()

/** Decides of one entry after the other. */
class Fitting {
  readonly #before: number
  readonly #names: NamesOnDrive
  readonly #choice: FitChoice
  /** Names that entries have there, or null; of those alone that differ, by their paths in the backup. */
  readonly #own = new Map<string, string | null>()
  /** The first that has a folded name in a folder of the backup. */
  readonly #folded = new Map<string, string>()
  readonly #unfit = new Map<UnfitKind, { count: number; readonly first: string[] }>()
  readonly differences: Difference[] = []
  #tellsApart: boolean | null = null

  constructor(target: string, names: NamesOnDrive, choice: FitChoice) {
    this.#before = Buffer.byteLength(path.dirname(path.resolve(target))) + HIDDEN
    this.#names = names
    this.#choice = choice
  }

  /** Kinds that nobody has chosen for. */
  get unfit(): DataOf<'RESTORE_UNFIT'>['unfit'] {
    return UNFIT_KINDS.flatMap(kind => {
      const found = this.#unfit.get(kind)
      return found === undefined ? [] : [{ kind, count: found.count, first: found.first }]
    })
  }

  place(at: string): string | null {
    if (this.#own.size === 0) return at
    const placed: string[] = []
    let reached = ''
    for (const name of at.split('/')) {
      reached = reached === '' ? name : `${reached}/${name}`
      const own = this.#own.get(reached)
      if (own === null) return null
      placed.push(own ?? name)
    }
    return placed.join('/')
  }

  async add(entry: Wanted, fault: UnfitKind | null, probe: DriveProbe): Promise<void> {
    if (this.place(entry.path) === null) return
    const why = fault ?? (await this.#twin(entry.path, probe))
    if (why === null) return
    const { leaveOut, rename } = this.#choice
    if (leaveOut.includes(why)) this.#leaveOut(entry, why)
    else if (rename && RENAMED.has(why)) await this.#rename(entry, why, probe)
    else this.#note(entry.path, why)
  }

  #note(at: string, why: UnfitKind): void {
    const found = this.#unfit.get(why) ?? { count: 0, first: [] }
    found.count += 1
    if (found.first.length < NAMED) found.first.push(at)
    this.#unfit.set(why, found)
  }

  #leaveOut(entry: Wanted, why: UnfitKind): void {
    this.#own.set(entry.path, null)
    const target = entry.type === 'symlink' ? { target: entry.target } : {}
    this.differences.push({ path: entry.path, as: null, why, ...target })
  }

  async #rename(entry: Wanted, why: UnfitKind, probe: DriveProbe): Promise<void> {
    const folder = folderOf(entry.path)
    const name = path.posix.basename(entry.path)
    for (let number = why === 'twins' ? 1 : 0; ; number += 1) {
      // What no rule foresaw gets a name that every drive takes.
      const tried = number < 1000 ? this.#names.instead(name, number) : `renamed~${number}`
      const key = `${folder}/${fold(tried)}`
      if (this.#folded.has(key) || (number < 1000 && !(await probe.keeps(tried)))) continue
      this.#folded.set(key, entry.path)
      this.#own.set(entry.path, tried)
      break
    }
    const as = this.place(entry.path) ?? ''
    if (this.#before + Buffer.byteLength(as) > PATH_LIMIT) this.#note(entry.path, 'long-paths')
    else this.differences.push({ path: entry.path, as, why })
  }

  /** Whether the drive takes an entry's name for that of another, earlier one. */
  async #twin(at: string, probe: DriveProbe): Promise<'twins' | null> {
    this.#tellsApart ??= !(
      (await probe.isSame('keyclave', 'KEYCLAVE')) || (await probe.isSame('\u00e9', 'e\u0301'))
    )
    if (this.#tellsApart && !this.#choice.rename) return null
    const key = `${folderOf(at)}/${fold(path.posix.basename(at))}`
    const first = this.#folded.get(key)
    if (first === undefined) {
      this.#folded.set(key, at)
      return null
    }
    const names = [first, at].map(one => path.posix.basename(this.place(one) ?? one))
    const [one = '', other = ''] = names
    return (await probe.isSame(one, other)) ? 'twins' : null
  }
}

const folderOf = (at: string): string => at.slice(0, Math.max(0, at.lastIndexOf('/')))
