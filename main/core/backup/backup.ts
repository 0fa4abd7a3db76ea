import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { refuse } from '../../../shared/errors.ts'
import { createHeader, openHeader, PAYLOAD_NONCE, payloadKey, readAgeFile } from '../age/index.ts'
import { type ByteSource, lengthOf, type RandomSource, Turn, wipe } from '../bytes/index.ts'
import { openStream, sealStream } from './age-stream.ts'
import { type ArchivedEntry, readArchive } from './archive-reader.ts'
import { ArchiveWriter, type FrameInput } from './archive-writer.ts'
import { type Entry, EntryRules, type FileEntry, MANIFEST_PATH, type SourceEntry } from './entry.ts'
import { EntryList, type ManifestEntries } from './entry-list.ts'
import {
  type BackupManifest,
  type BackupOrigin,
  MANIFEST_LIMIT,
  ManifestComparison,
  ManifestDraft,
  type ManifestHead,
} from './manifest.ts'
import { type ManifestEntry, toManifestEntry } from './manifest-entry.ts'
import { ManifestReader } from './manifest-reader.ts'
import { BackupPool } from './pool.ts'
import type { Piece } from './slab.ts'
import { damagedArchive } from './tar-header.ts'
import { compressStream, decompressStream } from './zstd-stream.ts'

/**
 * A backup: tar, in it the manifest as the last entry; Zstandard; age. Streamed, in constant memory, on
 * several threads (ARCHITECTURE: Backups; FORMAT: Backups).
 */

/** How the work goes on. */
export interface Course {
  /** How many worker threads to use. */
  readonly threads: number
  readonly signal?: AbortSignal | undefined
  /** Told the bytes of file content done since it was last told. */
  readonly onBytes?: ((bytes: number) => void) | undefined
  /** Told the SHA-256 of the encrypted backup, in hex, once all of it has been written or read. */
  readonly onSha256?: ((sha256: string) => void) | undefined
}

/** Where an archive goes, and who can open it then. */
export interface Sealing extends Course {
  /** Who can open it: `age1…`, all of one type. */
  readonly recipients: readonly string[]
  readonly output: BackupOutput
  /** For the payload's nonce; the age library draws the file key itself. */
  readonly random: RandomSource
}

export interface NewBackup extends Sealing, BackupOrigin {
  /** In the order in which they are archived; a folder before what lies in it. */
  readonly entries: AsyncIterable<SourceEntry> | Iterable<SourceEntry>
}

export const stopIf = (signal: AbortSignal | undefined): void => {
  if (signal?.aborted) throw refuse('CANCELLED', {})
}

async function* archive(backup: NewBackup, writer: ArchiveWriter): AsyncGenerator<FrameInput> {
  const rules = new EntryRules()
  const draft = new ManifestDraft()
  const turn = new Turn()
  for await (const entry of backup.entries) {
    stopIf(backup.signal)
    await turn.end()
    rules.admit(entry)
    if (entry.type === 'file') {
      const sha256 = yield* writer.addFile(entry)
      draft.add(toManifestEntry(entry, sha256))
    } else {
      yield* writer.add(entry)
      draft.add(toManifestEntry(entry, null))
    }
  }
  yield* archiveEnd(writer, backup, draft)
}

/** The manifest of the entries that were written, which is the last, and the end of the archive. */
export function* archiveEnd(
  writer: ArchiveWriter,
  origin: BackupOrigin,
  draft: ManifestDraft,
): Generator<FrameInput> {
  const { length, pieces } = draft.written(origin)
  // What says which files there are is not to be lost with some of them.
  yield* writer.beginFrame()
  const named = { path: MANIFEST_PATH, mode: 0o644, mtime: origin.created }
  yield* writer.addPieces({ ...named, type: 'file', size: length }, pieces)
  yield* writer.end()
}

/** Derives the payload key, which the caller wipes, and wipes the file key. */
function takeKey(fileKey: Buffer, nonce: Buffer): Buffer {
  try {
    return payloadKey(fileKey, nonce)
  } finally {
    wipe(fileKey)
  }
}

/** Takes the bytes of a backup under way, in order. */
export interface BackupOutput {
  /** Takes a piece over, to be released when it is no longer needed. Settles when there is room for the next. */
  add(piece: Piece): Promise<void>
  /** Called when no more pieces come. Settles when all that came have been released, or one has failed. */
  end(): Promise<void>
}

