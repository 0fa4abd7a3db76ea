import type { Output } from '../../../shared/contract.ts'
import { KEY_REASONS, type KeyState } from '../../../shared/key-life.ts'
import { sortOfKey } from '../../../shared/key-pairs.ts'
import { formatCount, formatDay } from '../../design/quantity.ts'
import { words } from '../../words.ts'

export type KeyVersion = Output<'keys.list'>['keys'][number]
export type KeyPageFacts = Output<'keys.show'>
export type Due = KeyPageFacts['due'][number]

export const KEY_TAGS: { readonly [state in KeyState]: 'good' | 'caution' | 'bad' | 'waiting' } = {
  'pre-activation': 'waiting',
  active: 'good',
  suspended: 'caution',
  deactivated: 'caution',
  compromised: 'bad',
  destroyed: 'bad',
  'destroyed-compromised': 'bad',
}

/** "video-root@2". */
export const nameOf = ({ label, version }: Pick<KeyVersion, 'label' | 'version'>): string =>
  `${label}@${version}`

export const kindOf = (key: KeyVersion): string =>
  key.kind === 'imported-secret'
    ? `imported secret of ${formatCount(key.bytes ?? 0, 'byte')}`
    : sortOfKey(key)

/** "in use, may protect until 20 December 2026": what is recorded, and what its days make of it. */
export function standingOf({
  state,
  activates,
  protectUntil,
}: Pick<KeyVersion, 'state' | 'activates' | 'protectUntil'>): string {
  const said = words.keys.states[state]
  if (state === 'pre-activation' && activates !== null) {
    return `${said}, from ${formatDay(activates)}`
  }
  if (state === 'active') {
    return protectUntil === null
      ? `${said}, without a last day`
      : `${said}, may protect until ${formatDay(protectUntil)}`
  }
  return said
}

/** "in 12 days", "today", "3 days ago". */
export const whenOf = ({ days }: Pick<Due, 'days'>): string =>
  days === 0
    ? 'today'
    : days > 0
      ? `in ${formatCount(days, 'day')}`
      : `${formatCount(-days, 'day')} ago`

export const REASONS = KEY_REASONS.map(value => ({
  value,
  label: capital(words.keys.reasons[value]),
}))

export function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}
