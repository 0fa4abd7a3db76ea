import type { Instruction, KeyReason, KeyState } from '../../../shared/key-life.ts'
import { addDays, type Day, type KeyDates, stateOn } from '../life/index.ts'
import type { StatusEntry } from './list.ts'

/** What is known of one version of a key, or of one backup key. */
export interface KeyStanding {
  readonly kind: string
  readonly id: string
  readonly version: number
  readonly fingerprint: string | null
  readonly dates: KeyDates
  /** The day it was made. */
  readonly made: Day
  /** What was recorded last, and on which day; null: nothing since it was made. */
  readonly last: {
    readonly to: KeyState
    readonly on: Day
    readonly reason: KeyReason
    readonly occurred: Day | null
  } | null
  /** The version, or generation, that took its place; null: none did. */
  readonly replacedBy: number | null
}

/** What whoever holds a copy is to do. */
const INSTRUCTION: { readonly [state in KeyState]: Instruction } = {
  'pre-activation': 'wait',
  active: 'use',
  suspended: 'hold',
  deactivated: 'read-only',
  compromised: 'stop',
  destroyed: 'nothing',
  'destroyed-compromised': 'stop',
}

/** The entry of a key in a list that is issued on a day. */
export function entryOf(standing: KeyStanding, today: Day): StatusEntry {
  const { kind, id, version, fingerprint, dates, last, replacedBy } = standing
  const recorded = last?.to ?? madeAs(dates)
  const state = stateOn(today, recorded, dates)
  return {
    ...{ kind, id, version },
    ...(fingerprint !== null && { fingerprint }),
    ...{ state, since: sinceWhen(standing, state, recorded) },
    ...given(dates),
    ...(last?.occurred != null && { occurred: last.occurred }),
    ...(last !== null && last.to === state && { reason: last.reason }),
    ...(replacedBy !== null && { replacedBy }),
    instruction: INSTRUCTION[state],
  }
}

/**
 * An entry as it is on a later day: a day that has come or passed since counts, as everywhere.
 */
export function entryOn(entry: StatusEntry, today: Day): StatusEntry {
  const dates = datesOf(entry)
  const state = stateOn(today, entry.state, dates)
  if (state === entry.state) return entry
  const since =
    state === 'active' ? dates.activates : dates.protectUntil && addDays(dates.protectUntil, 1)
  return { ...entry, state, since: since ?? entry.since, instruction: INSTRUCTION[state] }
}

export const datesOf = ({ activates, protectUntil, processUntil }: StatusEntry): KeyDates => ({
  activates: activates ?? null,
  protectUntil: protectUntil ?? null,
  processUntil: processUntil ?? null,
})

const madeAs = ({ activates }: KeyDates): KeyState =>
  activates === null ? 'active' : 'pre-activation'

function sinceWhen({ dates, made, last }: KeyStanding, state: KeyState, recorded: KeyState): Day {
  if (state === recorded) return last?.on ?? made
  if (state === 'deactivated' && dates.protectUntil !== null) return addDays(dates.protectUntil, 1)
  return dates.activates ?? made
}

const given = ({ activates, protectUntil, processUntil }: KeyDates) => ({
  ...(activates !== null && { activates }),
  ...(protectUntil !== null && { protectUntil }),
  ...(processUntil !== null && { processUntil }),
})

/** The entry of a key that is said to be compromised, on a day. */
export const judgedCompromised = (entry: StatusEntry, occurred: Day, today: Day): StatusEntry => {
  const gone = entry.state === 'destroyed' || entry.state === 'destroyed-compromised'
  const state = gone ? 'destroyed-compromised' : 'compromised'
  const since = entry.state === state ? entry.since : today
  return { ...entry, state, since, occurred, reason: 'key-compromise', instruction: 'stop' }
}