/**
 * Makes a backup.
 *
 * @throws AGE_RECIPIENT, BACKUP_ENTRY_REFUSED, BACKUP_FILE_CHANGED, CANCELLED, and what reading and the
 *         output throw
 */
export function createBackup(backup: NewBackup): Promise<void> {
  return sealArchive(backup, writer => archive(backup, writer))
}

/** Compresses and encrypts an archive while it is written. Throws what the frames and the output throw. */
export async function sealArchive(
  backup: Sealing,
  framesOf: (writer: ArchiveWriter) => AsyncIterable<FrameInput>,
): Promise<void> {
  stopIf(backup.signal)
  // Its thread first, which takes longest to do its work.
  const making = createHeader(backup.recipients)
  const pool = new BackupPool(backup.threads, backup.signal)
  try {
    const { header, fileKey } = await making
    const nonce = backup.random(PAYLOAD_NONCE)
    const key = takeKey(fileKey, nonce)
    try {
      pool.setKey(key)
    } finally {
      wipe(key)
    }
    const hashed = backup.onSha256 !== undefined
    if (hashed) await pool.hashCopy(Buffer.concat([header, nonce]))
    await backup.output.add({ parts: [header, nonce], release: () => {} })
    const writer = new ArchiveWriter(pool.slabs, backup.onBytes ?? (() => {}))
    const frames = compressStream(pool, framesOf(writer))
    const turn = new Turn()
    for await (const piece of sealStream(pool, frames, hashed)) {
      stopIf(backup.signal)
      await backup.output.add(piece)
      await turn.end()
    }
    await backup.output.end()
    backup.onSha256?.(await pool.hashed())
  } catch (error) {
    // The pool wipes the slabs, which the output may still be reading.
    await backup.output.end().catch(() => {})
    throw error
  } finally {
    await pool.close()
  }
}

/** Takes what is in a backup. Nothing of it is certain before `openBackup` has returned. */
export interface BackupSink {
  directory(entry: Entry): Promise<void>
  symlink(entry: Entry & { readonly type: 'symlink' }): Promise<void>
  file(entry: FileEntry): Promise<SinkFile>
}

/** A file that is being restored. */
export interface SinkFile {
  /** Takes the next piece over, to be released when it is written. Settles when there is room for more. */
  write(piece: Piece): Promise<void>
  /** Called once, whether the file is whole or not. Settles when all pieces have been released. */
  close(): Promise<void>
}

export interface OpeningBackup extends Course {
  readonly source: ByteSource
  /** ASCII bytes of `AGE-SECRET-KEY-…`; the caller wipes them. */
  readonly identity: Uint8Array
  readonly sink: BackupSink
  /** Shown the tar archive as it comes, before anything in it is certain; settles when there is room for more. */
  readonly onArchive?: ((parts: readonly Buffer[]) => Promise<void>) | undefined
}

/** What a manifest says, and how that compares with what was found before it. */
export interface ReadManifest {
  readonly head: ManifestHead
  readonly comparison: ManifestComparison
}

/**
 * Reads the manifest's entry beside the entries that were found.
 *
 * @throws BACKUP_DAMAGED, BACKUP_MANIFEST, BACKUP_ENTRY_REFUSED; not for what differs, which `comparison` knows
 */
export async function readBeside(
  { entry, content }: ArchivedEntry,
  found: ManifestEntries,
): Promise<ReadManifest> {
  if (entry.type !== 'file' || entry.size > MANIFEST_LIMIT) {
    throw damagedArchive('manifest-no-file')
  }
  const comparison = new ManifestComparison(found)
  const reader = new ManifestReader(line => comparison.expect(line))
  for await (const piece of content) {
    for (const part of piece.parts) reader.add(part)
    piece.release()
  }
  return { head: reader.end(), comparison }
}

async function restoreFile(
  entry: FileEntry,
  content: AsyncIterable<Piece>,
  opening: PayloadSink,
): Promise<ManifestEntry> {
  const hash = createHash('sha256')
  const file = await opening.sink.file(entry)
  try {
    for await (const piece of content) {
      stopIf(opening.signal)
      for (const part of piece.parts) hash.update(part)
      opening.onBytes?.(lengthOf(piece.parts))
      await file.write(piece)
    }
  } finally {
    await file.close()
  }
  return toManifestEntry(entry, hash.digest('hex'))
}

