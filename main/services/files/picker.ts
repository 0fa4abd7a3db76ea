import type { Dirent, Stats } from 'node:fs'
import { access, constants, lstat, mkdir, readdir, stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import type { FolderNameProblem } from '../../../shared/codes/index.ts'
import type { Output } from '../../../shared/contract.ts'
import { refuse } from '../../../shared/errors.ts'
import { absolutePath } from './absolute-path.ts'
import { onPath } from './io-error.ts'

/** The main side of the file picker: what lies where. It reads no file. */

type Listing = Output<'picker.list'>
type Entry = Listing['entries'][number]

/** What a path is. */
export interface Fact {
  readonly path: string
  readonly kind: 'folder' | 'file' | 'link' | 'special' | 'missing' | 'unreadable'
  readonly size: number | null
}

/** More is nothing a person looks through. */
const MOST_ENTRIES = 2000
/** How many entries are looked at together. */
const AT_ONCE = 64

const byName = new Intl.Collator('en', { numeric: true })

/**
 * Lists a folder: folders first, each kind by name.
 *
 * @param hidden whether to list names that begin with a dot
 * @throws FILE_NOT_ABSOLUTE, FILE_MISSING, FILE_DENIED, FILE_NOT_FOLDER, FILE_IO
 */
export async function listFolder(given: string, hidden: boolean): Promise<Listing> {
  const folder = absolutePath(given)
  const all = await onPath(folder, readdir(folder, { withFileTypes: true }))
  const visible = all.filter(entry => hidden || !isHidden(entry.name)).sort(foldersFirst)
  const entries: Entry[] = []
  for (let at = 0; at < Math.min(visible.length, MOST_ENTRIES); at += AT_ONCE) {
    const some = visible.slice(at, Math.min(at + AT_ONCE, MOST_ENTRIES))
    entries.push(...(await Promise.all(some.map(entry => describe(folder, entry.name)))))
  }
  const parent = path.dirname(folder)
  return {
    folder,
    parent: parent === folder ? null : parent,
    entries,
    leftOut: visible.length - entries.length,
    hiddenCount: all.filter(entry => isHidden(entry.name)).length,
    free: await freeSpace(folder),
    writable: await access(folder, constants.W_OK).then(
      () => true,
      () => false,
    ),
  }
}

/**
 * Makes a folder that only its owner may enter: people put keys and cards into it.
 *
 * @throws FILE_NAME, FILE_NOT_ABSOLUTE, FILE_EXISTS, FILE_DENIED, FILE_FULL, FILE_MISSING
 */
export async function makeFolder(parent: string, name: string): Promise<string> {
  const problem = folderNameProblem(name)
  if (problem !== null) throw refuse('FILE_NAME', { problem })
  const folder = path.join(absolutePath(parent), name)
  await onPath(folder, mkdir(folder, { mode: 0o700 }))
  return folder
}

/** What these paths are. A missing one is no error. @throws FILE_NOT_ABSOLUTE */
export const inspectPaths = (paths: readonly string[]): Promise<Fact[]> =>
  Promise.all(
    paths.map(absolutePath).map(async (at): Promise<Fact> => {
      try {
        const found = await lstat(at)
        return { path: at, kind: kindOf(found), size: found.isFile() ? found.size : null }
      } catch (error) {
        const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
        return { path: at, kind: missing ? 'missing' : 'unreadable', size: null }
      }
    }),
  )

/** Bytes free for this user where `at` lies; null when the system does not tell. */
export async function freeSpace(at: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(at)
    return bavail * bsize
  } catch {
    return null
  }
}

async function describe(folder: string, name: string): Promise<Entry> {
  const at = path.join(folder, name)
  const common = { name, path: at, hidden: isHidden(name) }
  try {
    const found = await lstat(at)
    const kind = kindOf(found)
    const target = kind === 'link' ? await stat(at).catch(() => null) : null
    const shown = target ?? found
    return {
      ...common,
      kind,
      leadsTo: kind === 'link' ? leadsTo(target) : null,
      size: shown.isFile() ? shown.size : null,
      modified: found.mtime.toISOString(),
    }
  } catch {
    // Gone meanwhile, not ours to look at, or a name that is no text.
    return { ...common, kind: 'unreadable', leadsTo: null, size: null, modified: null }
  }
}

function kindOf(found: Stats): 'folder' | 'file' | 'link' | 'special' {
  if (found.isDirectory()) return 'folder'
  if (found.isSymbolicLink()) return 'link'
  return found.isFile() ? 'file' : 'special'
}

function leadsTo(target: Stats | null): 'folder' | 'file' | 'nothing' {
  if (target?.isDirectory()) return 'folder'
  return target?.isFile() ? 'file' : 'nothing'
}

const isHidden = (name: string): boolean => name.startsWith('.')

const foldersFirst = (a: Dirent, b: Dirent): number =>
  Number(b.isDirectory()) - Number(a.isDirectory()) || byName.compare(a.name, b.name)

function folderNameProblem(name: string): FolderNameProblem | null {
  if (name === '.' || name === '..') return 'another-folder'
  if (/[/\\\p{C}]/u.test(name)) return 'characters'
  if (/^\s|[\s.]$/u.test(name)) return 'ends'
  if (Buffer.byteLength(name) > 255) return 'too-long'
  return null
}
