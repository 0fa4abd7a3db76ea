import { refuse } from '../../../shared/errors.ts'
import type { BackupKey, ProvedItem, TrustedKit } from '../../core/kit/index.ts'

/** What of a kit a person asks for; only what is proved is found. */

/** How many versions of a key the kit lists. */
export const countVersions = ({ kit: { keys } }: TrustedKit, id: string): number =>
  keys.filter(key => key.id === id).length

/** @throws BACKUP_KEY_UNKNOWN, ITEM_UNPROVED */
export function findBackupKey(trusted: TrustedKit, generation: string): ProvedItem<BackupKey> {
  const { backupKeys } = trusted.kit
  const found = backupKeys.find(key => String(key.generation) === generation)
  if (found === undefined) {
    throw refuse('BACKUP_KEY_UNKNOWN', { generation, count: backupKeys.length })
  }
  return trusted.item(found)
}
