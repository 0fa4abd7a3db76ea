import type { Output } from '../../../shared/contract.ts'
import type { Vault } from '../../vault/index.ts'
import { goneCustodians } from '../custody/index.ts'
import { cardsToCheck, nextDrill } from '../drill/index.ts'
import { oldPolicyIn } from '../people/index.ts'
import { cardsToDestroy } from '../vaults/index.ts'
import { attemptsIn, keysUnderPins } from './attempts.ts'

/** What in a vault a person should see to. */
export type Attention = Output<'vault.overview'>['attention'][number]

/** A key that expires within so many days is named. */
const SOON = 90
const DAY = 24 * 60 * 60 * 1000
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
    ...clock(vault, now),
    ...quorumsAndBackups(vault),
    ...goneCustodians(vault).map(gone => ({ kind: 'custodian-gone', ...gone }) as const),
    ...custodyOverdue(vault, now),
    ...expiringKeys(vault, now),
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

function expiringKeys(vault: Vault, now: Date): Attention[] {
  const today = Date.parse(now.toISOString().slice(0, 10))
  // A key of a replaced quorum is in the one that took its place.
  const quorums = vault.quorums.list().filter(quorum => quorum.state !== 'replaced')
  return quorums.flatMap(({ setId }) => {
    const newest = new Map(vault.keys.of(setId).map(key => [key.id, key]))
    return [...newest.values()].flatMap(({ id, label, expires, state }): Attention[] => {
      if (expires === null || state === 'destroyed') return []
      const days = Math.round((Date.parse(expires) - today) / DAY)
      if (days > SOON) return []
      return [{ kind: days > 0 ? 'key-expires' : 'key-expired', id, label, expires, days }]
    })
  })
}
