import { Buffer } from 'node:buffer'
import { z } from 'zod'
import type { ManifestProblem } from '../../../shared/codes/index.ts'
import { type KeyclaveError, refuse } from '../../../shared/errors.ts'
import { canonicalJson } from '../text/index.ts'
import { MANIFEST_PATH } from './entry.ts'
import { EntryList, type ManifestEntries } from './entry-list.ts'
import { entrySchema, type ManifestEntry, outwardLine, time } from './manifest-entry.ts'

/**
 * The manifest of a backup: what it holds, for which quorum and backup key it was made. It is the
 * archive's last entry, canonical JSON (RFC 8785); FORMAT: Backups.
 */

/** Room for about four million entries. */
export const MANIFEST_LIMIT = 1024 * 1024 * 1024

const VERSION = 'backup manifest 1'
/** Of a backup without something that people agreed to leave out. */
const VERSION_WITHOUT = 'backup manifest 2'
/** Of a backup with links that lead out of it, which older readers refuse. */
const VERSION_OUTWARD = 'backup manifest 3'

const common = {
  /** When the backup was made. */
  created: time,
  /** Set id of the quorum, in hex. */
  setId: z.string().regex(/^[0-9a-f]{10}$/),
  /** Number of the backup key, from 1. */
  generation: z.int().min(1),
  /** Bytes of all files together. */
  bytes: z.int().min(0),
  /** In the order of the archive; each is read by itself. */
  entries: z.array(entrySchema),
}

const leftOutSchema = z.strictObject({
  /** A kind of what a backup cannot hold, or a pattern of paths. */
  what: z.string().min(1).max(4095),
  /** Files, folders with all that was in them, and others. */
  count: z.int().min(1),
})

export const manifestSchema = z.discriminatedUnion('keyclave', [
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

type Saying = z.infer<typeof manifestSchema>
export type LeftOut = z.infer<typeof leftOutSchema>

/** What a manifest says besides its entries. */
export type ManifestHead =
  | Omit<Extract<Saying, { keyclave: typeof VERSION }>, 'entries'>
  | Omit<Extract<Saying, { keyclave: typeof VERSION_WITHOUT }>, 'entries'>
  | Omit<Extract<Saying, { keyclave: typeof VERSION_OUTWARD }>, 'entries'>

export type BackupManifest = ManifestHead & { readonly entries: ManifestEntries }

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

const SHA256_HEX = 64
/** Room for what a manifest says besides its entries. */
const HEAD_ROOM = 1024

/** A manifest while its backup is made. */
export class ManifestDraft {
  readonly #entries = new EntryList()
  #bytes = 0
  #outward = 0
  /** Of the lines, with a comma or a bracket behind each. */
  #length = 0

  /** @throws FILE_TOO_LARGE when they are too many for a backup */
  add(line: ManifestEntry): void {
    this.#entries.add(line)
    this.#length += Buffer.byteLength(lineOf(line)) + 1
    if (line.type === 'file') this.#bytes += line.size
    if (line.type === 'file' && line.sha256 === '') this.#length += SHA256_HEX
    if (outwardLine(line) !== null) this.#outward += 1
    requireRoom(this.#length + HEAD_ROOM)
  }

  get entries(): ManifestEntries {
    return this.#entries
  }

  /** Bytes of all files together. */
  get bytes(): number {
    return this.#bytes
  }

  /** What stands before the entries and what behind them. */
  #frame(origin: BackupOrigin): readonly [Buffer, Buffer] {
    const { leftOut = [] } = origin
    const text = canonicalJson({
      ...(this.#outward > 0
        ? { keyclave: VERSION_OUTWARD, leftOut, outward: this.#outward }
        : leftOut.length > 0
          ? { keyclave: VERSION_WITHOUT, leftOut }
          : { keyclave: VERSION }),
      ...{ created: origin.created.toISOString(), setId: origin.setId },
      ...{ generation: origin.generation, bytes: this.#bytes, entries: [] },
    })
    const cut = text.indexOf(ENTRIES) + ENTRIES.length
    return [Buffer.from(text.slice(0, cut)), Buffer.from(text.slice(cut))]
  }

  /** The manifest as the bytes of its entry in the archive. @throws FILE_TOO_LARGE */
  written(origin: BackupOrigin): WrittenManifest {
    const [before, behind] = this.#frame(origin)
    // Behind the last line no comma stands.
    const lines = Math.max(0, this.#length - 1)
    const length = before.length + lines + behind.length
    requireRoom(length)
    return { length, pieces: piecesOf(before, this.#entries, behind) }
  }
}

export interface WrittenManifest {
  readonly length: number
  readonly pieces: Iterable<Buffer>
}

/** What stands in front of the first entry. */
export const ENTRIES = '"entries":['
/** Characters that are made at once. */
const PIECE = 64 * 1024

/** A line as canonical JSON: its members are in that order already, which is what makes canonical JSON slow. */
const lineOf = (line: ManifestEntry): string => JSON.stringify(line)

function* piecesOf(before: Buffer, entries: ManifestEntries, behind: Buffer): Generator<Buffer> {
  yield before
  let parts: string[] = []
  let length = 0
  let comma = ''
  for (const line of entries) {
    const text = comma + lineOf(line)
    parts.push(text)
    length += text.length
    comma = ','
    if (length < PIECE) continue
    yield Buffer.from(parts.join(''))
    parts = []
    length = 0
  }
  yield Buffer.from(parts.join(''))
  yield behind
}

function requireRoom(have: number): void {
  if (have <= MANIFEST_LIMIT) return
  throw refuse('FILE_TOO_LARGE', { path: MANIFEST_PATH, have, limit: MANIFEST_LIMIT })
}

/** The fields of a manifest entry in which two entries of one path can differ. */
function difference(have: ManifestEntry, expected: ManifestEntry): ManifestProblem | null {
  const mine = new Map(Object.entries(have))
  const differing = Object.entries(expected).find(([field, value]) => mine.get(field) !== value)
  return differing === undefined ? null : { differs: differing[0] as keyof ManifestEntry }
}

/** Compares what was found in an archive with what its manifest says, line by line. */
export class ManifestComparison {
  readonly #found: Iterator<ManifestEntry>
  #first: KeyclaveError | null = null

  /** @param found the entries of the archive, in order, with the SHA-256 of what was read */
  constructor(found: ManifestEntries) {
    this.#found = found[Symbol.iterator]()
  }

  expect(expected: ManifestEntry): void {
    if (this.#first !== null) return
    const { value: have, done } = this.#found.next()
    if (done) this.#note(expected.path, 'missing')
    else if (have.path !== expected.path) this.#note(have.path, 'another-entry')
    else {
      const differs = difference(have, expected)
      if (differs !== null) this.#note(expected.path, differs)
    }
  }

  #note(path: string, problem: ManifestProblem): void {
    this.#first = refuse('BACKUP_MANIFEST', { path, problem })
  }

  /** @throws BACKUP_MANIFEST for the first entry that is missing, too many or different */
  end(): void {
    if (this.#first !== null) throw this.#first
    const { value: extra, done } = this.#found.next()
    if (!done) this.#note(extra.path, 'unknown-entry')
    if (this.#first !== null) throw this.#first
  }
}

/**
 * Compares the entries of two manifests.
 *
 * @throws BACKUP_MANIFEST for the first entry that is missing, too many or different
 */
export function requireSame(expected: ManifestEntries, found: ManifestEntries): void {
  const comparison = new ManifestComparison(found)
  for (const line of expected) comparison.expect(line)
  comparison.end()
}
