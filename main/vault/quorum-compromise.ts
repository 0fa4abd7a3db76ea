import type { LogNote } from '../../shared/log-actions.ts'
import type { Actor } from '../core/log/index.ts'
import type { BackupKeyEventTable } from './backup-key-events.ts'
import type { KeyEventTable } from './key-events.ts'
import type { Recording } from './recording.ts'

/** Everything sealed to a quorum that is compromised with it, as one deed. */
export interface QuorumCompromise {
  readonly actor: Actor
  readonly setId: string
  readonly compromise: LogNote<'quorum.compromised'>['details']
}

/** Marks all of it, in one entry. @throws VAULT_RULE when something cannot go there from where it is */
export type CompromiseQuorum = (compromise: QuorumCompromise) => void

export const quorumCompromiseOf =
  ({
    connection,
    audit,
    keyEvents,
    backupKeyEvents,
  }: Recording & {
    readonly keyEvents: KeyEventTable
    readonly backupKeyEvents: BackupKeyEventTable
  }): CompromiseQuorum =>
  ({ actor, setId, compromise }) =>
    connection.write(() => {
      const { time: recorded } = audit.append({
        ...{ actor, action: 'quorum.compromised', subject: `quorum:${setId}` },
        details: compromise,
      })
      const { reason, keys, backupKeys } = compromise
      for (const { label: _, ...key } of keys) keyEvents.insert({ ...key, reason, recorded })
      for (const { generation: _, ...key } of backupKeys) {
        backupKeyEvents.insert({ ...key, reason, recorded })
      }
    })
