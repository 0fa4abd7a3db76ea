import type { ByteSource } from '../bytes/index.ts'
import { openStream } from './age-stream.ts'
import { type ArchivedEntry, readArchive } from './archive-reader.ts'
import type { ArchiveWriter, FrameInput } from './archive-writer.ts'
import {
  archiveEnd,
  type BackupSink,
  type OpeningBackup,
  openBackup,
  type ReadManifest,
  readBeside,
  type Sealing,
  sealArchive,
  stopIf,
  withOpened,
} from './backup.ts'
import { EntryRules, MANIFEST_PATH } from './entry.ts'
import {
  type BackupManifest,
  type BackupOrigin,
  leftOutOf,
  ManifestDraft,
  requireSame,
} from './manifest.ts'
import { type ManifestEntry, toManifestEntry } from './manifest-entry.ts'
import { PieceReader } from './piece-reader.ts'
import { damagedArchive } from './tar-header.ts'
import { decompressStream } from './zstd-stream.ts'

/**
 * A backup encrypted again: opened and sealed at once, with a new file key and for other recipients. What is in
 * it goes from one stream into the other in memory, a few megabytes at a time, and nowhere else. This is not
 * rewrapping, which would seal the same file key anew: whoever had the old key may have noted that.
 */

export interface Reencryption extends Sealing, Omit<BackupOrigin, 'created'> {
  /** The old backup. */
  readonly source: ByteSource
  /** What opens it: ASCII bytes of `AGE-SECRET-KEY-…`; the caller wipes them. */
  readonly identity: Uint8Array
}

/**
 * Encrypts a backup again. The new one says the day on which the old one was made, because that is the day
 * that its files are of.
 *
 * @returns the manifest of the old one, once all that it names was found and written, and nothing else
 * @throws as `openBackup` and `createBackup`
 */
export async function reencryptBackup(backup: Reencryption): Promise<BackupManifest> {
  return await withOpened(backup, async ({ pool, chunks }) => {
    const entries = readArchive(decompressStream(pool, openStream(pool, chunks)))
    let old: BackupManifest | null = null
    await sealArchive(backup, writer =>
      rewrite(backup, entries, writer, manifest => {
        old = manifest
      }),
    )
    if (old === null) throw new Error('an archive has a manifest')
    return old
  })
}

/** Writes every entry as it is read, and compares what was written with the manifest of the old backup. */
async function* rewrite(
  { signal, setId, generation }: Reencryption,
  entries: AsyncIterable<ArchivedEntry>,
  writer: ArchiveWriter,
  onManifest: (manifest: BackupManifest) => void,
): AsyncGenerator<FrameInput> {
  const rules = new EntryRules()
  const draft = new ManifestDraft()
  let read: ReadManifest | null = null
  for await (const archived of entries) {
    stopIf(signal)
    if (read !== null) throw damagedArchive('goes-on-after-manifest')
    if (archived.entry.path === MANIFEST_PATH) {
      read = await readBeside(archived, draft.entries)
      continue
    }
    rules.admit(archived.entry)
    draft.add(yield* rewriteEntry(archived, writer))
  }
  if (read === null) throw damagedArchive('no-manifest')
  read.comparison.end()
  const manifest = { ...read.head, entries: draft.entries }
  const { created } = manifest
  const origin = { created: new Date(created), setId, generation, leftOut: leftOutOf(manifest) }
  yield* archiveEnd(writer, origin, draft)
  onManifest(manifest)
}

async function* rewriteEntry(
  { entry, content }: ArchivedEntry,
  writer: ArchiveWriter,
): AsyncGenerator<FrameInput, ManifestEntry> {
  if (entry.type !== 'file') {
    yield* writer.add(entry)
    return toManifestEntry(entry, null)
  }
  const open = async (): Promise<PieceReader> => new PieceReader(content)
  return toManifestEntry(entry, yield* writer.addFile({ ...entry, open }))
}

/**
 * Reads a backup to its end, keeping nothing of it.
 *
 * @returns its manifest, once everything in it was found, unchanged, and nothing else
 * @throws as `openBackup`
 */
export const verifyBackup = (opening: Omit<OpeningBackup, 'sink'>): Promise<BackupManifest> =>
  openBackup({ ...opening, sink: NOWHERE })

const NOWHERE: BackupSink = {
  directory: async () => {},
  symlink: async () => {},
  file: async () => ({
    write: async piece => piece.release(),
    close: async () => {},
  }),
}

/**
 * Compares two backups entry by entry: paths, kinds, modes, times, sizes, targets, SHA-256.
 *
 * @throws BACKUP_MANIFEST for the first entry of the new one that is missing, too many or different
 */
export const sameContent = (old: BackupManifest, made: BackupManifest): void =>
  requireSame(old.entries, made.entries)
