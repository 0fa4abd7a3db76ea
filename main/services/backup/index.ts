/** Backups: made, read back, catalogued, labelled. */

export { type Backup, createBackupService } from './backup.ts'
export { labelIn } from './backup-label.ts'
export { type BackupScreen, createBackupScreen } from './backup-screen.ts'
export {
  type BackupMeans,
  type CreatedBackup,
  type Origin,
  recipientsOf,
} from './catalogued-backup.ts'
