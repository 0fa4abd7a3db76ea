import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import type { BackupSink } from './backup.ts'
import {
  DamagedArchive,
  entriesIn,
  entryAt,
  type FoundManifest,
  frameOfManifest,
  type Layout,
  layoutOf,
  manifestAtEnd,
} from './damaged-archive.ts'
import { AuthenticChunks, type BackupCopy, DamagedPlaintext } from './damaged-chunks.ts'
import { findFrames, type Island, type Range } from './damaged-frames.ts'
import { type Entry, EntryRules, type FileEntry, MANIFEST_PATH } from './entry.ts'
import type { BackupManifest } from './manifest.ts'
import { entryOf, type ManifestEntry } from './manifest-entry.ts'
import { damagedArchive } from './tar-header.ts'
import { FRAME } from './zstd-frame.ts'

/**
 * What can be saved of a damaged backup, or of several damaged copies of one (FORMAT: 8.6 Damaged backups).
 *
 * A file is restored as whole only if it is proved: by its SHA-256 in the manifest or, where the manifest is
 * lost, because everything from the backup's begin to the file's end was read without a break. What was found
 * behind a break without a manifest may be a file inside a file; it is kept only as partial.
 */

export interface SalvageSink extends BackupSink {
  /** Removes a file that was written and is not what it should be. */
  withdraw(entry: FileEntry): Promise<void>
}

export interface Salvaging {
  readonly copies: readonly BackupCopy[]
  /** The payload's key; the caller wipes it. */
  readonly key: Buffer
  readonly sink: SalvageSink
  /** Whether files of which some is lost are kept, under a name that says so, with zeros where it is. */
  readonly partial: boolean
  /** Which paths are wanted; absent: all. */
  readonly wanted?: ((path: string) => boolean) | undefined
  readonly signal?: AbortSignal | undefined
}

/** Why something in a backup was not restored. */
export type LostReason =
  /** Some bytes are lost. */
  | 'damaged'
  /** It was read, and is not what the manifest says. */
  | 'differs'
  /** The manifest is lost, and so is the place where it stood. */
  | 'unproved'
  /** No backup may have such a path. */
  | 'not-allowed'

export interface LostEntry {
  readonly path: string
  readonly size: number | null
  readonly reason: LostReason
  /** Which bytes of it: from, to before. */
  readonly lost: readonly Range[]
  /** The path under which it is kept as partial; null: it is not. */
  readonly kept: string | null
}

export interface Salvage {
  /** Null: it is lost. */
  readonly manifest: BackupManifest | null
  /** Whether the backup is there as a whole. */
  readonly complete: boolean
  /** Those restored whole. */
  readonly files: number
  readonly bytes: number
  /** In the archive's order. */
  readonly lost: readonly LostEntry[]
  readonly chunks: {
    readonly found: number
    /** Numbers of chunks: from, to before. */
    readonly lost: readonly Range[]
    /** Whether the last one was found: otherwise the backup is cut off. */
    readonly end: boolean
    /** How many were taken from each copy. */
    readonly taken: readonly number[]
  }
}

/**
 * Restores what is whole.
 *
 * @throws BACKUP_DAMAGED when what opens is not of frames as Keyclave writes them; CANCELLED; as the sink and
 *         the copies
 */
export async function salvageBackup(salvaging: Salvaging): Promise<Salvage> {
  const chunks = new AuthenticChunks(salvaging.copies, salvaging.key)
  try {
    const plain = new DamagedPlaintext(chunks)
    const islands = await findFrames(plain, () => requireStill(salvaging))
    const [first] = islands
    if (chunks.has(0) && first?.frames.length === 0) throw damagedArchive('ends-early')
    const rescue = new Rescue(salvaging)
    const ending = islands.at(-1)
    const found = ending?.last ? await manifestAtEnd(plain, ending.frames) : null
    const manifest = found?.manifest ?? null
    const layout = manifest && layoutOf(manifest)
    const archive = found && layout && placeAll(plain, islands, found, layout)
    if (manifest === null || layout === null || archive === null) {
      await rescue.inOrder(plain, islands, manifest)
    } else {
      await rescue.byManifest(archive, manifest, layout)
    }
    const lost = chunks.lost
    const count = lost.reduce((sum, [from, to]) => sum + to - from, 0)
    return {
      ...{ manifest, files: rescue.files, bytes: rescue.bytes, lost: rescue.lost },
      complete: manifest !== null && rescue.lost.length === 0,
      chunks: {
        ...{ found: chunks.looked - count, lost, end: chunks.whole },
        taken: chunks.taken,
      },
    }
  } finally {
    chunks.close()
  }
}

