import { itemDigest } from '../../main/core/kit/item-digest.ts'
import { withDigest } from '../../main/core/kit/kit.ts'
import { type BackupKey, FIRST_KIT_FORMAT, type FirstKit } from '../../main/core/kit/schema.ts'
import { findRepeatedName } from '../../main/core/text/public-name.ts'
import { refuse } from '../../shared/errors.ts'

/** Kits of the first format, as version 0.1.0 made and changed them: nothing makes one any more. */

export function buildFirstKit({
  quorum,
  backupKeys,
  keys,
}: {
  readonly quorum: Omit<FirstKit['quorum'], 'foundingItems'>
  readonly backupKeys: readonly BackupKey[]
  readonly keys: FirstKit['keys']
}): FirstKit {
  const foundingItems = [...backupKeys, ...keys].map(item => itemDigest(FIRST_KIT_FORMAT, item))
  return withDigest<FirstKit>({
    ...{ format: FIRST_KIT_FORMAT, quorum: { ...quorum, foundingItems }, backupKeys, keys },
  })
}

/** Adds a key, or the next version of one; nothing in the kit proves it. @throws KEY_EXISTS, KIT_FORMAT */
export function addKey(kit: FirstKit, key: FirstKit['keys'][number]): FirstKit {
  const others = kit.keys.filter(other => other.id !== key.id).map(other => other.label)
  if (findRepeatedName([...new Set(others), key.label]) !== -1) {
    throw refuse('KEY_EXISTS', { label: key.label })
  }
  return withDigest<FirstKit>({ ...kit, keys: [...kit.keys, key] })
}

/** Makes a new backup key the current one; nothing in the kit proves it. @throws KIT_FORMAT */
export const rotateBackupKey = (kit: FirstKit, next: BackupKey): FirstKit =>
  withDigest<FirstKit>({ ...kit, backupKeys: [...kit.backupKeys, next] })
