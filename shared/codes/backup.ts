import { code, path, text } from './field.ts'

export const backupCodes = {
  DEMO_DIFFERS: code('damaged', { path }),
  BACKUP_DAMAGED: code('damaged', { problem: text }),
  BACKUP_MANIFEST: code('damaged', { path, problem: text }),
  BACKUP_ENTRY_REFUSED: code('invalid', { path, problem: text }),
  BACKUP_FILE_CHANGED: code('io', { path }),
  BACKUP_SOURCE_SPECIAL: code('invalid', { path, kind: text }),
  BACKUP_SOURCE_TWICE: code('invalid', { name: text }),
  BACKUP_SOURCE_NAMELESS: code('invalid', { path }),
  BACKUP_OUTPUT_INSIDE: code('invalid', { path }),
  BACKUP_DIGEST: code('damaged', { path }),
}