function requireStill({ signal }: Pick<Salvaging, 'signal'>): void {
  if (signal?.aborted) throw refuse('CANCELLED', {})
}

/**
 * Puts the frames where they belong in the archive that the manifest describes: counted from the begin, or
 * from the end.
 *
 * @returns null when the archive is not laid out as Keyclave does it
 */
function placeAll(
  plain: DamagedPlaintext,
  islands: readonly Island[],
  found: FoundManifest,
  layout: Layout,
): DamagedArchive | null {
  const own = frameOfManifest(found, layout)
  if (own === null) return null
  const total = own + found.frames
  const archive = new DamagedArchive(plain)
  for (const { frames, first, certain, last } of islands) {
    const place = last ? total - frames.length : first
    if (certain && first !== place) return null
    if (place !== null) archive.place(frames, place)
  }
  return archive
}

/** Behind the name of a file of which some is lost. */
const PARTIAL = '.damaged'
/** The folder of what was found and is not proved. */
const UNPROVED = 'found-after-damage'
/** The longest name that every drive takes, in bytes. */
const NAME_LIMIT = 200

class Rescue {
  files = 0
  bytes = 0
  readonly lost: LostEntry[] = []
  readonly #salvaging: Salvaging
  readonly #rules = new EntryRules()
  readonly #paths = new Set<string>()
  #folder: string | null = null

  constructor(salvaging: Salvaging) {
    this.#salvaging = salvaging
  }

