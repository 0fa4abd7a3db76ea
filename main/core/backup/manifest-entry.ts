import { z } from 'zod'
import { type Entry, outwardLink } from './entry.ts'

/** A line of a manifest: what it says of one entry (FORMAT: 8.4 Manifest). */

export const time = z.string().refine(text => {
  const date = new Date(text)
  return !Number.isNaN(date.getTime()) && date.toISOString() === text
}, 'not a time in ISO 8601, UTC, milliseconds')

/** In UTF-16 units; no archive has a longer path. */
const longPath = z.string().max(4095)

const named = { path: longPath, mode: z.int().min(0).max(0o7777), mtime: time }

export const entrySchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('file'),
    ...named,
    size: z.int().min(0),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  z.strictObject({ type: z.literal('directory'), ...named }),
  z.strictObject({ type: z.literal('symlink'), ...named, target: longPath }),
])

export type ManifestEntry = z.infer<typeof entrySchema>

/**
 * The manifest's line for an entry, its members in the order of canonical JSON.
 *
 * @param sha256 of a file's content, in hex; null for what is not a file, and where it is not known yet
 */
export function toManifestEntry(entry: Entry, sha256: string | null): ManifestEntry {
  const { path, mode } = entry
  const mtime = entry.mtime.toISOString()
  if (entry.type === 'file') {
    return { mode, mtime, path, sha256: sha256 ?? '', size: entry.size, type: 'file' }
  }
  if (entry.type === 'symlink') {
    return { mode, mtime, path, target: entry.target, type: 'symlink' }
  }
  return { mode, mtime, path, type: 'directory' }
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
