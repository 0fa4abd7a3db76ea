import * as z from 'zod'
import { KEY_EXCEPTIONS, KEY_STATES } from '../key-life.ts'
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
  'number-of-links',
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
  'out-of-order',
  'mode',
  'time',
  'not-utf8',
] as const

/** Why a path or a link cannot be part of a backup. */
const entryProblem = z.union([
  z.enum(ENTRY_PROBLEMS),
  z.strictObject({ longerThan: whole }),
  /** The type of a tar entry that is no file, folder or link. */
  z.strictObject({ special: text }),
])
export type EntryProblem = z.infer<typeof entryProblem>

/**
 * What a backup cannot hold: sockets, pipes and devices; links that lead out of it; names that it has no way to
 * write; what the user may not read.
 */
export const ODD_KINDS = ['special', 'links', 'names', 'unreadable'] as const
export type OddKind = (typeof ODD_KINDS)[number]
const odd = z.strictObject({
  kind: z.enum(ODD_KINDS),
  count: whole,
  first: z.array(path).readonly(),
})

/**
 * What a drive cannot hold of what a backup is going to restore: symbolic links; names with characters or ends that it
 * does not keep; names that it takes for that of another; names and paths that are too long; files that are too large.
 */
export const UNFIT_KINDS = ['links', 'names', 'twins', 'long-names', 'long-paths', 'large'] as const
export type UnfitKind = (typeof UNFIT_KINDS)[number]
const unfit = z.strictObject({
  kind: z.enum(UNFIT_KINDS),
  count: whole,
  first: z.array(path).readonly(),
})
/** More than is free: bytes, or files and folders. */
const shortOf = z.strictObject({ unit: z.enum(['bytes', 'entries']), needed: whole, free: whole })

export const CHECK_FILE_PROBLEMS = ['form', 'length', 'digests'] as const
export type CheckFileProblem = (typeof CHECK_FILE_PROBLEMS)[number]

export const PARITY_PROBLEMS = ['unusable', 'several', 'other', 'digests'] as const
export type ParityProblem = (typeof PARITY_PROBLEMS)[number]

/** The first volume does not begin as a backup does; a volume cannot be deciphered. */
export const VOLUME_PROBLEMS = ['begin', 'payload'] as const
export type VolumeProblem = (typeof VOLUME_PROBLEMS)[number]

export const BROUGHT_PROBLEMS = ['no-volume', 'name', 'size', 'header', 'blocks'] as const
/** Why a file that was brought is no volume of the backup that is gathered. */
export type BroughtProblem = (typeof BROUGHT_PROBLEMS)[number]

export const backupCodes = {
  DEMO_DIFFERS: code('damaged', { path }),
  BACKUP_DAMAGED: code('damaged', { problem: damage }),
  BACKUP_MANIFEST: code('damaged', { path, problem: manifestProblem }),
  BACKUP_ENTRY_REFUSED: code('invalid', { path, problem: entryProblem }),
  BACKUP_FILE_CHANGED: code('io', { path }),
  /** All that a backup of these files could not hold, and nobody agreed to leave out. */
  BACKUP_ODD: code('invalid', { odd: z.array(odd).readonly() }),
  /** `drive`: its file system, as the system calls it; empty: it does not say. */
  RESTORE_UNFIT: code('io', {
    path,
    drive: text,
    unfit: z.array(unfit).readonly(),
    space: shortOf.nullable(),
  }),
  BACKUP_SOURCE_TWICE: code('invalid', { name: text }),
  BACKUP_SOURCE_NAMELESS: code('invalid', { path }),
  BACKUP_OUTPUT_INSIDE: code('invalid', { path }),
  /** Nothing of it is whole. */
  BACKUP_LOST: code('damaged', { path, chunks: whole }),
  BACKUP_NOT_IN_IT: code('invalid', { path: text }),
  BACKUP_CHECK_FILE: code('damaged', { problem: z.enum(CHECK_FILE_PROBLEMS) }),
  /** The check file is whole, and of another root than people have on paper. */
  BACKUP_ROOT: code('damaged', { path }),
  /** A backup was compared block by block. */
  BACKUP_BLOCKS: code('damaged', { path, damaged: whole, blocks: whole, from: whole, to: whole }),
  /** A backup was compared with its recovery files, slice by slice; `recovery`: how many they stand in for. */
  BACKUP_SLICES: code('damaged', { path, lost: whole, slices: whole, recovery: whole }),
  /** No copy has these bytes: from, to before. */
  BACKUP_UNREPAIRED: code('damaged', { path, from: whole, to: whole }),
  /** Files that are not the volumes of one backup, where one is wanted. */
  BACKUP_SEVERAL: code('usage', { path, other: path }),
  /** What a volume of a backup holds does not follow what is before it: it is damaged, or is not this volume. */
  BACKUP_VOLUME: code('damaged', { path, problem: z.enum(VOLUME_PROBLEMS) }),
  /** What was brought where volumes of a backup, `name`, are gathered. */
  VOLUME_OTHER: code('invalid', { path, name: text, problem: z.enum(BROUGHT_PROBLEMS) }),
  /** There is another volume of that number. */
  VOLUME_DIFFERS: code('damaged', { path, other: path }),
  /** It is there already; `next` is wanted, or nothing more is. */
  VOLUME_HERE: code('invalid', { path, next: text.nullable() }),
  /** Blocks that are not as its check file says, and bytes that its drive could not read. */
  VOLUME_DAMAGED: code('damaged', { path, damaged: whole, blocks: whole, unreadable: whole }),
  /** Recovery files (PAR2) that say nothing of use: damaged beyond use, or of another backup. */
  BACKUP_PARITY: code('damaged', { path, problem: z.enum(PARITY_PROBLEMS) }),
  /** More slices are lost than the recovery files stand in for. */
  BACKUP_PARITY_SHORT: code('damaged', { path, lost: whole, recovery: whole }),
  BACKUP_DIGEST: code('damaged', { path }),
  BACKUP_KEY_STATE: code('invalid', {
    setId: text,
    generation: whole,
    state: z.enum(KEY_STATES),
    deed: z.enum(['suspend', 'resume', 'compromise', 'destroy', 'back-up']),
  }),
  BACKUP_KEY_SUSPECT: code('usage', { generation: whole, why: z.enum(KEY_EXCEPTIONS) }),
  BACKUP_KEY_OCCURRED: code('invalid', { setId: text, generation: whole, made: text, today: text }),
  BACKUP_KEY_UNKNOWN_HERE: code('invalid', { path, setId: text, generation: whole }),
  COMPROMISE_OF: code('usage'),
  REENCRYPT_TARGET: code('invalid', {
    path,
    problem: z.enum(['same-folder', 'same-name', 'other-file']),
  }),
  REENCRYPT_PARTLY: code('damaged', { refused: whole, of: whole }),
}
