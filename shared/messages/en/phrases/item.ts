import type { ItemName } from '../../../codes/kit.ts'

/** What a sealed item of a kit is called within a sentence. */
export const itemNamed = (item: ItemName): string =>
  'key' in item
    ? `key ${item.key} version ${item.version}`
    : 'backupKey' in item
      ? `backup key ${item.backupKey}`
      : 'status key'
