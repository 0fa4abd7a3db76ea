import { z } from 'zod'
import type { Actor } from '../core/log/index.ts'
import { count, setId, time } from './columns.ts'
import { parseRows } from './connection.ts'
import type { Recording } from './recording.ts'

const checkRow = z.object({
  setId,
  index: count,
  time,
  result: z.enum(['sound', 'worn', 'forged']),
})

/** That a share card was looked at, and how it was: every word, some put right, or not the share. */
export type ShareCheck = Readonly<z.output<typeof checkRow>>

export interface ShareChecks {
  /** The checks of a quorum's shares, oldest first. */
  readonly of: (setId: string) => readonly ShareCheck[]
  /** Records a check, with its audit entry. Of the share itself nothing is recorded. */
  readonly record: (actor: Actor, check: Omit<ShareCheck, 'time'>) => ShareCheck
}

export function shareChecksOf({ connection, audit }: Recording): ShareChecks {
  const { db, read, write } = connection
  return {
    of: set =>
      read(() => {
        const rows = db
          .prepare(
            `SELECT set_id AS setId, share_index AS "index", time, result
             FROM share_checks WHERE set_id = ? ORDER BY number`,
          )
          .all(set)
        return parseRows(connection, checkRow, rows)
      }),

    record: (actor, { setId: set, index, result }) =>
      write(() => {
        const subject = `share:${set}/${index}` as const
        const { time } = audit.append({
          ...{ actor, action: 'share.checked', subject, details: { result } },
        })
        const check: ShareCheck = { setId: set, index, time, result }
        db.prepare(
          `INSERT INTO share_checks (set_id, share_index, time, result)
           VALUES (@setId, @index, @time, @result)`,
        ).run(check)
        return check
      }),
  }
}
