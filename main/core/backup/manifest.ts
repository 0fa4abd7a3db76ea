import type { Buffer } from 'node:buffer'
import { z } from 'zod'
import type { ManifestProblem } from '../../../shared/codes/index.ts'
import { type KeyclaveError, refuse } from '../../../shared/errors.ts'
import { canonicalBytes, findNotKept, parseCanonical, schemaProblem } from '../text/index.ts'
import { type Entry, MANIFEST_PATH, outwardLink } from './entry.ts'

/**
 * The manifest of a backup: what it holds, for which quorum and backup key it was made. It is the
 * archive's last entry, canonical JSON (RFC 8785); FORMAT: Backups.
 */

/** Room for about 250,000 entries; a larger one would not fit into the memory promised. */
export const MANIFEST_LIMIT = 64 * 1024 * 1024

const VERSION = 'backup manifest 1'
/** Of a backup without something that people agreed to leave out. */
const VERSION_WITHOUT = 'backup manifest 2'
/** Of a backup with links that lead out of it, which older readers refuse. */
const VERSION_OUTWARD = 'backup manifest 3'

const time = z.string().refine(text => {
  const date = new Date(text)
  return !Number.isNaN(date.getTime()) && date.toISOString() === text
}, 'not a time in ISO 8601, UTC, milliseconds')

/** In UTF-16 units; no archive has a longer path. */
const longPath = z.string().max(4095)

const named = { path: longPath, mode: z.int().min(0).max(0o7777), mtime: time }

const entrySchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('file'),
    ...named,
    size: z.int().min(0),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  z.strictObject({ type: z.literal('directory'), ...named }),
  z.strictObject({ type: z.literal('symlink'), ...named, target: longPath }),
])

const common = {
  /** When the backup was made. */
  created: time,
  /** Set id of the quorum, in hex. */
  setId: z.string().regex(/^[0-9a-f]{10}$/),
  /** Number of the backup key, from 1. */
  generation: z.int().min(1),
  /** Bytes of all files together. */
  bytes: z.int().min(0),
  /** In the order of the archive. */
  entries: z.array(entrySchema),
}

const leftOutSchema = z.strictObject({
  /** A kind of what a backup cannot hold, or a pattern of paths. */
  what: z.string().min(1).max(4095),
  /** Files, folders with all that was in them, and others. */
  count: z.int().min(1),
})

const manifestSchema = z.discriminatedUnion('keyclave', [
  z.strictObject({ keyclave: z.literal(VERSION), ...common }),
  z.strictObject({
    keyclave: z.literal(VERSION_WITHOUT),
    ...common,
    /** What people agreed to leave out when the backup was made. */
    leftOut: z.array(leftOutSchema).min(1).max(1000),
  }),
  z.strictObject({
    keyclave: z.literal(VERSION_OUTWARD),
    ...common,
    leftOut: z.array(leftOutSchema).max(1000),
    /** How many links lead out of the backup, or may. */
    outward: z.int().min(1),
  }),
])

export type ManifestEntry = z.infer<typeof entrySchema>
export type BackupManifest = z.infer<typeof manifestSchema>
export type LeftOut = z.infer<typeof leftOutSchema>

/** What was left out of a backup by agreement. */
export const leftOutOf = (manifest: BackupManifest): readonly LeftOut[] =>
  'leftOut' in manifest ? manifest.leftOut : []

/** What a backup says about itself, besides its entries. */
export interface BackupOrigin {
  readonly created: Date
  /** Set id of the quorum: 10 hex digits. */
  readonly setId: string
  /** Number of the backup key that it is encrypted to, from 1. */
  readonly generation: number
  /** What people agreed to leave out. */
  readonly leftOut?: readonly LeftOut[] | undefined
}

/**
 * The manifest's line for an entry.
 *
 * @param sha256 of a file's content, in hex; null for what is not a file
 */
export function toManifestEntry(entry: Entry, sha256: string | null): ManifestEntry {
  const { path, mode } = entry
  const common = { path, mode, mtime: entry.mtime.toISOString() }
  if (entry.type === 'file') {
    return { type: 'file', ...common, size: entry.size, sha256: sha256 ?? '' }
  }
  if (entry.type === 'symlink') return { type: 'symlink', ...common, target: entry.target }
  return { type: 'directory', ...common }
}

