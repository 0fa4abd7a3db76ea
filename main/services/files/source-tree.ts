import { Buffer, isUtf8 } from 'node:buffer'
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  openSync,
  readSync,
  type Stats,
} from 'node:fs'
import { access, lstat, open, readdir, readlink, realpath } from 'node:fs/promises'
import path from 'node:path'
import type { EntryProblem, OddKind } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import {
  type Entry,
  EntryRules,
  entryOf,
  type LeftOut,
  ManifestDraft,
  type OpenFile,
  outwardLink,
  type SourceEntry,
  toManifestEntry,
} from '../../core/backup/index.ts'
import { ioError, onPath } from './io-error.ts'
import { OddFiles } from './odd-files.ts'
import { openInput } from './open-input.ts'

/** The files and folders that a backup is made of, found before anything is written. */

export interface SourceTree {
  /** In the order in which they are archived. */
  readonly entries: Iterable<SourceEntry>
  readonly files: number
  /** Of all files together. */
  readonly bytes: number
  /** By agreement. */
  readonly leftOut: readonly LeftOut[]
  /** Further names of files that have several (hard links): each name is stored as a file of its own. */
  readonly repeated: Repeated
}

/** Files that are stored once more for each further name that they have, and their bytes. */
export interface Repeated {
  readonly files: number
  readonly bytes: number
}

/** A place in the source: where it lies, and its path in the backup. */
interface Place {
  readonly location: string
  readonly path: string
}

const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** Modification time to the millisecond; rounded, as a restored time is a hair below its millisecond. */
const mtimeOf = (stat: Stats): Date => new Date(Math.round(stat.mtimeMs))

/** Files up to this size are read at once, without leaving the thread: waiting costs more than reading. */
const SMALL = 64 * 1024

/** A file must stay as it was found until its last byte has been read. */
class Unchanged {
  readonly #location: string
  readonly #size: number
  readonly #mtimeMs: number

  constructor(location: string, size: number, mtimeMs: number) {
    this.#location = location
    this.#size = size
    this.#mtimeMs = mtimeMs
  }

