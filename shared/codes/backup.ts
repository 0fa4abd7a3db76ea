import * as z from 'zod'
import { documentFault } from './document.ts'
import { code, path, text, whole } from './field.ts'

export const ARCHIVE_PROBLEMS = [
  'pax-too-long',
  'pax-not-utf8',
  'pax-unreadable',
  'pax-unexpected',
  'header-unreadable',
  'header-checksum',
  'size',
  'time',
  'folder-with-content',
  'link-with-content',
  'ends-early',
  'padding',
  'ends-in-file',
  'zeros-inside',
  'goes-on',
  'pax-twice',
  'pax-alone',
  'manifest-no-file',
  'goes-on-after-manifest',
  'no-manifest',
] as const
export const COMPRESSION_PROBLEMS = [
  'invalid',
  'frame-size',
  'foreign',
  'reserved-bit',
  'reserved-block',
  'ends-in-frame',
  'mixed-frames',
  'frame-too-long',
  'empty',
] as const
export type ArchiveProblem = (typeof ARCHIVE_PROBLEMS)[number]
export type CompressionProblem = (typeof COMPRESSION_PROBLEMS)[number]

/** What in a file that opens is not a whole backup. */
export const damage = z.union([
  z.strictObject({ archive: z.enum(ARCHIVE_PROBLEMS) }),
  z.strictObject({ compression: z.enum(COMPRESSION_PROBLEMS) }),
])

export type BackupDamage = z.infer<typeof damage>

const MANIFEST_FIELDS = ['type', 'path', 'mode', 'mtime', 'size', 'sha256', 'target'] as const
export const MANIFEST_PROBLEMS = [
  'sum-of-bytes',
  'another-entry',
  'unknown-entry',
  'not-utf8',
  'not-json',
  'reformatted',
  'missing',
] as const

/** How a backup and its manifest disagree, at one path. */
const manifestProblem = z.union([
  z.enum(MANIFEST_PROBLEMS),
  z.strictObject({ differs: z.enum(MANIFEST_FIELDS) }),
  documentFault,
])
export type ManifestProblem = z.infer<typeof manifestProblem>

export const ENTRY_PROBLEMS = [
  'nameless',
  'absolute',
  'zero-byte',
  'backslash',
  'not-unicode',
  'empty-segment',
  'dots',
  'link-to-nothing',
  'link-absolute',
  'link-characters',
  'link-not-unicode',
  'link-too-long',
  'link-leaves',
  'link-dots',
  'name-of-manifest',
  'twice',
  'folder-not-before',
  'mode',
  'time',
  'not-utf8',
  'name-taken-by-drive',
] as const

/** Why a path or a link cannot be part of a backup. */
const entryProblem = z.union([
  z.enum(ENTRY_PROBLEMS),
  z.strictObject({ longerThan: whole }),
  /** The type of a tar entry that is no file, folder or link. */
  z.strictObject({ special: text }),
])
export type EntryProblem = z.infer<typeof entryProblem>

export const backupCodes = {
  DEMO_DIFFERS: code('damaged', { path }),
  BACKUP_DAMAGED: code('damaged', { problem: damage }),
  BACKUP_MANIFEST: code('damaged', { path, problem: manifestProblem }),
  BACKUP_ENTRY_REFUSED: code('invalid', { path, problem: entryProblem }),
  BACKUP_FILE_CHANGED: code('io', { path }),
  BACKUP_SOURCE_SPECIAL: code('invalid', {
    path,
    kind: z.enum(['socket', 'pipe', 'device', 'special']),
  }),
  BACKUP_SOURCE_TWICE: code('invalid', { name: text }),
  BACKUP_SOURCE_NAMELESS: code('invalid', { path }),
  BACKUP_OUTPUT_INSIDE: code('invalid', { path }),
  BACKUP_DIGEST: code('damaged', { path }),
}
