/** Backups as streams: tar, zstd and age on several threads, with a manifest (FORMAT: Backups). */

export {
  type BackupSink,
  createBackup,
  openBackup,
  openPayload,
  type SinkFile,
  withOpened,
} from './backup.ts'
export { type OpenedCopies, openCopies } from './damaged-copies.ts'
export {
  blockAt,
  blocksIn,
  DIGEST,
  type DigestTree,
  DigestTreeBuilder,
  leafOf,
  readCheckFile,
  writeCheckFile,
} from './digest-tree.ts'
export {
  type Entry,
  EntryRules,
  type FileEntry,
  type OpenFile,
  outwardLink,
  type SourceEntry,
  type SymlinkEntry,
} from './entry.ts'
export type { ManifestEntries } from './entry-list.ts'
export {
  type BackupManifest,
  type BackupOrigin,
  type LeftOut,
  leftOutOf,
  ManifestDraft,
} from './manifest.ts'
export { manifestAhead } from './manifest-ahead.ts'
export { entryOf, type ManifestEntry, outwardLine, toManifestEntry } from './manifest-entry.ts'
export { reencryptBackup, sameContent, verifyBackup } from './reencrypt.ts'
export { type Salvage, type SalvageSink, salvageBackup } from './salvage.ts'
export type { Piece } from './slab.ts'