  #require(stat: Stats): void {
    const same = stat.isFile() && stat.size === this.#size && stat.mtimeMs === this.#mtimeMs
    if (!same) throw refuse('BACKUP_FILE_CHANGED', { path: this.#location })
  }

  open(): Promise<OpenFile | Buffer> {
    return onPath<OpenFile | Buffer>(
      this.#location,
      this.#size <= SMALL ? this.#readSmall() : this.#openLarge(),
    )
  }

  async #readSmall(): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(this.#size)
    const file = openSync(this.#location, READ)
    try {
      const length = this.#size === 0 ? 0 : readSync(file, bytes)
      this.#require(fstatSync(file))
      if (length < this.#size) throw refuse('BACKUP_FILE_CHANGED', { path: this.#location })
    } finally {
      closeSync(file)
    }
    return bytes
  }

  async #openLarge(): Promise<OpenFile> {
    const file = await open(this.#location, READ)
    try {
      this.#require(await file.stat())
    } catch (error) {
      await file.close()
      throw error
    }
    const read = async (into: Buffer): Promise<number> => {
      const { bytesRead } = await file.read(into, 0, into.length, null)
      if (bytesRead === 0) this.#require(await file.stat())
      return bytesRead
    }
    return { read: into => onPath(this.#location, read(into)), close: () => file.close() }
  }
}

/** The entries that were found, kept in little memory: there may be a million. */
class FoundEntries implements Iterable<SourceEntry> {
  /** Where each of the top level lies, by its name. */
  readonly #roots: ReadonlyMap<string, string>
  readonly #draft = new ManifestDraft()
  /** Of each entry, as the system says it: more than the milliseconds of a backup. */
  readonly #mtimes: number[] = []
  #files = 0

  constructor(roots: readonly Place[]) {
    this.#roots = new Map(roots.map(({ path, location }) => [path, location]))
  }

  /** @throws FILE_TOO_LARGE when they are too many for a backup */
  add(entry: Entry, mtimeMs: number): void {
    this.#draft.add(toManifestEntry(entry, null))
    this.#mtimes.push(mtimeMs)
    if (entry.type === 'file') this.#files += 1
  }

  get files(): number {
    return this.#files
  }

  /** Of all files together. */
  get bytes(): number {
    return this.#draft.bytes
  }

  get some(): boolean {
    return this.#mtimes.length > 0
  }

  *[Symbol.iterator](): Generator<SourceEntry> {
    let index = 0
    for (const line of this.#draft.entries) {
      const mtimeMs = this.#mtimes[index] ?? 0
      index += 1
      const entry = entryOf(line)
      if (entry.type !== 'file') {
        yield entry
        continue
      }
      const file = new Unchanged(this.#locate(entry.path), entry.size, mtimeMs)
      yield { ...entry, open: () => file.open() }
    }
  }

  #locate(at: string): string {
    const [top = '', ...names] = at.split('/')
    return path.join(this.#roots.get(top) ?? top, ...names)
  }
}

/** What is found while a tree is walked. */
interface Finding {
  readonly entries: FoundEntries
  readonly rules: EntryRules
  readonly odd: OddFiles
  readonly names: SeveralNames
}

/** Counts further names of files. */
class SeveralNames {
  readonly #seen = new Set<string>()
  #files = 0
  #bytes = 0

  add(stat: Stats | null): void {
    if (stat === null || !stat.isFile() || stat.nlink < 2) return
    const file = `${stat.dev} ${stat.ino}`
    if (this.#seen.has(file)) {
      this.#files += 1
      this.#bytes += stat.size
    }
    this.#seen.add(file)
  }

  get repeated(): Repeated {
    return { files: this.#files, bytes: this.#bytes }
  }
}

const NOT_ALLOWED = new Set(['EACCES', 'EPERM'])

/** The result, or null where the user may not read. */
async function ifReadable<Result>(
  { location }: Place,
  work: Promise<Result>,
): Promise<Result | null> {
  try {
    return await work
  } catch (error) {
    if (NOT_ALLOWED.has((error as NodeJS.ErrnoException).code ?? '')) return null
    throw ioError(error, location)
  }
}

function isReadable({ location }: Place): boolean {
  try {
    accessSync(location, constants.R_OK)
    return true
  } catch (error) {
    if (NOT_ALLOWED.has((error as NodeJS.ErrnoException).code ?? '')) return false
    throw ioError(error, location)
  }
}

/** A place in the backup, or what kind of thing it is that has none. */
async function toEntry(place: Place, stat: Stats): Promise<Entry | OddKind> {
  const named = { path: place.path, mode: stat.mode & 0o7777, mtime: mtimeOf(stat) }
  if (stat.isDirectory()) return { ...named, type: 'directory' }
  if (stat.isSymbolicLink()) {
    const target = await onPath(place.location, readlink(place.location, { encoding: 'buffer' }))
    return isUtf8(target) ? { ...named, type: 'symlink', target: target.toString() } : 'links'
  }
  if (!stat.isFile()) return 'special'
  // What has just been looked at is at hand: to wait for another thread would cost more than the question.
  if (!isReadable(place)) return 'unreadable'
  return { ...named, type: 'file', size: stat.size }
}

/**
 * The names in a folder, in the order of their bytes, each byte a character: so they take little memory, and none
 * is changed. Null where the user may not look.
 */
async function namesIn(folder: Place): Promise<readonly string[] | null> {
  const names = await ifReadable(folder, readdir(folder.location, { encoding: 'latin1' }))
  return names?.sort() ?? null
}

/** What lies in a folder under these names, but for what has none that a backup can hold. */
function placesOf(folder: Place, names: readonly string[], odd: OddFiles): readonly Place[] {
  const places: Place[] = []
  for (const name of names) {
    const bytes = Buffer.from(name, 'latin1')
    const text = bytes.toString()
    const place = { location: path.join(folder.location, text), path: `${folder.path}/${text}` }
    if (odd.leavesOut(place.path)) continue
    if (isUtf8(bytes)) places.push(place)
    else odd.found('names', place.path)
  }
  return places
}

/** How many entries of a folder are looked at side by side. */
const SIDE_BY_SIDE = 64

const statOf = (place: Place): Promise<Stats | null> => ifReadable(place, lstat(place.location))

/** Adds an entry and, below a folder, everything in it that a backup can hold. */
async function walk(place: Place, stat: Stats | null, finding: Finding): Promise<void> {
  const { entries, rules, odd } = finding
  const entry = stat === null ? 'unreadable' : await toEntry(place, stat)
  if (typeof entry === 'string') {
    odd.found(entry, place.path)
    return
  }
  if (outwardLink(entry) !== null && odd.leavesOutKind('links')) {
    odd.found('links', place.path)
    return
  }
  const problem = rules.tryToAdmit(entry)
  if (problem !== null) {
    odd.found(entry.type === 'symlink' && isOfTarget(problem) ? 'links' : 'names', place.path)
    return
  }
  const names = entry.type === 'directory' ? await namesIn(place) : []
  if (names === null) {
    odd.found('unreadable', place.path)
    return
  }
  entries.add(entry, stat?.mtimeMs ?? 0)
  finding.names.add(stat)
  for (let first = 0; first < names.length; first += SIDE_BY_SIDE) {
    const places = placesOf(place, names.slice(first, first + SIDE_BY_SIDE), odd)
    const stats = await Promise.all(places.map(statOf))
    for (const [index, inner] of places.entries()) await walk(inner, stats[index] ?? null, finding)
  }
}

const isOfTarget = (problem: EntryProblem): boolean =>
  typeof problem === 'string' && problem.startsWith('link-')

/** The places that a person named. Given by name, a link stands for what it leads to. */
async function rootsOf(paths: readonly string[]): Promise<readonly Place[]> {
  const roots: Place[] = []
  for (const given of paths) {
    const name = path.basename(path.resolve(given))
    if (name === '') throw refuse('BACKUP_SOURCE_NAMELESS', { path: given })
    if (roots.some(root => root.path === name)) throw refuse('BACKUP_SOURCE_TWICE', { name })
    const location = await onPath(given, realpath(given))
    await onPath(given, access(location, constants.R_OK))
    roots.push({ location, path: name })
  }
  return roots
}

/** @throws BACKUP_OUTPUT_INSIDE if the new file would lie below one of the roots */
async function refuseInside(roots: readonly Place[], output: string): Promise<void> {
  const folder = path.dirname(path.resolve(output))
  const real = path.join(await onPath(output, realpath(folder)), path.basename(output))
  for (const { location } of roots) {
    if (real === location || real.startsWith(location + path.sep)) {
      throw refuse('BACKUP_OUTPUT_INSIDE', { path: output })
    }
  }
}

/**
 * Finds everything below the given paths. Nothing is left out unless people agreed to it: what cannot be in a
 * backup is refused, all of it at once.
 *
 * @param paths    files and folders; each is in the backup under its last name
 * @param output   where the backup is going to be written
 * @param leaveOut kinds (`OddKind`), and patterns of paths in the backup
 * @throws BACKUP_ODD, BACKUP_SOURCE_TWICE, BACKUP_SOURCE_NAMELESS, BACKUP_OUTPUT_INSIDE, FILE_MISSING, FILE_IO,
 *         FILE_TOO_LARGE when there are more files than a backup can list
 */
export async function readSourceTree(
  paths: readonly string[],
  output: string,
  leaveOut: readonly string[] = [],
): Promise<SourceTree> {
  const roots = await rootsOf(paths)
  await refuseInside(roots, output)
  const odd = new OddFiles(leaveOut)
  const entries = new FoundEntries(roots)
  const finding: Finding = { entries, rules: new EntryRules(), odd, names: new SeveralNames() }
  for (const root of roots) await walk(root, await statOf(root), finding)
  const leftOut = odd.settle(entries.some)
  const { files, bytes } = entries
  const { repeated } = finding.names
  return { entries, files, bytes, leftOut, repeated }
}

/** A file to read from the start, with the errors of its path. */
export async function openSource(file: string): Promise<OpenFile & { readonly size: number }> {
  try {
    const { handle, stat } = await openInput(file)
    return {
      size: stat.size,
      read: async into => (await onPath(file, handle.read(into, 0, into.length, null))).bytesRead,
      close: () => handle.close(),
    }
  } catch (error) {
    throw ioError(error, file)
  }
}
