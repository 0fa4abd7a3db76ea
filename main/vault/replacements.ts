import { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import { setId, time } from './columns.ts'
import { type Connection, parseRows } from './connection.ts'

const replacementRow = z.object({ setId, replacedBy: setId, replaced: time })

/** That one quorum took the place of another, and when. */
export type Replacement = Readonly<z.output<typeof replacementRow>>

export interface Replacements {
  /** What took the place of a quorum; null while it has not been replaced, as far as this vault knows. */
  readonly of: (setId: string) => Replacement | null
  /** In the order in which they came. */
  readonly list: () => readonly Replacement[]
  /** @throws QUORUM_REPLACED */
  readonly requireNone: (setId: string) => void
}

/** The table, without transactions and log: those are the ceremony's. */
export function replacementTable(connection: Connection) {
  const { db, read } = connection
  const list = (): readonly Replacement[] =>
    read(() => {
      const rows = db
        .prepare(
          `SELECT set_id AS setId, replaced_by AS replacedBy, replaced FROM replacements
           ORDER BY rowid`,
        )
        .all()
      return parseRows(connection, replacementRow, rows)
    })
  const of = (set: string): Replacement | null => list().find(other => other.setId === set) ?? null

  return {
    of,
    list,
    requireNone(set: string): void {
      const replacement = of(set)
      if (replacement === null) return
      throw refuse('QUORUM_REPLACED', { setId: set, by: replacement.replacedBy })
    },
    insert(set: string, replacedBy: string, replaced: string): void {
      db.prepare('INSERT INTO replacements (set_id, replaced_by, replaced) VALUES (?, ?, ?)').run(
        set,
        replacedBy,
        replaced,
      )
    },
  }
}
