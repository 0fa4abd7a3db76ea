import type { Actor } from '../core/log/index.ts'
import type { AuditLog } from './audit-log.ts'
import type { NewBackupKey } from './backup-keys.ts'
import type { Tables } from './tables.ts'

/** What a re-issue adds to the closing of its ceremony: the quorum that is replaced. */
export interface Succession {
  /** The old set id; the vault need not know it. */
  readonly setId: string
  /** Who records it; with people, those who agreed to the re-issue. */
  readonly actor: Actor
  /** Hash of the plan of the re-issue, which they agreed to. */
  readonly plan: string
  /** The old quorum's backup keys, sealed again to the new one, oldest first. */
  readonly backupKeys: readonly NewBackupKey[]
}

/** Records that a quorum took the place of another. @returns when */
export const recordReissue = (
  audit: AuditLog,
  newSet: string,
  { setId: oldSet, actor, plan }: Succession,
): string =>
  audit.append({
    actor,
    action: 'quorum.reissued',
    subject: `quorum:${oldSet}`,
    details: { plan, by: newSet },
  }).time

/**
 * Takes the old quorum out of force, inside the transaction that brings the new one into force. What became
 * of its keys is theirs, and not the quorum's.
 *
 * @param replaced when that was recorded
 * @throws VAULT_RULE when it was replaced before, or was never in force
 */
export function succeed(
  { replacements, backupKeys }: Tables,
  newSet: string,
  { setId: oldSet, backupKeys: inherited }: Succession,
  replaced: string,
): void {
  replacements.insert(oldSet, newSet, replaced)
  for (const key of inherited) backupKeys.insert(newSet, key)
}
