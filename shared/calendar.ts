/** The calendar as people read it. */

const DAY_LENGTH = '2026-11-21'.length

/**
 * Says days in the words of a language. A day of the calendar, `2026-11-21`, is the same everywhere, as what begins or
 * ends on it does so everywhere at once; of a moment it is the day here.
 */
export function sayDayIn(language: string): (time: string) => string {
  const here = new Intl.DateTimeFormat(language, { dateStyle: 'long' })
  const everywhere = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' })
  return time => (time.length === DAY_LENGTH ? everywhere : here).format(new Date(time))
}
