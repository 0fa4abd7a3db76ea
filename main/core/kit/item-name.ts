import type { ItemName } from '../../../shared/codes/index.ts'
import type { SealedItem, Tombstone } from './schema.ts'

/** Which item it is, for an error. */
export function itemName(item: SealedItem | Tombstone): ItemName {
  switch (item.kind) {
    case 'backup-identity':
      return { backupKey: item.generation }
    case 'status-key':
      return { statusKey: true }
    default:
      return { key: item.id, version: item.version }
  }
}
