import { Buffer, isUtf8 } from 'node:buffer'
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs'
import { access, lstat, open, readdir, readlink, realpath } from 'node:fs/promises'
import path from 'node:path'
import { refuse } from '../../../shared/errors.ts'
import { EntryRules, type OpenFile, type SourceEntry } from '../../core/backup/index.ts'
import { ioError, onPath } from './io-error.ts'
import { openInput, specialKind } from './open-input.ts'

/** The files and folders that a backup is made of, found before anything is written. */

export interface SourceTree {
  readonly entries: readonly SourceEntry[]
  readonly files: number
  /** Of all files together. */
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

  constructor(location: string, { size, mtimeMs }: Stats) {
    this.#location = location
    this.#size = size
    this.#mtimeMs = mtimeMs
  }

  #require(stat: Stats): void {
    const same = stat.isFile() && stat.size === this.#size && stat.mtimeMs === this.#mtimeMs
    if (!same) throw refuse('BACKUP_FILE_CHANGED', { path: this.#location })
  }

  open(): Promise<OpenFile> {
    return onPath(this.#location, this.#size <= SMALL ? this.#readSmall() : this.#openLarge())
  }

  async #readSmall(): Promise<OpenFile> {
    const bytes = Buffer.allocUnsafe(this.#size)
    const file = openSync(this.#location, READ)
    try {
      const length = this.#size === 0 ? 0 : readSync(file, bytes)
      this.#require(fstatSync(file))
      if (length < this.#size) throw refuse('BACKUP_FILE_CHANGED', { path: this.#location })
    } finally {
      closeSync(file)
    }
    let rest: Buffer = bytes
    return {
      read: async into => {
        const length = rest.copy(into)
        rest = rest.subarray(length)
        return length
      },
      close: async () => {},
    }
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

/** A name as text. @throws BACKUP_ENTRY_REFUSED if it has no exact one */
function textOf(name: Buffer, within: string): string {
  if (isUtf8(name)) return name.toString()
  const shown = path.join(within, name.toString())
  throw refuse('BACKUP_ENTRY_REFUSED', { path: shown, problem: 'not-utf8' })
}

async function toEntry(place: Place, stat: Stats): Promise<SourceEntry> {
  const named = { path: place.path, mode: stat.mode & 0o7777, mtime: mtimeOf(stat) }
  if (stat.isDirectory()) return { ...named, type: 'directory' }
  if (stat.isSymbolicLink()) {
    const target = await onPath(place.location, readlink(place.location, { encoding: 'buffer' }))
    return { ...named, type: 'symlink', target: textOf(target, place.path) }
  }
  if (!stat.isFile()) {
    throw refuse('BACKUP_SOURCE_SPECIAL', { path: place.location, kind: specialKind(stat) })
  }
  await onPath(place.location, access(place.location, constants.R_OK))
  const file = new Unchanged(place.location, stat)
  return { ...named, type: 'file', size: stat.size, open: () => file.open() }
}

/** What lies in a folder, in the order of the names' bytes. */
async function placesIn(folder: Place): Promise<readonly Place[]> {
  const names = await onPath(folder.location, readdir(folder.location, { encoding: 'buffer' }))
  return names.sort(Buffer.compare).map(name => {
    const text = textOf(name, folder.path)
    return { location: path.join(folder.location, text), path: `${folder.path}/${text}` }
  })
}

const statOf = (place: Place): Promise<Stats> => onPath(place.location, lstat(place.location))

/** Adds an entry and, below a folder, everything in it. */
async function walk(place: Place, stat: Stats, into: SourceEntry[]): Promise<void> {
  into.push(await toEntry(place, stat))
  if (!stat.isDirectory()) return
  const places = await placesIn(place)
  const stats = await Promise.all(places.map(statOf))
  for (const [index, inner] of places.entries()) {
    const innerStat = stats[index]
    if (innerStat !== undefined) await walk(inner, innerStat, into)
  }
}

/** The places that a person named. Given by name, a link stands for what it leads to. */
async function rootsOf(paths: readonly string[]): Promise<readonly Place[]> {
  const roots: Place[] = []
  for (const given of paths) {
    const name = path.basename(path.resolve(given))
    if (name === '') throw refuse('BACKUP_SOURCE_NAMELESS', { path: given })
    if (roots.some(root => root.path === name)) throw refuse('BACKUP_SOURCE_TWICE', { name })
    roots.push({ location: await onPath(given, realpath(given)), path: name })
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
 * Finds everything below the given paths. Nothing is left out: what cannot be in a backup is refused.
 *
 * @param paths  files and folders; each is in the backup under its last name
 * @param output where the backup is going to be written
 * @throws BACKUP_SOURCE_SPECIAL, BACKUP_SOURCE_TWICE, BACKUP_SOURCE_NAMELESS, BACKUP_OUTPUT_INSIDE,
 *         BACKUP_ENTRY_REFUSED, FILE_DENIED, FILE_MISSING, FILE_IO
 */
export async function readSourceTree(
  paths: readonly string[],
  output: string,
): Promise<SourceTree> {
  const roots = await rootsOf(paths)
  await refuseInside(roots, output)
  const entries: SourceEntry[] = []
  for (const root of roots) await walk(root, await statOf(root), entries)
  const rules = new EntryRules()
  for (const entry of entries) rules.admit(entry)
  const files = entries.filter(entry => entry.type === 'file')
  return { entries, files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) }
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
