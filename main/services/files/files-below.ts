import type { Dirent } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'

/** What could not be looked at; a link is not followed. */
export interface Unread {
  readonly path: string
  readonly why: 'denied' | 'link'
}

/** Every regular file at a place or below it, in the order of their names. @param unread is told what is left out */
export async function* filesBelow(
  place: string,
  unread: (left: Unread) => void,
): AsyncGenerator<string> {
  const stat = await lstat(place).catch(() => null)
  if (stat === null) unread({ path: place, why: 'denied' })
  else if (stat.isSymbolicLink()) unread({ path: place, why: 'link' })
  else if (stat.isFile()) yield place
  else if (stat.isDirectory()) {
    const entries = await readdir(place, { withFileTypes: true }).catch((): Dirent[] | null => null)
    if (entries === null) unread({ path: place, why: 'denied' })
    for (const { name } of (entries ?? []).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      yield* filesBelow(path.join(place, name), unread)
    }
  }
}
