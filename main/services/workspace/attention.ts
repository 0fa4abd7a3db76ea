import type { Output } from '../../../shared/contract.ts'
import type { Vault } from '../../vault/vault.ts'

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
    ...interruptedCeremony(vault),
    ...clock(vault, now),
    ...quorumsAndBackups(vault),
    ...expiringKeys(vault, now),
  ]
}

/** The last ceremony, if a crash ended it: another has not taken its place yet. */
function interruptedCeremony(vault: Vault): Attention[] {
  const last = vault.ceremonies.list().at(-1)
  if (last?.reason !== 'interrupted') return []
  const { id, title, opened } = last
  return [{ kind: 'ceremony-interrupted', ceremony: id, title, opened }]
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

function expiringKeys(vault: Vault, now: Date): Attention[] {
  const today = Date.parse(now.toISOString().slice(0, 10))
  return vault.quorums.list().flatMap(({ setId }) => {
    const newest = new Map(vault.keys.of(setId).map(key => [key.id, key]))
    return [...newest.values()].flatMap(({ id, label, expires, state }): Attention[] => {
      if (expires === null || state === 'destroyed') return []
      const days = Math.round((Date.parse(expires) - today) / DAY)
      if (days > SOON) return []
      return [{ kind: days > 0 ? 'key-expires' : 'key-expired', id, label, expires, days }]
    })
  })
}
