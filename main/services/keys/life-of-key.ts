import type { KeyState } from '../../../shared/key-life.ts'
import { type Day, dayOf, type KeyDates, stateOn } from '../../core/life/index.ts'
import type { SealedKey } from '../../vault/index.ts'

/** What the rules of a key's life look at. */
export interface KeyLife {
  readonly recorded: KeyState
  readonly dates: KeyDates
  /** Its first day or, without one, the day it was made. */
  readonly since: Day
}

export const lifeOf = ({
  state,
  activates,
  expires,
  processUntil,
  created,
}: SealedKey): KeyLife => ({
  recorded: state,
  dates: { activates, protectUntil: expires, processUntil },
  since: activates ?? dayOf(new Date(created)),
})

/** The state of a key today: as it is recorded, and as its days have made it. */
export function stateToday(key: SealedKey, now: Date): KeyState {
  const { recorded, dates } = lifeOf(key)
  return stateOn(dayOf(now), recorded, dates)
}
