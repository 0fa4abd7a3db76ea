import type { KeyDeed, KeyState } from '../../../shared/key-life.ts'
import { type KeyDates, stateOn } from './dates.ts'
import type { Day } from './day.ts'

/**
 * What may become of a key: NIST SP 800-57 part 1 rev. 5, section 7, and for what is destroyed and was
 * compromised KMIP 2.1, State. There is no way back from deactivated, compromised or destroyed.
 */

export interface Transition {
  readonly from: KeyState
  readonly deed: KeyDeed
  readonly to: KeyState
}

export const TRANSITIONS: readonly Transition[] = [
  { from: 'pre-activation', deed: 'activate', to: 'active' },
  { from: 'pre-activation', deed: 'compromise', to: 'compromised' },
  { from: 'pre-activation', deed: 'destroy', to: 'destroyed' },
  { from: 'active', deed: 'suspend', to: 'suspended' },
  { from: 'active', deed: 'retire', to: 'deactivated' },
  { from: 'active', deed: 'compromise', to: 'compromised' },
  { from: 'suspended', deed: 'resume', to: 'active' },
  { from: 'suspended', deed: 'retire', to: 'deactivated' },
  { from: 'suspended', deed: 'compromise', to: 'compromised' },
  { from: 'suspended', deed: 'destroy', to: 'destroyed' },
  { from: 'deactivated', deed: 'compromise', to: 'compromised' },
  { from: 'deactivated', deed: 'destroy', to: 'destroyed' },
  { from: 'compromised', deed: 'destroy', to: 'destroyed-compromised' },
  { from: 'destroyed', deed: 'compromise', to: 'destroyed-compromised' },
]

/** Whether a deed may be done, and what the key is afterwards; or why not. */
export type DeedVerdict =
  | { readonly kind: 'allowed'; readonly from: KeyState; readonly to: KeyState }
  /** From this state there is no such way. */
  | { readonly kind: 'refused'; readonly why: 'state'; readonly state: KeyState }
  /** It would be active again after the last day on which it may protect anything. */
  | { readonly kind: 'refused'; readonly why: 'period-over'; readonly ended: Day }

/**
 * Judges a deed on a key.
 *
 * A deed is judged by what is recorded, and by what the days have made of it: a key whose day has come can
 * be suspended though nobody has activated it, and one whose period is over can be destroyed.
 */
export function judgeDeed(
  deed: KeyDeed,
  { recorded, dates }: { readonly recorded: KeyState; readonly dates: KeyDates },
  today: Day,
): DeedVerdict {
  const state = stateOn(today, recorded, dates)
  const found = TRANSITIONS.find(row => row.deed === deed && row.from === state)
  if (found === undefined) return { kind: 'refused', why: 'state', state }
  const { protectUntil } = dates
  if (found.to === 'active' && protectUntil !== null && protectUntil < today) {
    return { kind: 'refused', why: 'period-over', ended: protectUntil }
  }
  return { kind: 'allowed', from: found.from, to: found.to }
}
