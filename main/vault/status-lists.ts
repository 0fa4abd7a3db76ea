import { z } from 'zod'
import type { Actor } from '../core/log/index.ts'
import { count, hex256, setId, time } from './columns.ts'
import { parseRows } from './connection.ts'
import type { Recording } from './recording.ts'

const statusListRow = z.object({
  number: count,
  hash: hex256,
  previous: hex256.nullable(),
  issued: time,
  nextIssue: time,
  setId: setId.nullable(),
})

/**
 * A status list that is out, by what people signed of it; the list itself is a file. `setId` is of the quorum
 * whose status key signed it; null: people did.
 */
export type PublishedList = Readonly<z.output<typeof statusListRow>>

export interface StatusLists {
  /** Every list, the first one first. */
  readonly list: () => readonly PublishedList[]
  /** The newest; null: none was published. */
  readonly last: () => PublishedList | null
  /** @throws VAULT_RULE when it does not follow the last one */
  readonly record: (actor: Actor, published: PublishedList) => void
}

export function statusListsOf({ connection, audit }: Recording): StatusLists {
  const { db, read, write } = connection
  const list = (): readonly PublishedList[] =>
    read(() =>
      parseRows(
        connection,
        statusListRow,
        db
          .prepare(
            `SELECT number, hash, previous, issued, next_issue AS nextIssue, set_id AS setId
             FROM status_lists ORDER BY number`,
          )
          .all(),
      ),
    )

  return {
    list,
    last: () => list().at(-1) ?? null,
    record: (actor, published) =>
      write(() => {
        const { number, hash, previous, issued, nextIssue, setId: set } = published
        audit.append({
          ...{ actor, action: 'status.published', subject: `status-list:${number}` },
          details: { list: hash, previous, issued, nextIssue, set },
        })
        db.prepare(
          `INSERT INTO status_lists (number, hash, previous, issued, next_issue, set_id)
           VALUES (@number, @hash, @previous, @issued, @nextIssue, @setId)`,
        ).run(published)
      }),
  }
}
