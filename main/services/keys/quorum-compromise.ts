import { refuse } from '../../../shared/errors.ts'
import type { KeyReason, KeyState } from '../../../shared/key-life.ts'
import { type Day, dayOf, judgeDeed } from '../../core/life/index.ts'
import type { Quorum, Vault } from '../../vault/index.ts'
import { OPERATOR, type SignedChange } from '../people/index.ts'
import { judgeBackupKeyDeed, stateOfBackupKey } from './backup-key-state.ts'
import { lifeOf, stateToday } from './life-of-key.ts'

/** Whoever opened a quorum may have everything that was sealed to it: all of it is marked at once. */

export interface QuorumSuspicion {
  readonly setId: string
  readonly reason: KeyReason
  /** Since when somebody else may have it; absent: since today. */
  readonly occurred?: Day
}

/** States in which nobody has said yet that somebody else may have it, and something is left that they can read. */
const UNMARKED: ReadonlySet<KeyState> = new Set([
  ...(['pre-activation', 'active', 'suspended', 'deactivated'] as const),
])

/** A quorum that can open anything. @throws KIT_UNKNOWN */
export function quorumNamed({ path, quorums }: Vault, setId: string): Quorum {
  const all = quorums.list().filter(({ state }) => state === 'in-force' || state === 'replaced')
  const found = all.find(quorum => quorum.setId === setId)
  if (found !== undefined) return found
  throw refuse('KIT_UNKNOWN', { vault: path, setId, sets: all.map(quorum => quorum.setId) })
}

/**
 * Marks every key and backup key of a quorum that is not marked yet as compromised: since the day named, or since it
 * was made where that is later.
 *
 * @throws KIT_UNKNOWN; QUORUM_MARKED when nothing is left to mark; QUORUM_OCCURRED
 */
export function compromiseOfQuorum(
  vault: Vault,
  { setId: wanted, reason, occurred: said }: QuorumSuspicion,
  now: Date,
): SignedChange {
  const { setId } = quorumNamed(vault, wanted)
  const today = dayOf(now)
  const occurred = said ?? today
  if (occurred > today) throw refuse('QUORUM_OCCURRED', { setId, today })
  const since = (created: string): Day => {
    const made = dayOf(new Date(created))
    return made > occurred ? made : occurred
  }
  const keys = vault.keys.of(setId).flatMap(key => {
    const verdict = judgeDeed('compromise', lifeOf(key), today)
    if (!UNMARKED.has(stateToday(key, now)) || verdict.kind === 'refused') return []
    const { id, version, label, created } = key
    const { from, to } = verdict
    return [{ id, version, label, from, to, occurred: since(created) }]
  })
  const backupKeys = vault.backupKeys.of(setId).flatMap(key => {
    const verdict = judgeBackupKeyDeed(vault, key, 'compromise', now)
    if (!UNMARKED.has(stateOfBackupKey(vault, key)) || verdict.kind === 'refused') return []
    const { generation, recipient, created } = key
    const { from, to } = verdict
    return [{ generation, recipient, from, to, occurred: since(created) }]
  })
  if (keys.length + backupKeys.length === 0) throw refuse('QUORUM_MARKED', { setId })
  const compromise = { reason, occurred, keys, backupKeys }
  return {
    deed: { action: 'quorum.compromise', terms: { subject: `quorum:${setId}`, ...compromise } },
    unsigned: OPERATOR,
    carryOut: ({ actor }) => vault.compromiseQuorum({ actor, setId, compromise }),
  }
}
