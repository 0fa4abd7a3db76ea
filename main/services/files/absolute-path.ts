import path from 'node:path'
import { refuse } from '../../../shared/errors.ts'

/**
 * A path as the window must give it: whole. What a relative one meant would depend on where the program
 * was started.
 *
 * @throws FILE_NOT_ABSOLUTE
 */
export function absolutePath(given: string): string {
  if (!path.isAbsolute(given) || given.includes('\0')) {
    throw refuse('FILE_NOT_ABSOLUTE', { path: given })
  }
  return path.normalize(given)
}
