import type { KeyState, KeyUse } from '../../../shared/key-life.ts'
import { type KeyDates, stateOn } from './dates.ts'
import type { Day } from './day.ts'

/**
 * What a key may be used for in its state, on a day. To protect takes an active key. To read what it
 * protected is allowed for longer, and where the key is suspect or its period is over it takes a reason that
 * somebody gives and the log keeps: nobody is kept from their own data on the worst day.
 */
export type UseVerdict =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'needs-reason'; readonly why: 'suspended' | 'compromised' }
  | { readonly kind: 'needs-reason'; readonly why: 'process-period-over'; readonly ended: Day }
  | { readonly kind: 'refused'; readonly why: 'protect-period-over'; readonly ended: Day }
  | {
      readonly kind: 'refused'
      readonly why: Exclude<KeyState, 'active'>
    }

const ALLOWED: UseVerdict = { kind: 'allowed' }

export function judgeUse(
  use: KeyUse,
  { recorded, dates }: { readonly recorded: KeyState; readonly dates: KeyDates },
  today: Day,
): UseVerdict {
  const state = stateOn(today, recorded, dates)
  return use === 'protect'
    ? judgeProtecting(state, recorded, dates)
    : judgeProcessing(state, dates, today)
}

function judgeProtecting(state: KeyState, recorded: KeyState, dates: KeyDates): UseVerdict {
  if (state === 'active') return ALLOWED
  const ended = state !== recorded && state === 'deactivated' ? dates.protectUntil : null
  return ended === null
    ? { kind: 'refused', why: state }
    : { kind: 'refused', why: 'protect-period-over', ended }
}

function judgeProcessing(state: KeyState, { processUntil }: KeyDates, today: Day): UseVerdict {
  switch (state) {
    case 'pre-activation':
    case 'destroyed':
    case 'destroyed-compromised':
      return { kind: 'refused', why: state }
    case 'suspended':
    case 'compromised':
      return { kind: 'needs-reason', why: state }
    case 'active':
    case 'deactivated':
      return processUntil !== null && processUntil < today
        ? { kind: 'needs-reason', why: 'process-period-over', ended: processUntil }
        : ALLOWED
  }
}
