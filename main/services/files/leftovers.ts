import type { Dirent } from 'node:fs'
import { chmod, lstat, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { refuse } from '../../../shared/errors.ts'
import { absolutePath } from './absolute-path.ts'
import { onPath } from './io-error.ts'
import { isAlive } from './live-process.ts'
import { isAbandoned } from './temporary-folder.ts'

/**
 * What a program has left behind that was killed, or whose drive was gone: the hidden folder in which a
 * restore, or a file, was being written until it got its name. A restore's holds decrypted files.
 */

/** As `temporaryFolder` names them; 0.1.0 did not say whose they are. */
const PART = /^\..+\.keyclave-part-(?:(\d+)-)?[A-Za-z0-9]{6}$/

/** Of whom nobody writes any more. */
const isLeft = (at: string): boolean => {
  const [matched, owner] = PART.exec(path.basename(at)) ?? []
  return matched !== undefined && (isAbandoned(at) || !isAlive(Number(owner ?? 0)))
}

/** A folder that was left behind. */
export interface Leftover {
  readonly path: string
  /** When something was last put into it, RFC 3339. */
  readonly modified: string
}

/**
 * What was left behind in a folder; none where it cannot be listed.
 *
 * @throws FILE_NOT_ABSOLUTE
 */
export async function findLeftovers(given: string): Promise<Leftover[]> {
  const folder = absolutePath(given)
  const all: readonly Dirent[] = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const left = all.filter(entry => entry.isDirectory() && isLeft(path.join(folder, entry.name)))
  return await Promise.all(
    left.map(async ({ name }) => {
      const at = path.join(folder, name)
      return { path: at, modified: (await onPath(at, lstat(at))).mtime.toISOString() }
    }),
  )
}

/**
 * Removes one, with all that is in it.
 *
 * @throws LEFTOVER_OTHER for anything that is not one; FILE_NOT_ABSOLUTE, FILE_MISSING, FILE_DENIED
 */
export async function removeLeftover(given: string): Promise<void> {
  const at = absolutePath(given)
  const found = await onPath(at, lstat(at))
  if (!isLeft(at) || !found.isDirectory()) {
    throw refuse('LEFTOVER_OTHER', { path: at })
  }
  await onPath(at, makeRemovable(at))
  await onPath(at, rm(at, { recursive: true }))
}

/** One that was found beside what is made, and whether it was removed. */
export interface ClearedLeftover {
  readonly path: string
  readonly removed: boolean
}

/** What killed programs left in the folder in which something is made. @throws FILE_DENIED … */
export async function clearLeftovers(
  target: string,
  remove: boolean,
): Promise<readonly ClearedLeftover[]> {
  const found = await findLeftovers(path.dirname(path.resolve(target)))
  if (remove) for (const { path: at } of found) await removeLeftover(at)
  return found.map(({ path: at }) => ({ path: at, removed: remove }))
}

/** A folder that was restored without leave to write in it keeps what is in it. */
async function makeRemovable(folder: string): Promise<void> {
  await chmod(folder, 0o700)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await makeRemovable(path.join(folder, entry.name))
  }
}
