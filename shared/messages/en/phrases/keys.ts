import type { KeyDeed, KeyState } from '../../../key-life.ts'
import type { Wording } from '../../wording/wording.ts'

const counted = (count: number, one: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : `${one}s`}`

/** Whether a key is what a deed would make of it: nothing is to be done then, and nothing went wrong. */
export const isSoAlready = (deed: KeyDeed, state: KeyState): boolean =>
  OUTCOMES[deed].some(outcome => outcome === state)

const OUTCOMES: { readonly [deed in KeyDeed]: readonly KeyState[] } = {
  activate: ['active'],
  suspend: ['suspended'],
  resume: ['active'],
  retire: ['deactivated'],
  compromise: ['compromised', 'destroyed-compromised'],
  destroy: ['destroyed', 'destroyed-compromised'],
}

export const keys: Wording['keys'] = {
  reasons: {
    unspecified: 'not said',
    'key-compromise': 'somebody else may have the key',
    'affiliation-changed': 'who it belonged to has changed',
    superseded: 'a newer one takes its place',
    'cessation-of-operation': 'what it was for has ended',
    'privilege-withdrawn': 'who used it may not any more',
  },
  instructions: {
    use: 'Use it.',
    wait: 'Do not use it yet.',
    hold: 'Protect nothing with it until it is resumed.',
    'read-only': 'Protect nothing with it any more; read what it protected.',
    stop: 'Stop using it. Somebody else may have it: what it protected may have been read or changed.',
    nothing: 'It is gone; destroy what you still have of it.',
  },
  period: ({ protect, process, rotate, warn }) =>
    `to protect for ${counted(protect, 'month')} and to read for ${counted(process, 'month')}, with the next version after ${counted(rotate, 'month')}, named ${counted(warn, 'day')} before`,
  due: {
    begins: 'its first day',
    rotate: 'its next version is due',
    'protect-ends': 'the last day on which it may protect anything',
    'process-ends': 'the last day on which what it protected is read',
  },
  exceptions: {
    suspended: 'it is suspended',
    compromised: 'it is compromised',
    'process-period-over': 'its last day for reading is over',
  },
  cardEnds: {
    'cross-cut': 'cross-cut',
    pulped: 'pulped',
    burned: 'burned',
  },
  copyFates: {
    destroyed: 'destroyed',
    kept: 'still there',
    lost: 'not found',
  },
  erasures: {
    overwritten: 'overwritten in the vault',
  },
  states: {
    'pre-activation': 'not in use yet',
    active: 'in use',
    suspended: 'suspended',
    deactivated: 'retired',
    compromised: 'compromised',
    destroyed: 'destroyed',
    'destroyed-compromised': 'destroyed, and compromised',
  },
}
