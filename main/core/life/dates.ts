import type { KeyState } from '../../../shared/key-life.ts'
import type { Day } from './day.ts'

/**
 * The days of a key: from when on it is used, until when it may protect something anew, and until when what
 * it protected is meant to be read. The last two are the originator and the recipient usage period of NIST
 * SP 800-57 part 1 rev. 5, section 5.3. Each day counts still; null: no such day.
 */
export interface KeyDates {
  readonly activates: Day | null
  readonly protectUntil: Day | null
  readonly processUntil: Day | null
}

/** What is wrong with a key's days, by the day that comes too early; null when nothing is. */
export function datesProblem(dates: KeyDates): 'protectUntil' | 'processUntil' | null {
  const { activates, protectUntil, processUntil } = dates
  if (activates !== null && protectUntil !== null && protectUntil < activates) return 'protectUntil'
  const begun = protectUntil ?? activates
  return begun !== null && processUntil !== null && processUntil < begun ? 'processUntil' : null
}

/**
 * The state in which a key is on a day. Time is nobody's deed: what is recorded stays, and a day that has
 * come makes a key active, one that has passed deactivates it.
 */
export function stateOn(today: Day, recorded: KeyState, dates: KeyDates): KeyState {
  const { activates, protectUntil } = dates
  const begun = recorded === 'pre-activation' && activates !== null && activates <= today
  const state = begun ? 'active' : recorded
  return state === 'active' && protectUntil !== null && protectUntil < today ? 'deactivated' : state
}
