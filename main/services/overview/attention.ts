import type { Output } from '../../../shared/contract.ts'
import { type Due, dayOf, daysBetween } from '../../core/life/index.ts'
import type { Vault } from '../../vault/index.ts'
import { goneCustodians } from '../custody/index.ts'
import { cardsToCheck, nextDrill } from '../drill/index.ts'
import { dueKeys } from '../keys/index.ts'
import { kitPeopleDifference } from '../kits/index.ts'
import { oldPolicyIn } from '../people/index.ts'
import { sealedShareStandings } from '../shares/index.ts'
import { cardsToDestroy } from '../vaults/index.ts'
import { attemptsIn, keysUnderPins } from './attempts.ts'

/** What in a vault a person should see to. */
export type Attention = Output<'vault.overview'>['attention'][number]

/** How far back the log is looked through for a clock that was set back, and how many are named. */
const LOOK_BACK = 1000
const MOST_STEPS = 10

/** In the order of urgency. */
export function attentionFor(vault: Vault, now: Date): Attention[] {
  return [
    ...unsound(vault),
    ...interruptedCeremony(vault),
    ...attemptsIn(vault, now),
    ...keysUnderPins(vault),
    ...earlierPolicy(vault),
    ...oldKitPeople(vault),
    ...clock(vault, now),
    ...quorumsAndBackups(vault),
    ...goneCustodians(vault).map(gone => ({ kind: 'custodian-gone', ...gone }) as const),
    ...unacknowledged(vault),
    ...custodyOverdue(vault, now),
    ...keysDue(vault, now),
    ...statusListDue(vault, now),
  ]
}

/** That the vault is open to look at alone, and why. */
function unsound({ fault }: Vault): Attention[] {
  if (fault === null) return []
  const { table, row, column, entry, sequence } = fault.data
  if (fault.code !== 'VAULT_TABLES') return [{ kind: 'log-broken', entry: Number(sequence ?? 1) }]
  return [
    {
      kind: 'tables-changed',
      ...{ table: String(table), row: String(row) },
      column: typeof column === 'string' ? column : null,
      entry: typeof entry === 'number' ? entry : null,
    },
  ]
}

/** That people sign by an earlier policy, as in a vault of 0.1.0: only they can take the later one. */
function earlierPolicy(vault: Vault): Attention[] {
  const authority = vault.people.authority()
  const number = oldPolicyIn(vault)
  return authority === null || number === null
    ? []
    : [{ kind: 'policy-old', number, profile: authority.profile }]
}

/** That somebody could still change a kit who may sign no more, or cannot yet who may. */
const oldKitPeople = (vault: Vault): Attention[] =>
  vault.quorums.list().flatMap(({ setId, state }): Attention[] => {
    const difference = state === 'in-force' ? kitPeopleDifference(vault, setId) : null
    return difference === null ? [] : [{ kind: 'kit-people-old', setId, ...difference }]
  })

/** The last ceremony, if a crash ended it: another has not taken its place yet. */
function interruptedCeremony(vault: Vault): Attention[] {
  const last = vault.ceremonies.list().at(-1)
  if (last?.reason !== 'interrupted') return []
  const { id, title, opened } = last
  const destroy = [...cardsToDestroy(vault, id)]
  return [{ kind: 'ceremony-interrupted', ceremony: id, title, opened, destroy }]
}

function clock(vault: Vault, now: Date): Attention[] {
  const { size } = vault.audit.head()
  const steps: number[] = []
  let time = ''
  for (const entry of vault.audit.entries(Math.max(0, size - LOOK_BACK))) {
    if (entry.time < time) steps.push(entry.sequence)
    time = entry.time
  }
  const found: Attention[] = []
  if (now.toISOString() < time) found.push({ kind: 'clock-behind', last: time })
  if (steps.length > 0) found.push({ kind: 'clock-set-back', entries: steps.slice(-MOST_STEPS) })
  return found
}

function quorumsAndBackups(vault: Vault): Attention[] {
  const inForce = vault.quorums.list().filter(quorum => quorum.state === 'in-force')
  if (inForce.length === 0) return [{ kind: 'no-quorum' }]
  const backedUp = new Set(vault.backups.list().map(backup => backup.setId))
  return inForce
    .filter(quorum => !backedUp.has(quorum.setId))
    .map(({ setId }) => ({ kind: 'no-backup', setId }))
}

