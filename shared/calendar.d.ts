/** The calendar as people read it. */
/**
 * Says days in the words of a language. A day of the calendar, `2026-11-21`, is the same everywhere, as what begins or
 * ends on it does so everywhere at once; of a moment it is the day here.
 */
export declare function sayDayIn(language: string): (time: string) => string
