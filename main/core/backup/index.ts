/** Backups as streams: tar, zstd and age on several threads, with a manifest (FORMAT: Backups). */

export { type BackupSink, createBackup, openBackup, type SinkFile } from './backup.ts'
export {
  type Entry,
  EntryRules,
  type FileEntry,
  type OpenFile,
  type SourceEntry,
  type SymlinkEntry,
} from './entry.ts'
export type { BackupManifest, BackupOrigin } from './manifest.ts'
export type { Piece } from './slab.ts'
