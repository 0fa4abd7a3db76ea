import { kitFingerprint } from '../../main/core/kit/fingerprint.ts'
import type { Kit, KitQuorum, SealedItem } from '../../main/core/kit/schema.ts'
import { confirmKit, type ProvedItem, type TrustedKit } from '../../main/core/kit/trusted-kit.ts'

/** Kits and items as a test has just made them: the test vouches for them. */

export const trusted = (kit: Kit): TrustedKit => confirmKit(kit, { by: 'ceremony' })

/** A kit with this in place of its founding part. */
export const trustedWith = (kit: Kit, quorum: KitQuorum): TrustedKit =>
  trusted({ ...kit, quorum } as Kit)

/** A kit whose items were changed after the founding, as if a vault's log knew that. */
export const trustedAnew = (kit: Kit): TrustedKit =>
  confirmKit(kit, {
    by: 'log',
    fingerprint: kitFingerprint(kit.quorum),
    kits: new Set([kit.digest]),
  })

/** An item that no kit vouches for, for what must refuse it all the same. */
export const asProved = <Item extends SealedItem>(item: Item): ProvedItem<Item> =>
  item as ProvedItem<Item>
