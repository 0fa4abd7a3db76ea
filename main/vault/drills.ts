import { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import type { Actor } from '../core/log/index.ts'
import { canonicalJson } from '../core/text/index.ts'
import { count, json, setId, text, time } from './columns.ts'
import { type Connection, parseRows } from './connection.ts'
import type { Recording } from './recording.ts'

const drillRow = z.object({
  number: count,
  setId,
  held: time,
  shares: json.pipe(
    z.array(z.strictObject({ index: count, custodian: text }).readonly()).readonly(),
  ),
  items: count,
  backup: text.nullable(),
  problem: text.nullable(),
})

/**
 * A rehearsal: whose shares were entered, how many sealed items the quorum would open, and what was wrong
 * (a code; null: nothing). `backup` is the name of the backup that was looked at, if one was.
 */
export type Drill = Readonly<z.output<typeof drillRow>>

/** A drill to record; the vault gives it its number and its time. */
export type NewDrill = Omit<Drill, 'number' | 'held'>

/** How often drills are due, in months, until somebody chooses otherwise. */
const DRILL_MONTHS = 12
/** What can be chosen. */
const DRILL_MONTHS_LIMITS = { least: 1, most: 60 } as const

/** @throws DRILL_INTERVAL */
export function requireInterval(months: number): void {
  const { least, most } = DRILL_MONTHS_LIMITS
  if (Number.isInteger(months) && months >= least && months <= most) return
  throw refuse('DRILL_INTERVAL', { least, most })
}

/** Each verb is one transaction with its audit entry. */
export interface Drills {
  /** Every drill, oldest first. */
  readonly list: () => readonly Drill[]
  /**
   * The last drill of a quorum that proved it; null when there was none.
   *
   * @param until a day: of those that were held by its end; absent: of all
   */
  readonly lastProof: (setId: string, until?: string | undefined) => Drill | null
  readonly record: (actor: Actor, drill: NewDrill) => Drill
  /** In months. */
  readonly interval: () => number
  /** @throws DRILL_INTERVAL */
  readonly setInterval: (actor: Actor, months: number) => void
}

const intervalRow = z.object({ months: count })

export function drillsOf({ connection, audit }: Recording): Drills {
  const { db, read, write } = connection
  const list = (): readonly Drill[] =>
    read(() => parseRows(connection, drillRow, rowsOf(connection)))
  const ofSet = (set: string): readonly Drill[] => list().filter(drill => drill.setId === set)

  return {
    list,
    lastProof: (set, until) =>
      ofSet(set).findLast(
        ({ problem, held }) =>
          problem === null && (until === undefined || held.slice(0, 10) <= until),
      ) ?? null,

    record: (actor, drill) =>
      write(() => {
        const { setId: set, shares, items, backup, problem } = drill
        const { time: held } = audit.append({
          actor,
          action: 'drill.held',
          subject: `quorum:${set}`,
          details: {
            shares: shares.map(share => share.index),
            custodians: shares.map(share => share.custodian),
            ...{ items, backup, problem },
          },
        })
        db.prepare(
          `INSERT INTO drills (set_id, held, shares, items, backup, problem)
           VALUES (@set, @held, @shares, @items, @backup, @problem)`,
        ).run({ set, held, shares: canonicalJson(shares), items, backup, problem })
        const recorded = list().at(-1)
        if (recorded === undefined) throw new Error('a drill was recorded')
        return recorded
      }),

    interval: () =>
      read(() => {
        const row = db
          .prepare('SELECT months FROM drill_intervals ORDER BY number DESC LIMIT 1')
          .get()
        return row === undefined ? DRILL_MONTHS : intervalRow.parse(row).months
      }),

    setInterval: (actor, months) =>
      write(() => {
        requireInterval(months)
        const { time: chosen } = audit.append({
          ...{ actor, action: 'drill.interval-chosen', subject: 'policy:drills' },
          details: { months },
        })
        db.prepare('INSERT INTO drill_intervals (months, chosen) VALUES (?, ?)').run(months, chosen)
      }),
  }
}

const rowsOf = ({ db }: Connection): readonly unknown[] =>
  db
    .prepare(
      `SELECT number, set_id AS setId, held, shares, items, backup, problem FROM drills ORDER BY number`,
    )
    .all()
