import type { Day } from '../../core/life/index.ts'
import type { AuditEntry } from '../../core/log/index.ts'

/** A period, both days in it, and the clock by which the report on it is made. */
export interface Times {
  readonly from: Day
  readonly to: Day
  readonly now: Date
}

/** An entry that belongs to the period. */
export interface EntryOfPeriod {
  readonly entry: AuditEntry
  /** Its day is outside: a clock was wrong, or was made so. */
  readonly isElsewhere: boolean
}

/**
 * The entries of a period: by their own day and by their place in the log, because whoever sets the clock of a
 * machine for one deed must not take it out of every report. So an entry counts also where it stands between
 * entries of the period, where it follows one of the period and is dated before that, and where its day has not
 * come yet.
 */
export function entriesOfPeriod(
  entries: readonly AuditEntry[],
  { from, to, now }: Times,
): readonly EntryOfPeriod[] {
  const isIn = (time: string): boolean => dayIn(time) >= from && dayIn(time) <= to
  const first = entries.findIndex(({ time }) => isIn(time))
  const last = entries.findLastIndex(({ time }) => isIn(time))
  const clock = now.toISOString()
  let latest = ''
  return entries.flatMap((entry, i): EntryOfPeriod[] => {
    const { time } = entry
    if (time <= clock && time > latest) latest = time
    if (isIn(time)) return [{ entry, isElsewhere: false }]
    const isBetween = first !== -1 && i > first && i < last
    const isBehind = time < latest && isIn(latest)
    return isBetween || isBehind || time > clock ? [{ entry, isElsewhere: true }] : []
  })
}

/** Whether something recorded then counts at the end of the period: also what is dated after today. */
export const isBy = (time: string, { to, now }: Times): boolean =>
  dayIn(time) <= to || time > now.toISOString()

const dayIn = (time: string): string => time.slice(0, 10)