  #isWanted(path: string): boolean {
    return this.#salvaging.wanted?.(path) ?? true
  }

  /** Everything that the manifest lists, from where it lies. */
  async byManifest(
    archive: DamagedArchive,
    manifest: BackupManifest,
    { contents }: Layout,
  ): Promise<void> {
    for (const { path } of manifest.entries) this.#paths.add(path)
    let at = -1
    for (const line of manifest.entries) {
      at += 1
      const entry = entryOf(line)
      if (!this.#admits(entry) || !this.#isWanted(entry.path)) continue
      if (entry.type === 'file') await this.#file(archive, entry, contents[at] ?? 0, line)
      else await this.#other(entry)
    }
  }

  /** What follows from the begin on without a break; then what is found behind. */
  async inOrder(
    plain: DamagedPlaintext,
    islands: readonly Island[],
    manifest: BackupManifest | null,
  ): Promise<void> {
    const lines = new Map<string, ManifestEntry>()
    for (const line of manifest?.entries ?? []) lines.set(line.path, line)
    const [first, ...others] = islands
    if (first !== undefined) {
      const archive = new DamagedArchive(plain)
      // What is taken for a stored frame, because another begins where it would end, proves nothing.
      const certain = first.frames.map(frame => (frame.assumed ? { ...frame, end: null } : frame))
      archive.place(certain, 0)
      let at = 0
      for (;;) {
        const found = await entryAt(archive, at)
        if (found.kind !== 'entry' || found.entry.path === MANIFEST_PATH) break
        const { entry, content, next } = found
        this.#paths.add(entry.path)
        at = next
        const line = lines.get(entry.path)
        lines.delete(entry.path)
        if (!this.#admits(entry) || !this.#isWanted(entry.path)) continue
        if (entry.type === 'file') await this.#file(archive, entry, content, line ?? null)
        else await this.#other(entry)
      }
      await this.#unproved(archive, at, first.frames.length * FRAME)
    }
    for (const { frames } of others) {
      const archive = new DamagedArchive(plain)
      archive.place(frames, 0)
      await this.#unproved(archive, 0, frames.length * FRAME)
    }
    for (const { path } of lines.values()) {
      if (this.#isWanted(path)) this.#lose({ path, size: null }, 'damaged', [])
    }
  }

  #admits(entry: Entry): boolean {
    try {
      this.#rules.admit(entry)
      return true
    } catch (error) {
      if (!(error instanceof KeyclaveError)) throw error
      this.#lose(entry, 'not-allowed', [])
      return false
    }
  }

  #lose(
    entry: { readonly path: string; readonly size?: number | null },
    reason: LostReason,
    lost: readonly Range[],
    kept: string | null = null,
  ): void {
    this.lost.push({ path: entry.path, size: entry.size ?? null, reason, lost, kept })
  }

  async #other(entry: Exclude<Entry, FileEntry>): Promise<void> {
    requireStill(this.#salvaging)
    if (entry.type === 'directory') await this.#salvaging.sink.directory(entry)
    else await this.#salvaging.sink.symlink(entry)
  }

  async #file(
    archive: DamagedArchive,
    entry: FileEntry,
    content: number,
    line: ManifestEntry | null,
  ): Promise<void> {
    const expected = line?.type === 'file' ? line.sha256 : null
    const lost = await archive.lost(content, content + entry.size)
    if (lost.length > 0) return await this.#partial(archive, entry, content, lost)
    const sha256 = await this.#write(archive, entry, content)
    if (expected !== null && sha256 !== expected) {
      await this.#salvaging.sink.withdraw(entry)
      this.#lose(entry, 'differs', [[0, entry.size]])
      return
    }
    this.files += 1
    this.bytes += entry.size
  }

  async #partial(
    archive: DamagedArchive,
    entry: FileEntry,
    content: number,
    lost: readonly Range[],
  ): Promise<void> {
    const all = lost.length === 1 && lost[0]?.[0] === 0 && lost[0][1] === entry.size
    if (!this.#salvaging.partial || all) {
      this.#lose(entry, 'damaged', lost)
      return
    }
    const kept = this.#nameBeside(entry.path)
    await this.#write(archive, { ...entry, path: kept }, content)
    this.#lose(entry, 'damaged', lost, kept)
  }

  /** A free path for what is left of a file, in the same folder. */
  #nameBeside(path: string): string {
    const slash = path.lastIndexOf('/') + 1
    const name = path.slice(slash)
    const short = Buffer.byteLength(name) > NAME_LIMIT ? 'file' : name
    for (let i = 1; ; i += 1) {
      const kept = `${path.slice(0, slash)}${short}${PARTIAL}${i === 1 ? '' : `-${i}`}`
      if (this.#paths.has(kept)) continue
      this.#paths.add(kept)
      return kept
    }
  }

  /** Writes a file, and returns the SHA-256 of what was written, in hex. */
  async #write(archive: DamagedArchive, entry: FileEntry, content: number): Promise<string> {
    requireStill(this.#salvaging)
    const hash = createHash('sha256')
    const file = await this.#salvaging.sink.file(entry)
    try {
      for await (const piece of archive.pieces(content, content + entry.size)) {
        requireStill(this.#salvaging)
        hash.update(piece)
        await file.write({ parts: [piece], release: () => {} })
      }
    } finally {
      await file.close()
    }
    return hash.digest('hex')
  }

  /** Files behind a break: their headers may stand inside another file. */
  async #unproved(archive: DamagedArchive, from: number, end: number): Promise<void> {
    let read = from
    for await (const at of entriesIn(archive, from, end)) {
      requireStill(this.#salvaging)
      const found = at < read ? null : await entryAt(archive, at)
      if (found?.kind !== 'entry') continue
      const { entry, content, next } = found
      read = next
      if (entry.type !== 'file' || entry.path === MANIFEST_PATH) continue
      if (!this.#isWanted(entry.path)) continue
      await this.#keepUnproved(archive, entry, content)
    }
  }

  async #keepUnproved(archive: DamagedArchive, entry: FileEntry, content: number): Promise<void> {
    const lost = await archive.lost(content, content + entry.size)
    if (!this.#salvaging.partial || !(await this.#makeFolders(entry))) {
      this.#lose(entry, 'unproved', lost)
      return
    }
    const kept = this.#nameBeside(`${this.#unprovedFolder()}/${entry.path}`)
    await this.#write(archive, { ...entry, path: kept }, content)
    this.#lose(entry, 'unproved', lost, kept)
  }

  /** The folder of what is not proved, under a name that nothing else has. */
  #unprovedFolder(): string {
    for (let i = 1; this.#folder === null; i += 1) {
      const name = i === 1 ? UNPROVED : `${UNPROVED}-${i}`
      if (!this.#paths.has(name)) this.#folder = name
    }
    return this.#folder
  }

  /** The folders that a file that is not proved lies in; false when its path may not be. */
  async #makeFolders({ path, mode, mtime }: FileEntry): Promise<boolean> {
    const rules = new EntryRules()
    const folders = path.split('/').slice(0, -1)
    const root = this.#unprovedFolder()
    const paths = ['', ...folders].map((_, i) => [root, ...folders.slice(0, i)].join('/'))
    const entries = paths.map(folder => ({
      ...({ type: 'directory', mode: 0o755 } as const),
      ...{ path: folder, mtime },
    }))
    try {
      for (const entry of entries) rules.admit(entry)
      rules.admit({ type: 'file', path: `${root}/${path}`, mode, mtime, size: 0 })
    } catch (error) {
      if (error instanceof KeyclaveError) return false
      throw error
    }
    for (const entry of entries) {
      if (this.#paths.has(entry.path)) continue
      this.#paths.add(entry.path)
      await this.#salvaging.sink.directory(entry)
    }
    return true
  }
}
