import { z } from 'zod'
import { blob, count, hex256, setId, time } from './columns.ts'
import { type Connection, parseRows } from './connection.ts'

const kitRow = z.object({
  setId,
  revision: count,
  digest: hex256,
  bytes: blob.nullable(),
  created: time,
})

/**
 * A kit that was current once. `bytes` are null once something in it was destroyed: what remains is that
 * there was such a kit.
 */
export type KitRevision = Readonly<z.output<typeof kitRow>>

/** A recovery kit as it was exported, to the byte. Revision 1 is the kit of the ceremony. */
export type StoredKit = KitRevision & { readonly bytes: Uint8Array }

/** A kit to keep: its bytes and, as 64 hex characters, its digest (FORMAT: Recovery kit). */
export type NewKit = Pick<StoredKit, 'digest' | 'bytes'>

export interface Kits {
  /** The current kit of a quorum; null when the vault has none, or what was in it is destroyed. */
  readonly kitOf: (setId: string) => StoredKit | null
  /** Every kit of a quorum, oldest first. */
  readonly revisionsOf: (setId: string) => readonly KitRevision[]
}

const hasBytes = (kit: KitRevision): kit is StoredKit => kit.bytes !== null

/** The table, without transactions and log. */
export function kitTable(connection: Connection) {
  const { db, read } = connection
  const select = (tail: string, set: string): readonly KitRevision[] =>
    read(() => {
      const rows = db
        .prepare(
          `SELECT set_id AS setId, revision, digest, bytes, created FROM kits
           WHERE set_id = ? ORDER BY revision ${tail}`,
        )
        .all(set)
      return parseRows(connection, kitRow, rows)
    })

  return {
    kitOf(set: string): StoredKit | null {
      const [newest] = select('DESC LIMIT 1', set)
      return newest !== undefined && hasBytes(newest) ? newest : null
    },
    revisionsOf: (set: string) => select('', set),

    /** Takes the bytes of a kit out; its digest stays. */
    empty(set: string, revision: number): void {
      db.prepare('UPDATE kits SET bytes = NULL WHERE set_id = ? AND revision = ?').run(
        set,
        revision,
      )
    },

    insert(set: string, kit: NewKit, created: string): void {
      db.prepare(
        `INSERT INTO kits (set_id, revision, digest, bytes, created)
         SELECT @set, 1 + coalesce(max(revision), 0), @digest, @bytes, @created
         FROM kits WHERE set_id = @set`,
      ).run({ ...kit, set, created })
    },
  }
}

export type KitTable = ReturnType<typeof kitTable>
