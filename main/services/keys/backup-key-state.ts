import { refuse } from '../../../shared/errors.ts'
import {
  BACKUP_KEY_DEEDS,
  type BackupKeyDeed,
  type KeyReason,
  type KeyState,
} from '../../../shared/key-life.ts'
import { type Day, type DeedVerdict, dayOf, judgeDeed } from '../../core/life/index.ts'
import type { BackupKey, BackupKeyChange, Vault } from '../../vault/index.ts'
import { OPERATOR, type SignedChange } from '../people/index.ts'

/**
 * The state of backup keys. It belongs to the recipient, not to a set and a number: after a re-issue the same
 * backup key is sealed to two quorums, and compromised in both.
 */

export interface BackupKeyStateChange {
  readonly deed: BackupKeyDeed
  /** Absent: of the one quorum in force. */
  readonly setId?: string
  readonly generation: number
  readonly reason: KeyReason
  /** Of a compromise: since when whoever has it may have read backups; absent: since today. */
  readonly occurred?: Day
}

const ACTIONS = {
  suspend: { action: 'backup-key.suspend', entry: 'backup-key.suspended' },
  resume: { action: 'backup-key.resume', entry: 'backup-key.resumed' },
  compromise: { action: 'backup-key.compromise', entry: 'backup-key.compromised' },
} as const satisfies {
  readonly [deed in BackupKeyDeed]: {
    readonly action: string
    readonly entry: BackupKeyChange['action']
  }
}

/** A backup key without days: no cryptoperiod speaks of one. */
const NO_DATES = { activates: null, protectUntil: null, processUntil: null }

/** The state of a backup key: as it is recorded, or as a newer one or its destruction has made it. */
export function stateOfBackupKey(
  vault: Pick<Vault, 'backupKeyEvents'>,
  key: Pick<BackupKey, 'recipient' | 'state'>,
): KeyState {
  const recorded = stateBeforeDestruction(vault, key)
  if (key.state !== 'destroyed') return recorded
  return recorded === 'compromised' ? 'destroyed-compromised' : 'destroyed'
}

/** The same whether or not it was destroyed then: what becomes of a destroyed one follows from it. */
function stateBeforeDestruction(
  { backupKeyEvents }: Pick<Vault, 'backupKeyEvents'>,
  { recipient, state }: Pick<BackupKey, 'recipient' | 'state'>,
): KeyState {
  const recorded = backupKeyEvents.of(recipient).at(-1)?.to ?? 'active'
  return recorded === 'active' && state !== 'current' ? 'deactivated' : recorded
}

/** What may become of a backup key today. */
export const possibleOfBackupKey = (
  vault: Pick<Vault, 'backupKeyEvents'>,
  key: Pick<BackupKey, 'recipient' | 'state'>,
  now: Date,
): BackupKeyDeed[] =>
  BACKUP_KEY_DEEDS.filter(deed => judgeBackupKeyDeed(vault, key, deed, now).kind === 'allowed')

/** Judges a deed on a backup key. The events of a destroyed one go on as if it were not. */
export function judgeBackupKeyDeed(
  vault: Pick<Vault, 'backupKeyEvents'>,
  key: Pick<BackupKey, 'recipient' | 'state'>,
  deed: BackupKeyDeed | 'destroy',
  now: Date,
): DeedVerdict {
  const judged = (recorded: KeyState): DeedVerdict =>
    judgeDeed(deed, { recorded, dates: NO_DATES }, dayOf(now))
  const verdict = judged(stateOfBackupKey(vault, key))
  return verdict.kind === 'refused' || deed === 'destroy'
    ? verdict
    : judged(stateBeforeDestruction(vault, key))
}

/** Whether new backups of some quorum are encrypted to it. */
export const isCurrentSomewhere = ({ quorums, backupKeys }: Vault, recipient: string): boolean =>
  quorums.list().some(({ setId }) => backupKeys.currentOf(setId)?.recipient === recipient)

/**
 * The backup key of this number.
 *
 * @param setId absent: of the one quorum in force
 * @throws KIT_NONE, KIT_AMBIGUOUS; BACKUP_KEY_UNKNOWN_HERE
 */
export function backupKeyNamed(
  { path, quorums, backupKeys }: Vault,
  generation: number,
  setId?: string,
): BackupKey {
  const set = setId ?? onlyQuorum({ path, quorums })
  const key = backupKeys.of(set).find(other => other.generation === generation)
  if (key === undefined) throw refuse('BACKUP_KEY_UNKNOWN_HERE', { path, setId: set, generation })
  return key
}

function onlyQuorum({ path, quorums }: Pick<Vault, 'path' | 'quorums'>): string {
  const sets = quorums.list().flatMap(({ setId, state }) => (state === 'in-force' ? [setId] : []))
  const [set, ...others] = sets
  if (set === undefined) throw refuse('KIT_NONE', { vault: path })
  if (others.length > 0) throw refuse('KIT_AMBIGUOUS', { sets })
  return set
}

/**
 * A change of a backup key's state, judged by the vault as it is today.
 *
 * @throws as `backupKeyNamed`; BACKUP_KEY_STATE, BACKUP_KEY_OCCURRED
 */
export function changeOfBackupKey(
  vault: Vault,
  { deed, setId: wanted, generation, reason, occurred: said }: BackupKeyStateChange,
  now: Date,
): SignedChange {
  const today = dayOf(now)
  const key = backupKeyNamed(vault, generation, wanted)
  const { setId, recipient } = key
  const state = stateOfBackupKey(vault, key)
  const since = dayOf(new Date(key.created))
  const verdict = judgeBackupKeyDeed(vault, key, deed, now)
  if (verdict.kind === 'refused')
    throw refuse('BACKUP_KEY_STATE', { setId, generation, state, deed })
  const occurred = deed === 'compromise' ? (said ?? today) : null
  if (occurred !== null && (occurred < since || occurred > today)) {
    throw refuse('BACKUP_KEY_OCCURRED', { setId, generation, made: since, today })
  }
  const { action, entry } = ACTIONS[deed]
  const facts = { recipient, from: verdict.from, to: verdict.to, reason }
  const subject = `backup-key:${setId}/${generation}` as const
  const terms = { subject, ...facts, ...(occurred !== null && { occurred }) }
  return {
    deed: { action, terms } as SignedChange['deed'],
    unsigned: OPERATOR,
    carryOut: ({ actor }) =>
      vault.backupKeyEvents.record({ actor, action: entry, setId, generation, ...facts, occurred }),
  }
}

/**
 * Refuses to encrypt to a backup key that may not protect anything: whoever took it would read the backup.
 * A backup key that the vault does not know passes.
 *
 * @throws BACKUP_KEY_STATE
 */
export function requireBackupKeyInUse(vault: Vault, setId: string, generation: number): void {
  const key = vault.backupKeys.of(setId).find(other => other.generation === generation)
  if (key === undefined) return
  const state = stateOfBackupKey(vault, key)
  if (state === 'active' || state === 'deactivated') return
  throw refuse('BACKUP_KEY_STATE', { setId, generation, state, deed: 'back-up' })
}
