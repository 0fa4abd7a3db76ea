import { type Kit, type KitEntry, recipientFingerprint } from '../../core/kit/index.ts'
import { type Day, dayOf } from '../../core/life/index.ts'
import type { KeyStanding } from '../../core/status/index.ts'
import type { KeyEvent, SealedKey, Vault } from '../../vault/index.ts'
import { backupKeyAfter, backupKeyEventsIn } from '../keys/index.ts'

/** How every key stands that a vault, or a kit, knows: what a status list says is made of it. */

type StandingEvent = Pick<KeyEvent, 'to' | 'reason' | 'occurred' | 'recorded'>

/** Every key and backup key of every quorum that was ever in force, each once. */
export function standingsIn(vault: Vault): KeyStanding[] {
  const { quorums, keys, backupKeys, keyEvents } = vault
  const sets = quorums
    .list()
    .filter(({ state }) => state === 'in-force' || state === 'replaced')
    .map(({ setId }) => setId)
  // After a re-issue the same key is sealed to two quorums: it is one key.
  const versions = new Map<string, SealedKey>()
  for (const key of sets.flatMap(setId => keys.of(setId))) {
    versions.set(`${key.id}/${key.version}`, key)
  }
  const newest = newestOf([...versions.values()])
  const eventsOf = backupKeyEventsIn(vault)
  return [
    ...[...versions.values()].map(key => ({
      ...{ kind: key.kind, id: key.id, version: key.version, fingerprint: key.fingerprint },
      dates: datesOf(key),
      made: dayOf(new Date(key.created)),
      last: lastOf(keyEvents.of(key.id, key.version)),
      replacedBy: after(key.version, newest.get(key.id)),
    })),
    ...sets.flatMap(setId => {
      const all = backupKeys.of(setId)
      const current = all.findLast(({ state }) => state === 'current') ?? all.at(-1)
      return all.map(key => {
        const next = backupKeyAfter(vault, setId, key.generation)
        const events = eventsOf(key.recipient)
        return backupStanding(setId, key, { current: current?.generation, next, events })
      })
    }),
  ]
}

/** The same, as far as a kit alone knows: nothing of what became of a key but that it was destroyed. */
export function standingsOfKit(kit: Kit): KeyStanding[] {
  const { setId } = kit.quorum
  const destroyed = destroyedIn(kit)
  const endOf = (item: KitEntry) => destroyed.get(item) ?? null
  const all: readonly KitEntry[] = [...kit.keys, ...kit.backupKeys, ...destroyed.keys()]
  const keys = all.filter(item => item.kind !== 'backup-identity')
  const backupKeys = all
    .filter(item => item.kind === 'backup-identity')
    .sort((one, other) => one.generation - other.generation)
  const newest = newestOf(keys)
  const current = kit.backupKeys.at(-1)
  return [
    ...keys.map(key => ({
      ...{ kind: key.kind, id: key.id, version: key.version },
      fingerprint: 'fingerprint' in key ? key.fingerprint : null,
      dates: datesOf(key),
      made: dayOf(new Date(key.created)),
      last: lastOf(endOf(key) ?? []),
      replacedBy: after(key.version, newest.get(key.id)),
    })),
    ...backupKeys.map((key, i) =>
      backupStanding(setId, key, {
        current: current?.generation,
        next: backupKeys[i + 1],
        events: endOf(key) ?? [],
      }),
    ),
  ]
}

/** What remains of destroyed items, with their end: they stand in the order of the revisions that made them so. */
function destroyedIn(kit: Kit): ReadonlyMap<KitEntry, readonly StandingEvent[]> {
  if (kit.format !== 'keyclave kit 2') return new Map()
  const times = kit.revisions.flatMap(({ change, time }) =>
    change.kind === 'tombstone' ? [time] : [],
  )
  return new Map(
    kit.tombstones.map((tombstone, i) => [
      tombstone,
      [
        {
          ...({ to: 'destroyed', reason: 'unspecified', occurred: null } as const),
          recorded: times[i] ?? kit.quorum.created,
        },
      ],
    ]),
  )
}

interface BackupKeyAmongOthers {
  readonly current: number | undefined
  /** The one that followed it. */
  readonly next: { readonly created: string } | undefined
  readonly events: readonly StandingEvent[]
}

/** A backup key that another one has followed protects nothing any more. */
function backupStanding(
  setId: string,
  key: { readonly generation: number; readonly recipient: string; readonly created: string },
  { current, next, events }: BackupKeyAmongOthers,
): KeyStanding {
  const last = lastOf(events)
  return {
    ...{ kind: 'backup-key', id: setId, version: key.generation },
    fingerprint: recipientFingerprint(key.recipient),
    dates: { activates: null, protectUntil: null, processUntil: null },
    made: dayOf(new Date(key.created)),
    last:
      next !== undefined && (last === null || last.to === 'active')
        ? followedOn(dayOf(new Date(next.created)), last)
        : last,
    replacedBy: after(key.generation, current),
  }
}

/** Since the next one was made; or since it was resumed, where that came later. */
const followedOn = (made: Day, resumed: KeyStanding['last']): KeyStanding['last'] => ({
  to: 'deactivated',
  on: resumed !== null && resumed.on > made ? resumed.on : made,
  ...{ reason: 'superseded', occurred: null },
})

const datesOf = (key: {
  readonly activates?: string | null
  readonly expires?: string | null
  readonly processUntil?: string | null
}) => ({
  activates: key.activates ?? null,
  protectUntil: key.expires ?? null,
  processUntil: key.processUntil ?? null,
})

function newestOf(
  keys: readonly { readonly id: string; readonly version: number }[],
): ReadonlyMap<string, number> {
  const newest = new Map<string, number>()
  for (const { id, version } of keys) newest.set(id, Math.max(version, newest.get(id) ?? 0))
  return newest
}

const after = (version: number, newest: number | undefined): number | null =>
  newest !== undefined && newest > version ? newest : null

/** The newest event; since when it is suspect is said by the one that found it compromised. */
function lastOf(events: readonly StandingEvent[]): KeyStanding['last'] {
  const last = events.at(-1)
  if (last === undefined) return null
  const { to, reason, recorded } = last
  const occurred = events.findLast(event => event.occurred !== null)?.occurred ?? null
  return { to, on: dayOf(new Date(recorded)), reason, occurred }
}
