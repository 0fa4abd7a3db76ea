import * as z from 'zod'
import { code, place, text, whole } from './field.ts'

export const FOLDER_NAME_PROBLEMS = ['another-folder', 'characters', 'ends', 'too-long'] as const
export type FolderNameProblem = (typeof FOLDER_NAME_PROBLEMS)[number]

/** What is neither a regular file nor a folder. */
export const SPECIAL_KINDS = ['socket', 'pipe', 'device', 'special'] as const
export type SpecialKind = (typeof SPECIAL_KINDS)[number]

export const fileCodes = {
  FOLDER_NOT_EMPTY: code('io', { path: place }),
  FILE_MISSING: code('io', { path: place }),
  /** A volume of a backup is missing: this one, and perhaps others. */
  FILE_VOLUME: code('io', { path: place }),
  /** A volume of a backup is not as long as each of them but the last. */
  FILE_VOLUME_SIZE: code('damaged', { path: place, size: whole, expected: whole }),
  /** More volumes than are numbered. */
  FILE_VOLUMES: code('invalid', { path: place, limit: whole }),
  FILE_EXISTS: code('io', { path: place }),
  FILE_DENIED: code('io', { path: place }),
  FILE_IS_FOLDER: code('io', { path: place }),
  FILE_SPECIAL: code('invalid', { path: place, kind: z.enum(SPECIAL_KINDS) }),
  FILE_NOT_FOLDER: code('io', { path: place }),
  FILE_FULL: code('io', { path: place }),
  FILE_TOO_LARGE: code('invalid', { path: place, have: whole, limit: whole }),
  FILE_IO: code('io', { path: place, code: text }),
  FILE_NOT_ABSOLUTE: code('invalid', { path: text }),
  CHOICE_UNKNOWN: code('invalid', {}),
  LEFTOVER_OTHER: code('invalid', { path: place }),
  FILE_NAME: code('invalid', { problem: z.enum(FOLDER_NAME_PROBLEMS) }),
}
