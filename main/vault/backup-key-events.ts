import { z } from 'zod'
import { KEY_REASONS, KEY_STATES } from '../../shared/key-life.ts'
import type { Actor } from '../core/log/index.ts'
import { count, text, time } from './columns.ts'
import { type Connection, parseRows } from './connection.ts'
import type { Recording } from './recording.ts'

const backupKeyEventRow = z.object({
  number: count,
  recipient: text,
  from: z.enum(KEY_STATES),
  to: z.enum(KEY_STATES),
  reason: z.enum(KEY_REASONS),
  occurred: z.iso.date().nullable(),
  recorded: time,
})

/** What became of a backup key, whatever quorum seals it. `occurred` is of a compromise, as of a key. */
export type BackupKeyEvent = Readonly<z.output<typeof backupKeyEventRow>>

/** What people agree to about a backup key, and its entry. */
export interface BackupKeyChange {
  readonly actor: Actor
  readonly action: 'backup-key.suspended' | 'backup-key.resumed' | 'backup-key.compromised'
  /** As people name it: the quorum, and the number of the key in it. */
  readonly setId: string
  readonly generation: number
  readonly recipient: string
  readonly from: BackupKeyEvent['from']
  readonly to: BackupKeyEvent['to']
  readonly reason: BackupKeyEvent['reason']
  /** Of a compromise; otherwise null. */
  readonly occurred: string | null
}

export interface BackupKeyEvents {
  /** What became of the backup key with this recipient, the first event first. */
  readonly of: (recipient: string) => readonly BackupKeyEvent[]
  /** Records a change of state. @throws VAULT_RULE when the key cannot go there from where it is */
  readonly record: (change: BackupKeyChange) => void
}

/** The table, without transactions and log. */
export function backupKeyEventTable(connection: Connection) {
  const { db, read } = connection
  return {
    of: (recipient: string): readonly BackupKeyEvent[] =>
      read(() => {
        const rows = db
          .prepare(
            `SELECT number, recipient, from_state AS "from", to_state AS "to", reason, occurred, recorded
             FROM backup_key_events WHERE recipient = ? ORDER BY number`,
          )
          .all(recipient)
        return parseRows(connection, backupKeyEventRow, rows)
      }),

    insert(event: Omit<BackupKeyEvent, 'number'>): void {
      db.prepare(
        `INSERT INTO backup_key_events (recipient, from_state, to_state, reason, occurred, recorded)
         VALUES (@recipient, @from, @to, @reason, @occurred, @recorded)`,
      ).run(event)
    },
  }
}

export type BackupKeyEventTable = ReturnType<typeof backupKeyEventTable>

export function backupKeyEventsOf({
  connection,
  audit,
  backupKeyEvents,
}: Recording & { readonly backupKeyEvents: BackupKeyEventTable }): BackupKeyEvents {
  return {
    of: backupKeyEvents.of,
    record: ({ actor, action, setId, generation, ...change }) =>
      connection.write(() => {
        const { recipient, from, to, reason, occurred } = change
        const said = { recipient, from, to, reason }
        const subject = `backup-key:${setId}/${generation}` as const
        const { time: recorded } =
          action === 'backup-key.compromised'
            ? audit.append({
                actor,
                action,
                subject,
                details: { ...said, occurred: occurred ?? '' },
              })
            : audit.append({ actor, action, subject, details: said })
        backupKeyEvents.insert({ recipient, from, to, reason, occurred, recorded })
      }),
  }
}
