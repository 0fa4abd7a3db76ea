import { refuse } from '../../../shared/errors.ts'
import type { KeyState } from '../../../shared/key-life.ts'
import type { Kit, KitKey, ProvedItem, TrustedKit } from '../../core/kit/index.ts'
import type { VaultReference } from '../vaults/index.ts'
import { keyStateOf } from './readable.ts'

/** What tells the states of a kit's keys: its days on this day, and what a vault knows. */
export interface StateSource {
  /** Null: the days of the kit alone. */
  readonly vault: VaultReference | null
  readonly now: Date
}

/**
 * The key that somebody names: an id or a label is its newest version in use today, with `@1` behind it that one.
 * Where none is in use, it is the newest whose first day has come. The version that is meant is refused when
 * nothing proves it, and no older one taken in its place.
 *
 * @throws KEY_UNKNOWN, KEY_LABEL_SHARED; ITEM_UNPROVED
 */
export const keyInKit = async (
  trusted: TrustedKit,
  wanted: string,
  source: StateSource,
): Promise<ProvedItem<KitKey>> => trusted.item(await keyMeant(trusted.kit, wanted, source))

/** The same of a kit whose items nobody has proved: to look at what is public. @throws KEY_UNKNOWN, KEY_LABEL_SHARED */
export async function keyMeant(kit: Kit, wanted: string, source: StateSource): Promise<KitKey> {
  const named = versionNamed(kit, wanted)
  const versions = versionsOf(kit, wanted)
  const [called] = versions
  if (named !== undefined && called !== undefined) {
    throw refuse('KEY_LABEL_SHARED', { label: wanted, ids: [named.id, called.id] })
  }
  if (named !== undefined) return named
  const [newest] = versions.slice(-1)
  if (newest === undefined) throw refuse('KEY_UNKNOWN', { key: wanted })
  if (versions.length === 1) return newest
  const states = new Map<KitKey, KeyState>()
  for (const key of versions) states.set(key, await keyStateOf(key, source))
  const inUse = versions.findLast(key => states.get(key) === 'active')
  const begun = versions.findLast(key => states.get(key) !== 'pre-activation')
  return inUse ?? begun ?? newest
}

/** `9f86d081884c7d65@2`, `video-root@2`. */
function versionNamed(kit: Kit, wanted: string): KitKey | undefined {
  const [, name = '', version = ''] = /^(.+)@([1-9]\d{0,8})$/s.exec(wanted) ?? []
  return versionsOf(kit, name).find(key => key.version === Number(version))
}

/** Every version of the key with this id or, failing that, this label; the oldest first. */
function versionsOf({ keys }: Kit, idOrLabel: string): readonly KitKey[] {
  const byId = keys.filter(key => key.id === idOrLabel)
  return byId.length > 0 ? byId : keys.filter(key => key.label === idOrLabel)
}
