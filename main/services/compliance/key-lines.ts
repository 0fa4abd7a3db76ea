import { recipientFingerprint } from '../../core/kit/index.ts'
import { type Day, dayOf, daysBetween, stateOn } from '../../core/life/index.ts'
import type { KeyEvent, Vault } from '../../vault/index.ts'
import { backupKeyAfter, backupKeyEventsIn } from '../keys/index.ts'
import type { BackupKeyLine, CryptoperiodLine, KeyLine } from './lines.ts'
import { isBy, type Times } from './of-period.ts'

/** Keys and backup keys as they stood at the end of a period. */

type StateChange = Pick<KeyEvent, 'recorded' | 'from' | 'to' | 'reason' | 'occurred'>

/** Every version of every key that was made by then, with the state that it had. */
export function keysOf(
  { keys, keyEvents }: Vault,
  sets: readonly string[],
  times: Times,
): KeyLine[] {
  const { from, to } = times
  const versions = new Map(
    sets.flatMap(setId => keys.of(setId)).map(key => [`${key.id}/${key.version}`, key]),
  )
  return [...versions.values()]
    .filter(({ created }) => isBy(created, times))
    .map(key => {
      const { label, id, version, kind, purpose, setId, fingerprint, activates } = key
      const dates = { activates, protectUntil: key.expires, processUntil: key.processUntil }
      const events = keyEvents.of(id, version).filter(({ recorded }) => isBy(recorded, times))
      const recorded = events.at(-1)?.to ?? (activates === null ? 'active' : 'pre-activation')
      return {
        ...{ label, id, version, kind, purpose, setId, fingerprint, ...dates },
        made: dayOf(new Date(key.created)),
        state: stateOn(to, recorded, dates),
        transitions: events.filter(event => event.recorded.slice(0, 10) >= from).map(transitionOf),
      }
    })
}

/** Every backup key that was made by then, with the state that it had. */
export function backupKeysOf(vault: Vault, times: Times): BackupKeyLine[] {
  const { from, to } = times
  const sets = vault.quorums
    .list()
    .filter(({ state }) => state === 'in-force' || state === 'replaced')
  const all = sets.flatMap(({ setId }) => vault.backupKeys.of(setId))
  const eventsOf = backupKeyEventsIn(vault)
  return [...Map.groupBy(all, ({ recipient }) => recipient)].flatMap(([recipient, places]) => {
    const key = places.at(-1)
    if (key === undefined || !isBy(key.created, times)) return []
    const { setId, generation, created } = key
    const [next] = places
      .flatMap(place => backupKeyAfter(vault, place.setId, place.generation)?.created ?? [])
      .toSorted()
    const replaced = next === undefined || !isBy(next, times) ? null : next.slice(0, 10)
    const events = eventsOf(recipient).filter(({ recorded }) => isBy(recorded, times))
    const recorded = events.at(-1)?.to ?? 'active'
    return {
      ...{ setId, generation, fingerprint: recipientFingerprint(recipient), replaced },
      made: created.slice(0, 10),
      usedDays: daysBetween(created.slice(0, 10), replaced ?? to) + 1,
      state: recorded === 'active' && replaced !== null ? 'deactivated' : recorded,
      occurred: events.findLast(({ occurred }) => occurred !== null)?.occurred ?? null,
      transitions: events.filter(event => event.recorded.slice(0, 10) >= from).map(transitionOf),
    }
  })
}

const transitionOf = ({ recorded: on, from, to, reason, occurred }: StateChange) => ({
  ...{ on, from, to, reason, occurred },
})

/** For how long a key protects and is read, and what is agreed on for its purpose. */
export function periodOf(key: KeyLine, { cryptoperiods }: Vault): CryptoperiodLine {
  const { label, version, purpose, activates, made, protectUntil, processUntil } = key
  const first = activates ?? made
  const days = (last: Day | null): number | null =>
    last === null ? null : daysBetween(first, last) + 1
  return {
    label,
    version,
    purpose,
    agreed: cryptoperiods.of(purpose),
    protectDays: days(protectUntil),
    processDays: days(processUntil),
  }
}
