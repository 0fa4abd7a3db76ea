import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { isAlive } from '../services/files/index.ts'

export interface ProfileFolder {
  readonly folder: string
  readonly remove: () => void
}

/**
 * Makes the folder for what the browser engine writes (its profile), in memory where the system has
 * such a place, so that nothing of the window reaches a disk. Removes those that killed processes left.
 *
 * @param places folders to try, best first; the last must exist
 * @param pid    of this process; it is part of the name
 */
export function makeProfileFolder(places: readonly string[], pid: number): ProfileFolder {
  const place = places.find(candidate => existsSync(candidate))
  if (place === undefined) throw new Error('no place for the profile folder')
  for (const name of readdirSync(place)) {
    const owner = /^keyclave-window-(\d+)-/.exec(name)?.[1]
    if (owner !== undefined && !isAlive(Number(owner))) remove(path.join(place, name))
  }
  const folder = mkdtempSync(path.join(place, `keyclave-window-${pid}-`))
  return { folder, remove: () => remove(folder) }
}

/** The engine's last processes may still be writing: rmSync tries again. Another user's stays. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  } catch (error) {
    if (!['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

/** Linux keeps /dev/shm in memory; elsewhere the user's temporary folder has to do. */
export const profilePlaces = (platform: NodeJS.Platform, temporary: string): readonly string[] =>
  platform === 'linux' ? ['/dev/shm', temporary] : [temporary]