/** Drills, and looks at the cards, that are due. A replaced quorum needs neither. */
function custodyOverdue(vault: Vault, now: Date): Attention[] {
  const inForce = vault.quorums.list().filter(quorum => quorum.state === 'in-force')
  return inForce.flatMap(({ setId }): Attention[] => {
    const due = nextDrill(vault, setId)
    const shares = cardsToCheck(vault, setId, now)
    return [
      ...(due <= now.toISOString() ? [{ kind: 'drill-overdue', setId, due } as const] : []),
      ...(shares.length > 0 ? [{ kind: 'checks-overdue', setId, shares } as const] : []),
    ]
  })
}

/** Shares that were sealed to absent custodians, and of which nobody knows yet whether they open. */
const unacknowledged = (vault: Vault): Attention[] =>
  vault.quorums.list().flatMap(({ setId, state, threshold, count }): Attention[] => {
    if (state !== 'in-force') return []
    const open = sealedShareStandings(vault, setId).filter(share => share.acknowledged === null)
    const since = open.map(({ sealed }) => sealed).toSorted()[0]
    if (since === undefined) return []
    const shares = open.map(({ index, custodian }) => ({ setId, index, custodian }))
    const left = count - open.length
    return [{ kind: 'shares-unacknowledged', setId, shares, since, left, threshold }]
  })

/** How many days ahead the next status list is named. */
const LIST_WARNING = 14

/** Whoever holds the list that is out takes nothing for good once its day is over. */
function statusListDue(vault: Vault, now: Date): Attention[] {
  const last = vault.statusLists.last()
  if (last === null) return []
  const { number, nextIssue } = last
  const day = dayOf(new Date(nextIssue))
  const days = daysBetween(dayOf(now), day)
  return days > LIST_WARNING
    ? statusListBehind(vault, number)
    : [{ kind: 'status-list-due', number, day, days }]
}

/** Deeds that change what a status list says of a key which it has; those that take it out of use come first. */
const OUT_OF_USE = [
  ...(['key.suspended', 'key.retired', 'key.compromised', 'key.destroyed'] as const),
  ...(['backup-key.suspended', 'backup-key.compromised', 'quorum.compromised'] as const),
] as const
const CHANGES = [
  ...OUT_OF_USE,
  ...(['keys.rotated', 'key.activated', 'key.resumed', 'backup-key.rotated'] as const),
  'backup-key.resumed',
] as const

/** Those outside know of it by the next list alone. */
function statusListBehind({ audit }: Vault, number: number): Attention[] {
  const published = audit.named(['status.published']).at(-1)?.sequence ?? 0
  const since = audit.named(CHANGES).filter(({ sequence }) => sequence > published)
  const last = since.at(-1)?.time
  if (last === undefined) return []
  const urgent = since.some(({ action }) => OUT_OF_USE.some(out => out === action))
  return [{ kind: 'status-list-behind', number, deeds: since.length, last, urgent }]
}

/** What keys are due for, as `key due` lists it; a key that may protect nothing any more is worse than one to rotate. */
function keysDue(vault: Vault, now: Date): Attention[] {
  const byKey = Map.groupBy(dueKeys(vault, null, now), ({ key }) => key.id)
  return [...byKey.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return []
    const { id, label, version } = first.key
    const key = { id, label, version }
    const found = [first, ...others]
    const on = (what: Due['what']): Due | null =>
      found.find(({ due }) => due.what === what)?.due ?? null
    const [ends, rotate, reading] = [on('protect-ends'), on('rotate'), on('process-ends')]
    return [
      ...(ends !== null && (ends.days < 0 || rotate === null) ? [endOf(ends, key)] : []),
      ...(rotate !== null && (ends === null || ends.days >= 0)
        ? [{ kind: 'key-rotate', ...key, day: rotate.day, days: rotate.days } as const]
        : []),
      ...(reading === null
        ? []
        : [{ kind: 'key-reading-ends', ...key, day: reading.day, days: reading.days } as const]),
    ]
  })
}

const endOf = (
  { day: expires, days }: Due,
  key: { readonly id: string; readonly label: string; readonly version: number },
): Attention => ({
  ...{ kind: days < 0 ? 'key-expired' : 'key-expires', ...key, expires, days },
})
