import { lstatSync } from 'node:fs'
import path from 'node:path'

/**
 * The git checkout that a path lies in: what is put there is easily committed, and pushed to others.
 *
 * @returns its folder; null outside of any
 */
export function checkoutAround(file: string): string | null {
  for (let folder = path.dirname(path.resolve(file)); ; folder = path.dirname(folder)) {
    if (lstatSync(path.join(folder, '.git'), { throwIfNoEntry: false }) !== undefined) return folder
    if (folder === path.dirname(folder)) return null
  }
}
