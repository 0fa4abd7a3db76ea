import { Buffer } from 'node:buffer'
import type { EntryProblem } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import type { ByteSource } from '../bytes/index.ts'

/**
 * What a backup holds, and which names it may have. The same rules hold when a backup is made and
 * when it is opened, so that what can be made can be opened (FORMAT: Backups).
 */

interface Named {
  /** Relative, `/` between segments, no `/` at the end. */
  readonly path: string
  /** Permission bits, 0…0o7777. */
  readonly mode: number
  /** In milliseconds; may lie before 1970. */
  readonly mtime: Date
}

export interface FileEntry extends Named {
  readonly type: 'file'
  readonly size: number
}

interface DirectoryEntry extends Named {
  readonly type: 'directory'
}

export interface SymlinkEntry extends Named {
  readonly type: 'symlink'
  readonly target: string
}

export type Entry = FileEntry | DirectoryEntry | SymlinkEntry

/** A file that is open for reading. */
export interface OpenFile extends ByteSource {
  close(): Promise<void>
}

/** An entry to be backed up; a file is opened when its turn comes, or, a small one, read as a whole. */
export type SourceEntry =
  | (FileEntry & { open(): Promise<OpenFile | Buffer> })
  | DirectoryEntry
  | SymlinkEntry

/** The path of the manifest, which is the last entry of the archive. */
export const MANIFEST_PATH = 'keyclave-manifest.json'

/** The longest path, in UTF-8 bytes; the longest that Linux takes. */
const PATH_LIMIT = 4095

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

/** What is wrong with a path's characters or segments, or null. */
function pathProblem(path: string): EntryProblem | null {
  if (path === '') return 'nameless'
  if (path.startsWith('/')) return 'absolute'
  if (path.includes('\0')) return 'zero-byte'
  if (path.includes('\\')) return 'backslash'
  if (LONE_SURROGATE.test(path)) return 'not-unicode'
  if (Buffer.byteLength(path) > PATH_LIMIT) return { longerThan: PATH_LIMIT }
  const segments = path.split('/')
  if (segments.includes('')) return 'empty-segment'
  if (segments.includes('.') || segments.includes('..')) return 'dots'
  return null
}

/**
 * What is wrong with a link's target, or null. `..` may stand only in front: there the folders are
 * real ones, later they could be links themselves, and the target lie elsewhere than it reads.
 */
function targetProblem(path: string, target: string): EntryProblem | null {
  if (target === '') return 'link-to-nothing'
  if (target.startsWith('/')) return 'link-absolute'
  if (target.includes('\\') || target.includes('\0')) return 'link-characters'
  if (LONE_SURROGATE.test(target)) return 'link-not-unicode'
  if (Buffer.byteLength(target) > PATH_LIMIT) return 'link-too-long'
  const segments = target.split('/')
  const up = segments.findIndex(segment => segment !== '..')
  const leading = up === -1 ? segments.length : up
  if (leading >= path.split('/').length) return 'link-leaves'
  if (segments.slice(leading).includes('..')) return 'link-dots'
  return null
}

/** What is true of a link that leads out of the folder that is restored, or may: it is kept, and never followed. */
const OUTWARD: ReadonlySet<EntryProblem> = new Set(['link-absolute', 'link-leaves', 'link-dots'])

/** Why an entry is a link that leads out of the folder; null: it is not one. */
export function outwardLink(entry: Entry): EntryProblem | null {
  const problem = entry.type === 'symlink' ? targetProblem(entry.path, entry.target) : null
  return problem !== null && OUTWARD.has(problem) ? problem : null
}

/** A folder that has come, and the name of the last entry in it. */
interface FolderSoFar {
  last: string | null
}

/** Whether one name comes after another, by the bytes of their UTF-8. */
const isAfter = (name: string, other: string): boolean =>
  Buffer.compare(Buffer.from(name), Buffer.from(other)) > 0

/**
 * Admits the entries of one backup, in their order. Within a folder their names ascend, so that none comes
 * twice; what is kept of a million files is their folders.
 */
export class EntryRules {
  readonly #top = new Set<string>()
  readonly #folders = new Map<string, FolderSoFar>()

  /**
   * @throws BACKUP_ENTRY_REFUSED for a bad path or link, the second entry of a path, an entry whose
   *         folder has not come before it or that is out of order in it, and the path of the manifest
   */
  admit(entry: Entry): void {
    const problem = this.tryToAdmit(entry)
    if (problem !== null) throw refuse('BACKUP_ENTRY_REFUSED', { path: entry.path, problem })
  }

  /** @returns why it is not admitted; null: it is */
  tryToAdmit(entry: Entry): EntryProblem | null {
    const problem = this.#problem(entry)
    if (problem !== null) return problem
    const { folder, name } = this.#split(entry.path)
    if (folder) folder.last = name
    else this.#top.add(name)
    if (entry.type === 'directory') this.#folders.set(entry.path, { last: null })
    return null
  }

  /** The folder that a path lies in (undefined: none has come; null: it lies in none), and its name there. */
  #split(path: string): {
    readonly folder: FolderSoFar | null | undefined
    readonly name: string
  } {
    const slash = path.lastIndexOf('/')
    if (slash === -1) return { folder: null, name: path }
    return { folder: this.#folders.get(path.slice(0, slash)), name: path.slice(slash + 1) }
  }

  #placeProblem(path: string): EntryProblem | null {
    const { folder, name } = this.#split(path)
    if (folder === undefined) return 'folder-not-before'
    const last = folder === null ? null : folder.last
    if (name === last || (folder === null && this.#top.has(name))) return 'twice'
    return last === null || isAfter(name, last) ? null : 'out-of-order'
  }

  #problem(entry: Entry): EntryProblem | null {
    const { path, mode, mtime } = entry
    const problem = pathProblem(path)
    if (problem !== null) return problem
    if (path === MANIFEST_PATH) return 'name-of-manifest'
    const misplaced = this.#placeProblem(path)
    if (misplaced !== null) return misplaced
    if (!Number.isInteger(mode) || mode < 0 || mode > 0o7777) return 'mode'
    if (Number.isNaN(mtime.getTime())) return 'time'
    if (entry.type !== 'symlink' || outwardLink(entry) !== null) return null
    return targetProblem(path, entry.target)
  }
}
