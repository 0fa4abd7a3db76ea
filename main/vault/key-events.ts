import { z } from 'zod'
import { KEY_REASONS, KEY_STATES } from '../../shared/key-life.ts'
import type { Actor } from '../core/log/index.ts'
import { count, id, time } from './columns.ts'
import { type Connection, parseRows } from './connection.ts'
import type { Recording } from './recording.ts'

const day = z.iso.date()

const keyEventRow = z.object({
  number: count,
  id,
  version: count,
  from: z.enum(KEY_STATES),
  to: z.enum(KEY_STATES),
  reason: z.enum(KEY_REASONS),
  occurred: day.nullable(),
  recorded: time,
})

/**
 * What became of one version of a key. `occurred` is of a compromise: the day from which on what the key
 * protected is suspect, which is another one than that on which it was recorded.
 */
export type KeyEvent = Readonly<z.output<typeof keyEventRow>>

/** What people agree to about one version of a key, and its entry. */
export interface KeyChange {
  readonly actor: Actor
  readonly action:
    | 'key.activated'
    | 'key.suspended'
    | 'key.resumed'
    | 'key.retired'
    | 'key.compromised'
  readonly id: string
  readonly version: number
  readonly from: KeyEvent['from']
  readonly to: KeyEvent['to']
  readonly reason: KeyEvent['reason']
  /** Of a compromise; otherwise null. */
  readonly occurred: string | null
  /** Named as people know it, and by what nobody can give another key. */
  readonly label: string
  readonly fingerprint: string | null
}

export interface KeyEvents {
  /** What became of a version of a key, the first event first; of every version without a number. */
  readonly of: (id: string, version?: number) => readonly KeyEvent[]
  /** Records a change of state. @throws VAULT_RULE when the key cannot go there from where it is */
  readonly record: (change: KeyChange) => void
}

/** The table, without transactions and log. */
export function keyEventTable(connection: Connection) {
  const { db, read } = connection
  return {
    of: (key: string, version?: number): readonly KeyEvent[] =>
      read(() => {
        const rows = db
          .prepare(
            `SELECT number, id, version, from_state AS "from", to_state AS "to", reason, occurred, recorded
             FROM key_events WHERE id = @key AND (@version IS NULL OR version = @version) ORDER BY number`,
          )
          .all({ key, version: version ?? null })
        return parseRows(connection, keyEventRow, rows)
      }),

    insert(event: Omit<KeyEvent, 'number'>): void {
      db.prepare(
        `INSERT INTO key_events (id, version, from_state, to_state, reason, occurred, recorded)
         VALUES (@id, @version, @from, @to, @reason, @occurred, @recorded)`,
      ).run(event)
    },
  }
}

export type KeyEventTable = ReturnType<typeof keyEventTable>

export function keyEventsOf({
  connection,
  audit,
  keyEvents,
}: Recording & { readonly keyEvents: KeyEventTable }): KeyEvents {
  return {
    of: keyEvents.of,
    record: ({ actor, action, id: key, version, ...change }) =>
      connection.write(() => {
        const { label, fingerprint, from, to, reason, occurred } = change
        const said = { label, fingerprint, from, to, reason }
        const subject = `key:${key}/${version}` as const
        const { time: recorded } =
          action === 'key.compromised'
            ? audit.append({
                actor,
                action,
                subject,
                details: { ...said, occurred: occurred ?? '' },
              })
            : audit.append({ actor, action, subject, details: said })
        keyEvents.insert({ id: key, version, from, to, reason, occurred, recorded })
      }),
  }
}
