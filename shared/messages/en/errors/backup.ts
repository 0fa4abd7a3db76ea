import type { backupCodes } from '../../../codes/backup.ts'
import type { ErrorMessages } from '../../messages.ts'

export const backupErrors: ErrorMessages<typeof backupCodes> = {
  DEMO_DIFFERS: d =>
    `The restored ${d.path} is not its original. Do not rely on this installation.`,
  BACKUP_DAMAGED: d =>
    `The file opens, but what is in it is not a whole backup: ${d.problem}. Nothing was restored.`,
  BACKUP_MANIFEST: d =>
    `The backup does not agree with its manifest at "${d.path}": ${d.problem}. Nothing was restored; use another copy of the backup.`,
  BACKUP_ENTRY_REFUSED: d =>
    `"${d.path}" cannot be part of a backup: ${d.problem}. Nothing was kept.`,
  BACKUP_FILE_CHANGED: d =>
    `"${d.path}" changed while it was being read. Make the backup again when nothing writes to it.`,
  BACKUP_SOURCE_SPECIAL: d =>
    `"${d.path}" is a ${d.kind}; a backup holds files, folders and symbolic links. Move it away, or back up the folders beside it.`,
  BACKUP_SOURCE_TWICE: d =>
    `Two of the given paths are named "${d.name}", so they would be one in the backup. Back up the folder that holds both, or make two backups.`,
  BACKUP_SOURCE_NAMELESS: d =>
    `"${d.path}" has no name that a backup could keep. Name a file or a folder.`,
  BACKUP_OUTPUT_INSIDE: d =>
    `The backup would be written to "${d.path}", inside what it backs up. Write it somewhere else.`,
  BACKUP_DIGEST: d =>
    `"${d.path}" is not the file that was written: its SHA-256 differs. Do not rely on it; make the backup again, on another drive.`,
}
