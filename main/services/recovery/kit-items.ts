import { refuse } from '../../../shared/errors.ts'
import type { BackupKey, KitKey, ProvedItem, TrustedKit } from '../../core/kit/index.ts'

/** What of a kit a person asks for; only what is proved is found. */

/**
 * The key that somebody names: an id or a label is its newest version, with `@1` behind it that one. A
 * newest version that nothing proves is refused, and no older one taken in its place.
 *
 * @throws KEY_UNKNOWN, ITEM_UNPROVED
 */
export function findKey(trusted: TrustedKit, wanted: string): ProvedItem<KitKey> {
  const found = versionNamed(trusted, wanted) ?? versionsOf(trusted, wanted).at(-1)
  if (found === undefined) throw refuse('KEY_UNKNOWN', { key: wanted })
  return trusted.item(found)
}

/** `9f86d081884c7d65@2`, `video-root@2`. */
function versionNamed(trusted: TrustedKit, wanted: string): KitKey | undefined {
  const [, name = '', version = ''] = /^(.+)@([1-9]\d{0,8})$/s.exec(wanted) ?? []
  return versionsOf(trusted, name).find(key => key.version === Number(version))
}

/** Every version of the key with this id or, failing that, this label; the oldest first. */
function versionsOf({ kit: { keys } }: TrustedKit, idOrLabel: string): readonly KitKey[] {
  const byId = keys.filter(key => key.id === idOrLabel)
  return byId.length > 0 ? byId : keys.filter(key => key.label === idOrLabel)
}

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
