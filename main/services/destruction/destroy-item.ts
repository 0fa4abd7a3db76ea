import { refuse } from '../../../shared/errors.ts'
import type { KeyReason, KeyState } from '../../../shared/key-life.ts'
import type { KitItem } from '../../core/kit/index.ts'
import { dayOf, judgeDeed } from '../../core/life/index.ts'
import type { Erased, Vault } from '../../vault/index.ts'
import {
  type Grown,
  growingKit,
  growKit,
  judgeBackupKeyDeed,
  lifeOf,
  stateOfBackupKey,
} from '../keys/index.ts'
import { OPERATOR, type SignedChange } from '../people/index.ts'
import { itemNamed, type NamedItem } from './named-item.ts'

export interface DestructionRequest {
  /** `video-root@2`, `backup-key-2`. */
  readonly item: string
  /** Of a backup key. */
  readonly setId?: string
  readonly reason: KeyReason
}

/**
 * A destruction: what is sealed in an item is taken out of the vault, for ever, and the kit in force gets a
 * tombstone. Copies elsewhere are not touched by it.
 *
 * @param told hears how the files of the vault were found afterwards
 * @throws KEY_UNKNOWN_HERE, KEY_LABEL_SHARED, KEY_WHICH_VERSION; KEY_STATE, BACKUP_KEY_STATE, BACKUP_KEY_CURRENT;
 *         KIT_CANNOT_GROW where the kit in force is of the first format
 */
export function destructionOf(
  vault: Vault,
  { item: wanted, setId, reason }: DestructionRequest,
  now: Date,
  told: (erased: Erased) => void,
): SignedChange {
  const named = itemNamed(vault, wanted, setId, 'still-here')
  const { from, to } = requireDestructible(vault, named, now)
  const { subject, item } = named
  const facts = {
    ...{ label: named.kind === 'key' ? named.key.label : null, from, to, reason },
    fingerprint: named.kind === 'key' ? named.key.fingerprint : null,
    method: 'overwritten' as const,
  }
  const grown = tombstoneIn(vault, named, now)
  const recipient = item.kind === 'backup-key' ? item.recipient : null
  return {
    deed: {
      action: 'key.destroy',
      terms: { subject, ...facts, recipient, revision: grown?.revision ?? null },
    },
    unsigned: OPERATOR,
    carryOut: leave => {
      const { actor, follows } = leave
      const growth = grown?.kitWith(leave) ?? null
      told(vault.destructions.destroy({ ...{ actor, follows, subject, item, growth }, ...facts }))
    },
  }
}

/** @throws KEY_STATE, BACKUP_KEY_STATE, BACKUP_KEY_CURRENT */
function requireDestructible(
  vault: Vault,
  named: NamedItem,
  now: Date,
): { readonly from: KeyState; readonly to: KeyState } {
  if (named.kind === 'key') {
    const verdict = judgeDeed('destroy', lifeOf(named.key), dayOf(now))
    if (verdict.kind === 'allowed') return verdict
    const { label, version } = named.key
    const state = verdict.why === 'state' ? verdict.state : 'active'
    throw refuse('KEY_STATE', { label, version, deed: 'destroy', state })
  }
  const { setId, generation, recipient } = named.key
  const holder = vault.quorums
    .list()
    .find(quorum => vault.backupKeys.currentOf(quorum.setId)?.recipient === recipient)
  if (holder !== undefined) throw refuse('BACKUP_KEY_CURRENT', { setId: holder.setId, generation })
  const state = stateOfBackupKey(vault, named.key)
  const verdict = judgeBackupKeyDeed(vault, named.key, 'destroy', now)
  if (verdict.kind === 'allowed') return verdict
  throw refuse('BACKUP_KEY_STATE', { setId, generation, state, deed: 'destroy' })
}

/** The kit in force with a tombstone in the item's place; null where no quorum in force has it. */
function tombstoneIn(vault: Vault, named: NamedItem, now: Date): Grown | null {
  if (vault.quorums.get(named.setId).state !== 'in-force') return null
  const growing = growingKit(vault, named.setId)
  const { keys, backupKeys } = growing.kit
  const found: KitItem | undefined =
    named.kind === 'key'
      ? keys.find(({ id, version }) => id === named.key.id && version === named.key.version)
      : backupKeys.find(({ recipient }) => recipient === named.key.recipient)
  return found === undefined ? null : growKit(growing, { kind: 'destroy', item: found }, now)
}
