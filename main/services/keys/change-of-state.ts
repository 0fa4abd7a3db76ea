import type { Deed } from '../../../shared/deeds.ts'
import { refuse } from '../../../shared/errors.ts'
import type { KeyDeed, KeyReason } from '../../../shared/key-life.ts'
import { type Day, dayOf, judgeDeed } from '../../core/life/index.ts'
import type { KeyChange, SealedKey, Vault } from '../../vault/index.ts'
import { OPERATOR, type SignedChange } from '../people/index.ts'
import { lifeOf } from './life-of-key.ts'
import { keyKnown, keyNamed } from './named-key.ts'

/** What somebody wants to become of a key. Destroying it takes more, and is not among it. */
export type StateDeed = Exclude<KeyDeed, 'destroy'>

export interface StateChange {
  readonly deed: StateDeed
  /** As somebody names it: a label, an id, with `@2` behind it that version. */
  readonly key: string
  readonly reason: KeyReason
  /** Of a compromise: since when what the key protected is suspect; absent: since today. */
  readonly occurred?: Day
}

const ACTIONS = {
  activate: { action: 'key.activate', entry: 'key.activated' },
  suspend: { action: 'key.suspend', entry: 'key.suspended' },
  resume: { action: 'key.resume', entry: 'key.resumed' },
  retire: { action: 'key.retire', entry: 'key.retired' },
  compromise: { action: 'key.compromise', entry: 'key.compromised' },
} as const satisfies {
  readonly [deed in StateDeed]: { readonly action: string; readonly entry: KeyChange['action'] }
}

/**
 * A change of a key's state, judged by the vault as it is today.
 *
 * @throws KEY_UNKNOWN_HERE, KEY_LABEL_SHARED; KEY_STATE, KEY_PERIOD_OVER; KEY_OCCURRED
 */
export function changeOfState(
  vault: Vault,
  { deed, key: wanted, reason, occurred: said }: StateChange,
  now: Date,
): SignedChange {
  const today = dayOf(now)
  const key = keyOfDeed(vault, deed, wanted, now)
  const { id, version, label, fingerprint } = key
  const verdict = judgeDeed(deed, lifeOf(key), today)
  if (verdict.kind === 'refused') {
    throw verdict.why === 'state'
      ? refuse('KEY_STATE', { label, version, deed, state: verdict.state })
      : refuse('KEY_PERIOD_OVER', { label, version, ended: verdict.ended })
  }
  const occurred = deed === 'compromise' ? occurredOn(said ?? today, key, today) : null
  const { action, entry } = ACTIONS[deed]
  const { from, to } = verdict
  const facts = { label, fingerprint, from, to, reason }
  const subject = `key:${id}/${version}` as const
  const terms = { subject, ...facts, ...(occurred !== null && { occurred }) }
  return {
    deed: { action, terms } as Deed,
    unsigned: OPERATOR,
    carryOut: ({ actor }) =>
      vault.keyEvents.record({ actor, action: entry, id, version, ...facts, occurred }),
  }
}

/**
 * The key that a deed is about. What a re-issue has left out is in use nowhere, and old cards still open it: it
 * may be retired, so that it can be destroyed, and found compromised.
 *
 * @throws KEY_UNKNOWN_HERE, KEY_LABEL_SHARED
 */
export const keyOfDeed = (vault: Vault, deed: StateDeed, wanted: string, now: Date): SealedKey =>
  LEFT_OUT_MAY.includes(deed) ? keyKnown(vault, wanted, now) : keyNamed(vault, wanted, now)

/** What may become of a key that no quorum in force has, beside its destruction. */
export const LEFT_OUT_MAY: readonly KeyDeed[] = ['retire', 'compromise']

/** @throws KEY_OCCURRED when the day has not come yet, or the key was not made then */
function occurredOn(
  occurred: Day,
  { label, version, created }: { label: string; version: number; created: string },
  today: Day,
): Day {
  const made = dayOf(new Date(created))
  if (occurred >= made && occurred <= today) return occurred
  throw refuse('KEY_OCCURRED', { label, version, made, today })
}
