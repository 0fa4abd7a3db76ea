import type { KeyDue, KeyState } from '../../../shared/key-life.ts'
import { type KeyDates, stateOn } from './dates.ts'
import { addDays, addMonths, type Day, daysBetween } from './day.ts'

/**
 * How long keys of a purpose are used: NIST SP 800-57 part 1 rev. 5, section 5.3.6. Months count from the
 * first day of a key's use, so that `process` is never below `protect`.
 */
export interface Cryptoperiod {
  /** Months in which it may protect something anew. */
  readonly protect: number
  /** Months in which what it protected is meant to be read. */
  readonly process: number
  /** Months after which its successor is due. */
  readonly rotate: number
  /** Days before a day of its own on which it is named. */
  readonly warn: number
}

/** What is proposed for a master key: section 5.3.6 takes about one year, and three more to read. */
export const DEFAULT_CRYPTOPERIOD: Cryptoperiod = { protect: 12, process: 48, rotate: 11, warn: 90 }

const MOST_MONTHS = 12 * 100
const MOST_DAYS = 366 * 10

/** The member that is wrong; null when none is. */
export function cryptoperiodProblem(period: Cryptoperiod): keyof Cryptoperiod | null {
  const isIn = (value: number, least: number, most: number): boolean =>
    Number.isInteger(value) && value >= least && value <= most
  if (!isIn(period.protect, 1, MOST_MONTHS)) return 'protect'
  if (!isIn(period.process, period.protect, MOST_MONTHS)) return 'process'
  if (!isIn(period.rotate, 1, period.protect)) return 'rotate'
  return isIn(period.warn, 0, MOST_DAYS) ? null : 'warn'
}

/** The days of a key that is used from `first` on. */
export const periodFrom = (first: Day, { protect, process }: Cryptoperiod): KeyDates => ({
  activates: first,
  protectUntil: addMonths(first, protect),
  processUntil: addMonths(first, process),
})

/** What comes up for a key: on `day`, `days` from today, which is below 0 when it should have been done. */
export interface Due {
  readonly what: KeyDue
  readonly day: Day
  readonly days: number
}

/**
 * What is due of the newest version of a key until `within` days from today, the soonest first. A key that
 * is suspended, compromised or destroyed has nothing due: people deal with it already.
 *
 * @param key `since` is its first day, or the day it was made
 * @param period of its purpose; null: none was agreed on, and its own days alone count
 */
export function dueOf(
  key: { readonly recorded: KeyState; readonly dates: KeyDates; readonly since: Day },
  period: Cryptoperiod | null,
  today: Day,
  within: number,
): readonly Due[] {
  const { recorded, dates, since } = key
  const state = stateOn(today, recorded, dates)
  const isUsed = recorded === 'active' || state === 'active' // its period may be over: people have to act
  const { activates, protectUntil, processUntil } = dates
  const days: { readonly [what in Due['what']]: Day | null } = {
    begins: state === 'pre-activation' ? activates : null,
    rotate: isUsed && period !== null ? addMonths(since, period.rotate) : null,
    'protect-ends': isUsed ? protectUntil : null,
    'process-ends': state === 'active' || state === 'deactivated' ? processUntil : null,
  }
  const last = addDays(today, within)
  return (Object.entries(days) as [Due['what'], Day | null][])
    .flatMap(([what, day]) =>
      day === null || day > last ? [] : [{ what, day, days: daysBetween(today, day) }],
    )
    .sort((one, other) => one.days - other.days)
}
