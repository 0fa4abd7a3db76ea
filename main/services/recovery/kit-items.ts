import { refuse } from '../../../shared/errors.ts'
import type { BackupKey, Kit, KitKey } from '../../core/kit/index.ts'

/** What of a kit a person asks for. */

/** The newest version of the key with this id or label. @throws KEY_UNKNOWN */
export function findKey({ keys }: Kit, idOrLabel: string): KitKey {
  const byId = keys.filter(key => key.id === idOrLabel)
  const found = (byId.length > 0 ? byId : keys.filter(key => key.label === idOrLabel)).at(-1)
  if (found === undefined) throw refuse('KEY_UNKNOWN', { key: idOrLabel })
  return found
}

/** @throws BACKUP_KEY_UNKNOWN */
export function findBackupKey({ backupKeys }: Kit, generation: string): BackupKey {
  const found = backupKeys.find(key => String(key.generation) === generation)
  if (found === undefined) {
    throw refuse('BACKUP_KEY_UNKNOWN', { generation, count: backupKeys.length })
  }
  return found
}
