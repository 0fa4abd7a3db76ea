import type { ItemName } from '../../../codes/kit.ts'
import type { Messages } from '../../wording/messages.ts'
import { listOf } from './listing.ts'

/** What a sealed item of a kit is called within a sentence. */
export const itemNamed = (item: ItemName): string =>
  'key' in item
    ? `key ${item.key} version ${item.version}`
    : 'backupKey' in item
      ? `backup key ${item.backupKey}`
      : 'status key'

/** As a line of its own. */
export const items: Messages['items'] = {
  name: item => {
    const name = itemNamed(item)
    return name.charAt(0).toUpperCase() + name.slice(1)
  },
  proof: proof => {
    switch (proof.by) {
      case 'founding':
        return 'made at the founding; the fingerprint on the cards covers it'
      case 'revision':
        return `added by revision ${proof.revision}, signed by ${listOf(proof.signers)}`
      case 'log':
        return "added later; the vault's log knows this kit with it"
      case 'nothing':
        return 'added later, and nothing here proves it: it is not opened'
    }
  },
}
