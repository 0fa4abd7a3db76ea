import type { Place } from '../../../shared/codes/index.ts'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'

/** System errors, by errno, as refusals. */

type PathCode =
  | 'FILE_MISSING'
  | 'FILE_EXISTS'
  | 'FILE_DENIED'
  | 'FILE_IS_FOLDER'
  | 'FILE_NOT_FOLDER'
  | 'FILE_FULL'

const CODES = new Map<string, PathCode>([
  ['ENOENT', 'FILE_MISSING'],
  ['EEXIST', 'FILE_EXISTS'],
  ['ENOTEMPTY', 'FILE_EXISTS'],
  ['EACCES', 'FILE_DENIED'],
  ['EPERM', 'FILE_DENIED'],
  ['EROFS', 'FILE_DENIED'],
  ['EISDIR', 'FILE_IS_FOLDER'],
  ['ENOTDIR', 'FILE_NOT_FOLDER'],
  ['ENOSPC', 'FILE_FULL'],
  ['EDQUOT', 'FILE_FULL'],
])

/** Errors of drives, by their numbers on Linux, that Node has no names for. */
const NAMELESS: ReadonlyMap<number, string> = new Map(
  process.platform === 'linux'
    ? [
        [117, 'EUCLEAN'],
        [123, 'ENOMEDIUM'],
        [124, 'EMEDIUMTYPE'],
      ]
    : [],
)

/**
 * The refusal for an error of the file system.
 *
 * @param error what was thrown; a KeyclaveError, or anything without an errno, is returned as it is
 * @param path  the path to name, or what stands in its place
 */
export function ioError(error: unknown, path: Place): unknown {
  if (error instanceof KeyclaveError) return error
  const { code: said, errno } = (error ?? {}) as NodeJS.ErrnoException
  const code = NAMELESS.get(Math.abs(errno ?? 0)) ?? said
  if (typeof code !== 'string') return error
  if (!/^E[A-Z0-9]+$/.test(code)) {
    return errno === undefined
      ? error
      : refuse('FILE_IO', { path, code: `errno ${Math.abs(errno)}` })
  }
  const known = CODES.get(code)
  return known === undefined ? refuse('FILE_IO', { path, code }) : refuse(known, { path })
}

/** Awaits work on a file and turns its errors into refusals that name `path`. */
export async function onPath<Result>(path: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    throw ioError(error, path)
  }
}
