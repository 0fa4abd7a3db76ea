/**
 * Days of the calendar, as people write them on a record: `2028-11-21`. What begins or ends on a day does so
 * everywhere at once, so a moment's day is that of UTC.
 */

/** A date, `2028-11-21`; days compare as texts do. */
export type Day = string

const MILLISECONDS = 24 * 60 * 60 * 1000

export const dayOf = (moment: Date): Day => moment.toISOString().slice(0, 10)

export const addDays = (day: Day, days: number): Day =>
  dayOf(new Date(Date.parse(day) + days * MILLISECONDS))

/** How many days `to` lies after `from`; below 0 when it lies before. */
export const daysBetween = (from: Day, to: Day): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / MILLISECONDS)

/** The same day of a later month or, where that month is shorter, its last. */
export function addMonths(day: Day, months: number): Day {
  const from = new Date(day)
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months]
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return dayOf(new Date(Date.UTC(year, month, Math.min(from.getUTCDate(), last))))
}
