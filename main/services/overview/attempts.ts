import type { Output } from '../../../shared/contract.ts'
import { MOST_FAILURES, type Vault } from '../../vault/index.ts'

/** What the log says of somebody trying what they may not, and of a log that did not verify. */

type Attention = Output<'vault.overview'>['attention'][number]
type Attempted = Extract<Attention, { kind: 'attempts' }>['what']

/** How far back the log is looked through, and how long an attempt is worth a look. */
const LOOK_BACK = 1000
const RECENT = 30 * 24 * 60 * 60 * 1000
/** Once is a slip. */
const REPEATED = 3

const ATTEMPTS: { readonly [action: string]: Attempted } = {
  'sign-in.refused': 'pin',
  'sign-in.locked': 'pin',
  'passphrase.refused': 'passphrase',
  'share.refused': 'share',
  'action.refused': 'action',
}

/** Repeated attempts, locked keys, and verifications that failed. */
export function attemptsIn(vault: Vault, now: Date): Attention[] {
  const { size } = vault.audit.head()
  const since = new Date(now.getTime() - RECENT).toISOString()
  const counted = new Map<Attempted, { count: number; last: string }>()
  const found: Attention[] = []
  for (const { action, time, details } of vault.audit.entries(Math.max(0, size - LOOK_BACK))) {
    if (time < since) continue
    const what = ATTEMPTS[action]
    if (what !== undefined) {
      counted.set(what, { count: 1 + (counted.get(what)?.count ?? 0), last: time })
    }
    if (action === 'log.damaged') {
      found.push({ kind: 'log-damaged', problem: String(details?.code ?? ''), time })
    }
  }
  for (const [what, { count, last }] of counted) {
    if (count >= REPEATED) found.push({ kind: 'attempts', what, count, last })
  }
  return [...found.slice(-LOOKED_AT), ...lockedPeople(vault)]
}

/** Most that are named. */
const LOOKED_AT = 10

/** Keys that a PIN opens where the profile asks for passphrases. */
export const keysUnderPins = (vault: Vault): Attention[] =>
  vault.people.profile() !== 'strict'
    ? []
    : vault.people
        .list()
        .filter(({ kind, state }) => kind === 'pin' && state !== 'retired')
        .map(({ id, name }) => ({ kind: 'person-pin', person: id, name }))

const lockedPeople = (vault: Vault): Attention[] =>
  vault.people
    .list()
    .filter(({ failed, state }) => failed >= MOST_FAILURES && state !== 'retired')
    .map(({ id, name }) => ({ kind: 'person-locked', person: id, name }))