async function restoreEntry(
  { entry, content }: ArchivedEntry,
  opening: PayloadSink,
): Promise<ManifestEntry> {
  stopIf(opening.signal)
  if (entry.type === 'file') return restoreFile(entry, content, opening)
  if (entry.type === 'directory') await opening.sink.directory(entry)
  else await opening.sink.symlink(entry)
  return toManifestEntry(entry, null)
}

async function restoreArchive(
  entries: AsyncIterable<ArchivedEntry>,
  opening: PayloadSink,
): Promise<BackupManifest> {
  const rules = new EntryRules()
  const found = new EntryList()
  let manifest: ReadManifest | null = null
  for await (const archived of entries) {
    if (manifest !== null) throw damagedArchive('goes-on-after-manifest')
    if (archived.entry.path === MANIFEST_PATH) {
      manifest = await readBeside(archived, found)
    } else {
      rules.admit(archived.entry)
      found.add(await restoreEntry(archived, opening))
    }
  }
  if (manifest === null) throw damagedArchive('no-manifest')
  manifest.comparison.end()
  return { ...manifest.head, entries: found }
}

/**
 * Opens a backup and hands what is in it to a sink, in the order of the archive.
 *
 * @returns the manifest, once everything in it was found, unchanged, and nothing else
 * @throws AGE_HEADER, AGE_IDENTITY, AGE_NO_MATCH, AGE_MAC, AGE_PAYLOAD, AGE_TRUNCATED, BACKUP_DAMAGED,
 *         BACKUP_ENTRY_REFUSED, BACKUP_MANIFEST, CANCELLED, and what source and sink throw
 */
export const openBackup = (opening: OpeningBackup): Promise<BackupManifest> =>
  withOpened(opening, opened => openPayload(opened, opening))

/** A backup whose header has been opened. */
export interface OpenedBackup {
  readonly pool: BackupPool
  /** Of the payload; wiped when its use has ended. */
  readonly key: Buffer
  /** Header and nonce: what stands before the first chunk. */
  readonly head: Buffer
  readonly chunks: ByteSource
}

/**
 * Opens the header of a backup, beside the start of the threads that its payload is opened on.
 *
 * @throws AGE_HEADER, AGE_IDENTITY, AGE_NO_MATCH, AGE_MAC, CANCELLED; what `use` throws
 */
export async function withOpened<Result>(
  {
    source,
    identity,
    threads,
    signal,
  }: Pick<OpeningBackup, 'source' | 'identity' | 'threads' | 'signal'>,
  use: (opened: OpenedBackup) => Promise<Result>,
): Promise<Result> {
  stopIf(signal)
  const { header, nonce, chunks } = await readAgeFile(source)
  // Its thread first, which takes longest to do its work.
  const opening = openHeader(header, identity)
  const pool = new BackupPool(threads, signal)
  let key: Buffer | null = null
  try {
    key = takeKey(await opening, nonce)
    pool.setKey(key)
    return await use({ pool, key, head: Buffer.concat([header, nonce]), chunks })
  } finally {
    wipe(key)
    await pool.close()
  }
}

/** What a payload is opened for. */
export type PayloadSink = Pick<
  OpeningBackup,
  'sink' | 'signal' | 'onBytes' | 'onArchive' | 'onSha256'
>

/** Opens the payload of a backup on the threads of a pool that knows its key. Throws as `openBackup`. */
export async function openPayload(
  { pool, head, chunks }: Pick<OpenedBackup, 'pool' | 'head' | 'chunks'>,
  opening: PayloadSink,
): Promise<BackupManifest> {
  const { onArchive, onSha256 } = opening
  if (onSha256 !== undefined) await pool.hashCopy(head)
  const archive = decompressStream(pool, openStream(pool, chunks, onSha256 !== undefined))
  const entries = readArchive(onArchive === undefined ? archive : shown(archive, onArchive))
  const manifest = await restoreArchive(entries, opening)
  onSha256?.(await pool.hashed())
  return manifest
}

/** Pieces on their way, each shown to somebody before it goes on. */
async function* shown(
  pieces: AsyncIterable<Piece>,
  show: (parts: readonly Buffer[]) => Promise<void>,
): AsyncGenerator<Piece> {
  for await (const piece of pieces) {
    await show(piece.parts)
    yield piece
  }
}
