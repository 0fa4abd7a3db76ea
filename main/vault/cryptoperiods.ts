import { z } from 'zod'
import type { Cryptoperiod } from '../core/life/index.ts'
import type { Actor } from '../core/log/index.ts'
import { nameKey } from '../core/text/index.ts'
import { count, text, time } from './columns.ts'
import { parseRows } from './connection.ts'
import type { Recording } from './recording.ts'

const row = z.object({
  purpose: text,
  protect: count.nullable(),
  process: count.nullable(),
  rotate: count.nullable(),
  warn: count.nullable(),
  chosen: time,
})

/** What was agreed on for keys of one purpose, and when. */
export interface PurposePeriod {
  readonly purpose: string
  readonly period: Cryptoperiod
  readonly chosen: string
}

/** What people agree to of it: months, and days of `warn`. */
export const periodTerms = (purpose: string, period: Cryptoperiod | null) => ({
  purpose,
  protect: period?.protect ?? null,
  process: period?.process ?? null,
  rotate: period?.rotate ?? null,
  warn: period?.warn ?? null,
})

export interface Cryptoperiods {
  /** What is agreed on now, a purpose each, in the order of their names. */
  readonly list: () => readonly PurposePeriod[]
  /** For a purpose however it is written; null: nothing was agreed on. */
  readonly of: (purpose: string) => Cryptoperiod | null
  /** Null takes back what was agreed on. */
  readonly choose: (actor: Actor, purpose: string, period: Cryptoperiod | null) => void
}

export function cryptoperiodsOf({ connection, audit }: Recording): Cryptoperiods {
  const { db, read, write } = connection
  const list = (): readonly PurposePeriod[] =>
    read(() => {
      const rows = db
        .prepare(
          'SELECT purpose, protect, process, rotate, warn, chosen FROM cryptoperiods ORDER BY number',
        )
        .all()
      const newest = new Map(
        parseRows(connection, row, rows).map(found => [nameKey(found.purpose), found]),
      )
      return [...newest.values()]
        .flatMap(({ purpose, chosen, protect, process, rotate, warn }): PurposePeriod[] =>
          protect === null || process === null || rotate === null || warn === null
            ? []
            : [{ purpose, chosen, period: { protect, process, rotate, warn } }],
        )
        .toSorted((one, other) => (nameKey(one.purpose) < nameKey(other.purpose) ? -1 : 1))
    })
  return {
    list,
    of: purpose =>
      list().find(other => nameKey(other.purpose) === nameKey(purpose))?.period ?? null,
    choose: (actor, purpose, period) =>
      write(() => {
        const details = periodTerms(purpose, period)
        const { time: chosen } = audit.append({
          ...{ actor, action: 'cryptoperiod.chosen', subject: 'policy:cryptoperiods' },
          details,
        })
        db.prepare(
          `INSERT INTO cryptoperiods (purpose, protect, process, rotate, warn, chosen)
           VALUES (@purpose, @protect, @process, @rotate, @warn, @chosen)`,
        ).run({ ...details, chosen })
      }),
  }
}
