import { z } from 'zod'
import { count, hex256, setId, text, time } from './columns.ts'
import { type Connection, parseRows } from './connection.ts'

const shareRow = z.object({
  setId,
  index: count,
  custodian: text,
  commitment: hex256,
  state: z.enum(['issued', 'read-back', 'in-force', 'void', 'replaced']),
  issued: time,
  readBack: time.nullable(),
})

/** Who got which share, and how far it is. Of the share itself only its commitment. */
export type RegisteredShare = Readonly<z.output<typeof shareRow>>

/** A share that was printed for a custodian. `commitment` is 64 hex characters. */
export type IssuedShare = Pick<RegisteredShare, 'setId' | 'index' | 'custodian' | 'commitment'>

export interface ShareRegister {
  /** The shares of a quorum by index; none when the vault does not know it. */
  readonly of: (setId: string) => readonly RegisteredShare[]
}

/** The table, without transactions and log: those are the ceremony's. */
export function shareRegisterTable(connection: Connection) {
  const { db, read } = connection
  return {
    of: (set: string): readonly RegisteredShare[] =>
      read(() => {
        const rows = db
          .prepare(
            `SELECT set_id AS setId, share_index AS "index", custodian, commitment,
               iif(set_id IN (SELECT set_id FROM replacements), 'replaced', state) AS state, issued,
               read_back AS readBack
             FROM share_register WHERE set_id = ? ORDER BY share_index`,
          )
          .all(set)
        return parseRows(connection, shareRow, rows)
      }),

    insert(share: IssuedShare, issued: string): void {
      db.prepare(
        `INSERT INTO share_register (set_id, share_index, custodian, commitment, state, issued)
         VALUES (@setId, @index, @custodian, @commitment, 'issued', @issued)`,
      ).run({ ...share, issued })
    },
    setReadBack(set: string, index: number, readBack: string): void {
      db.prepare(
        `UPDATE share_register SET state = 'read-back', read_back = ?
         WHERE set_id = ? AND share_index = ?`,
      ).run(readBack, set, index)
    },
    setStateOfAll(set: string, state: 'in-force' | 'void'): void {
      db.prepare('UPDATE share_register SET state = ? WHERE set_id = ?').run(state, set)
    },
  }
}