/** The entry of a line. */
export function entryOf(line: ManifestEntry): Entry {
  const { path, mode } = line
  const named = { path, mode, mtime: new Date(line.mtime) }
  if (line.type === 'file') return { ...named, type: 'file', size: line.size }
  if (line.type === 'symlink') return { ...named, type: 'symlink', target: line.target }
  return { ...named, type: 'directory' }
}

/** Why a line is of a link that leads out of the backup; null: it is not. */
export const outwardLine = (line: ManifestEntry) =>
  line.type === 'symlink' ? outwardLink(entryOf(line)) : null

/** @throws BACKUP_ENTRY_REFUSED for a link that leads out of a backup that says it has none; BACKUP_MANIFEST */
function requireOutward(manifest: BackupManifest): void {
  let count = 0
  for (const line of manifest.entries) {
    const problem = outwardLine(line)
    if (problem === null) continue
    if (!('outward' in manifest)) throw refuse('BACKUP_ENTRY_REFUSED', { path: line.path, problem })
    count += 1
  }
  if ('outward' in manifest && manifest.outward !== count) throw broken('number-of-links')
}

const totalBytes = (entries: readonly ManifestEntry[]): number =>
  entries.reduce((sum, entry) => sum + (entry.type === 'file' ? entry.size : 0), 0)

/** The manifest as the bytes of its entry in the archive. */
export function writeManifest(origin: BackupOrigin, entries: readonly ManifestEntry[]): Buffer {
  const { leftOut = [] } = origin
  const outward = entries.filter(line => outwardLine(line) !== null).length
  const manifest = {
    ...(outward > 0
      ? { keyclave: VERSION_OUTWARD, leftOut, outward }
      : leftOut.length > 0
        ? { keyclave: VERSION_WITHOUT, leftOut }
        : { keyclave: VERSION }),
    created: origin.created.toISOString(),
    setId: origin.setId,
    generation: origin.generation,
    bytes: totalBytes(entries),
    entries,
  }
  const content = canonicalBytes(manifest)
  if (content.length > MANIFEST_LIMIT) {
    throw refuse('FILE_TOO_LARGE', {
      path: MANIFEST_PATH,
      have: content.length,
      limit: MANIFEST_LIMIT,
    })
  }
  return content
}

const broken = (problem: ManifestProblem): KeyclaveError =>
  refuse('BACKUP_MANIFEST', { path: MANIFEST_PATH, problem })

const NOT_CANONICAL = {
  encoding: 'not-utf8',
  syntax: 'not-json',
  spelling: 'reformatted',
} as const

/**
 * Reads a manifest.
 *
 * @throws BACKUP_MANIFEST, BACKUP_ENTRY_REFUSED
 */
export function readManifest(content: Buffer): BackupManifest {
  const json = parseCanonical(content)
  if ('not' in json) throw broken(NOT_CANONICAL[json.not])
  const { success, data, error } = manifestSchema.safeParse(json.value)
  if (!success) {
    const { where, problem } = schemaProblem(error)
    throw broken({ where, problem })
  }
  const notKept = findNotKept(json.value, data)
  if (notKept !== null) throw broken(notKept)
  if (data.bytes !== totalBytes(data.entries)) throw broken('sum-of-bytes')
  requireOutward(data)
  return data
}

/** The fields of a manifest entry in which two entries of one path can differ. */
function difference(have: ManifestEntry, expected: ManifestEntry): ManifestProblem | null {
  const mine = new Map(Object.entries(have))
  const differing = Object.entries(expected).find(([field, value]) => mine.get(field) !== value)
  return differing === undefined ? null : { differs: differing[0] as keyof ManifestEntry }
}

/**
 * Compares what was found in an archive with what its manifest says.
 *
 * @param found the entries of the archive, in order, with the SHA-256 of what was read
 * @throws BACKUP_MANIFEST for the first entry that is missing, too many or different
 */
export function checkManifest(manifest: BackupManifest, found: readonly ManifestEntry[]): void {
  const problem = (path: string, what: ManifestProblem): KeyclaveError =>
    refuse('BACKUP_MANIFEST', { path, problem: what })
  manifest.entries.forEach((expected, index) => {
    const have = found[index]
    if (have === undefined) throw problem(expected.path, 'missing')
    if (have.path !== expected.path) throw problem(have.path, 'another-entry')
    const differs = difference(have, expected)
    if (differs !== null) throw problem(expected.path, differs)
  })
  const extra = found[manifest.entries.length]
  if (extra !== undefined) throw problem(extra.path, 'unknown-entry')
}
