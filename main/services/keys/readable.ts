import { refuse } from '../../../shared/errors.ts'
import type { KeyException, KeyState } from '../../../shared/key-life.ts'
import type { BackupKey, KitKey } from '../../core/kit/index.ts'
import { dayOf, judgeUse, stateOn } from '../../core/life/index.ts'
import type { VaultReference } from '../vaults/index.ts'

/**
 * What speaks against reading with a key; null: nothing.
 *
 * @throws KEY_NOT_READABLE
 */
export async function whatSpeaksAgainst(
  key: KitKey,
  vault: VaultReference | null,
  now: Date,
): Promise<KeyException | null> {
  const dates = datesOf(key)
  const recorded = await recordedState(key, vault)
  const verdict = judgeUse('process', { recorded, dates }, dayOf(now))
  if (verdict.kind === 'allowed') return null
  if (verdict.kind === 'needs-reason') return verdict.why
  const { label, version } = key
  throw refuse('KEY_NOT_READABLE', { label, version, first: dates.activates })
}

/**
 * Whether a key may be taken out to read what it protected. Where something speaks against it, somebody has
 * to say that they know, and the log says so too; a kit alone knows the days of a key and not its state.
 *
 * @param although what somebody said that they know; null: nothing
 * @returns what they had to know; null when nothing speaks against it
 * @throws KEY_NOT_READABLE; KEY_SUSPECT {why} when it is not that which they said
 */
export async function requireReadable(
  key: KitKey,
  vault: VaultReference | null,
  although: KeyException | null,
  now: Date,
): Promise<KeyException | null> {
  const why = await whatSpeaksAgainst(key, vault, now)
  if (why === null || why === although) return why
  const { label, version } = key
  throw refuse('KEY_SUSPECT', { label, version, why })
}

/**
 * Whether a key may go where it protects anything anew.
 *
 * @throws KEY_NOT_PROTECTING
 */
export async function requireProtecting(
  key: KitKey,
  vault: VaultReference | null,
  now: Date,
): Promise<void> {
  const recorded = await recordedState(key, vault)
  const dates = datesOf(key)
  const verdict = judgeUse('protect', { recorded, dates }, dayOf(now))
  if (verdict.kind !== 'refused') return
  const { label, version } = key
  const ended = verdict.why === 'protect-period-over' ? verdict.ended : null
  const state = stateOn(dayOf(now), recorded, dates)
  throw refuse('KEY_NOT_PROTECTING', { label, version, state, ended })
}

/** The same of a backup key, which has no days; null without a vault, which alone knows. */
export async function whatSpeaksAgainstBackupKey(
  { recipient }: Pick<BackupKey, 'recipient'>,
  vault: VaultReference | null,
): Promise<KeyException | null> {
  const last = await vault?.use('read', opened => opened.backupKeyEvents.of(recipient).at(-1)?.to)
  return last === 'suspended' || last === 'compromised' ? last : null
}

/**
 * Whether a backup key may be taken out, as `requireReadable`.
 *
 * @throws BACKUP_KEY_SUSPECT {why} when it is not that which they said
 */
export async function requireReadableBackupKey(
  key: Pick<BackupKey, 'recipient' | 'generation'>,
  vault: VaultReference | null,
  although: KeyException | null,
): Promise<KeyException | null> {
  const why = await whatSpeaksAgainstBackupKey(key, vault)
  if (why === null || why === although) return why
  throw refuse('BACKUP_KEY_SUSPECT', { generation: key.generation, why })
}

/** The state of a kit's key today, as far as the vault knows; a kit alone knows its days. */
export const keyStateOf = async (
  key: KitKey,
  { vault, now }: { readonly vault: VaultReference | null; readonly now: Date },
): Promise<KeyState> => stateOn(dayOf(now), await recordedState(key, vault), datesOf(key))

const datesOf = ({ activates, expires, processUntil }: KitKey) => ({
  activates: activates ?? null,
  protectUntil: expires ?? null,
  processUntil: processUntil ?? null,
})

/** What became of it last, as far as the vault knows, or as it was made. */
async function recordedState(
  { id, version, activates }: KitKey,
  vault: VaultReference | null,
): Promise<KeyState> {
  const last = await vault?.use('read', opened => opened.keyEvents.of(id, version).at(-1)?.to)
  return last ?? (activates === undefined ? 'active' : 'pre-activation')
}
