import type { CompromiseReport } from '../../../shared/compromise.ts'
import type { KeyState } from '../../../shared/key-life.ts'
import { idIn, setIdIn } from '../../../shared/log-subjects.ts'
import { recipientFingerprint } from '../../core/kit/index.ts'
import { headText } from '../../core/text/index.ts'
import type { BackupKey, CataloguedBackup, Quorum, SealedKey, Vault } from '../../vault/index.ts'
import {
  backupKeyNamed,
  keyKnown,
  keysInForce,
  quorumNamed,
  stateOfBackupKey,
  stateToday,
} from '../keys/index.ts'

/** Whose compromise is asked about. */
export type Suspect =
  /** As somebody names it: a label, an id, with `@2` behind it that version. */
  | { readonly kind: 'key'; readonly key: string }
  /** Without a set, of the one quorum in force. */
  | { readonly kind: 'backup-key'; readonly generation: number; readonly setId?: string }
  | { readonly kind: 'quorum'; readonly setId: string }

type Scope = Omit<CompromiseReport, 'made' | 'auditHead' | 'statusList'>
type TakenOut = CompromiseReport['takenOut'][number]

/**
 * What a compromise reaches, as far as this vault knows: what was taken out, which backups open, what else is
 * sealed, and where nobody has looked.
 *
 * @throws KEY_UNKNOWN_HERE, KEY_LABEL_SHARED, BACKUP_KEY_UNKNOWN_HERE, KIT_NONE, KIT_AMBIGUOUS; KIT_UNKNOWN
 */
export function scopeOf(vault: Vault, suspect: Suspect, now: Date): CompromiseReport {
  const stamp = { made: now.toISOString(), auditHead: headText(vault.audit.head()) }
  const scope = reachOf(vault, suspect, now)
  return { ...stamp, ...scope, statusList: newestList(vault, scope.mark?.recorded ?? null) }
}

function reachOf(vault: Vault, suspect: Suspect, now: Date): Scope {
  switch (suspect.kind) {
    case 'key':
      return scopeOfKey(vault, keyKnown(vault, suspect.key, now), now)
    case 'backup-key':
      return scopeOfBackupKey(vault, backupKeyNamed(vault, suspect.generation, suspect.setId))
    case 'quorum':
      return scopeOfQuorum(vault, quorumNamed(vault, suspect.setId), now)
  }
}

function newestList({ statusLists }: Vault, marked: string | null): CompromiseReport['statusList'] {
  const last = statusLists.last()
  if (last === null) return null
  const { number, issued } = last
  return { number, issued, saysSo: marked !== null && issued >= marked }
}

/** What people may be sent to instead of a version that is compromised. */
const IN_USE: ReadonlySet<KeyState> = new Set(['pre-activation', 'active'])

function scopeOfKey(vault: Vault, key: SealedKey, now: Date): Scope {
  const { id, version, label, purpose } = key
  const everywhere = sealedAnywhere(vault).filter(other => other.id === id)
  const event = vault.keyEvents.of(id, version).findLast(({ occurred }) => occurred !== null)
  const subject = `key:${id}/${version}`
  const isUsed = (other: SealedKey): boolean => IN_USE.has(stateToday(other, now))
  return {
    of: {
      ...{ kind: 'key', id, version, label, purpose },
      newest: Math.max(version, ...everywhere.filter(isUsed).map(other => other.version)),
      sets: [...new Set(everywhere.filter(other => other.version === version).map(k => k.setId))],
      inForce: keysInForce(vault).some(other => other.id === id),
    },
    mark: {
      state: stateToday(key, now),
      occurred: event?.occurred ?? null,
      reason: event?.reason ?? null,
      recorded: event?.recorded ?? null,
    },
    takenOut: takenOut(vault, subject_ => subject_ === subject),
    deliveries: deliveriesOf(vault, key),
    ...{ openings: [], backups: [], items: [], searches: [] },
  }
}

/** Where a version of a key was handed to, and what became of it there. */
const deliveriesOf = (
  { deliveries }: Vault,
  { id, version, label }: SealedKey,
): Scope['deliveries'] =>
  deliveries
    .list()
    .filter(delivery => delivery.keyId === id && delivery.version === version)
    .map(({ destination, target, made, events }) => ({
      ...{ key: `${label}@${version}`, destination, target, delivered: made },
      outcome: events.at(-1)?.outcome ?? null,
    }))

function scopeOfBackupKey(vault: Vault, key: BackupKey): Scope {
  const { setId, generation, recipient } = key
  const places = backupKeysAnywhere(vault).filter(other => other.recipient === recipient)
  const event = vault.backupKeyEvents.of(recipient).findLast(({ occurred }) => occurred !== null)
  const subjects = new Set(places.map(at => `backup-key:${at.setId}/${at.generation}`))
  return {
    of: {
      ...{ kind: 'backup-key', setId, generation, fingerprint: recipientFingerprint(recipient) },
      places: places.map(at => ({ setId: at.setId, generation: at.generation })),
      current: places.some(({ state }) => state === 'current'),
    },
    mark: {
      state: stateOfBackupKey(vault, places.find(({ state }) => state === 'current') ?? key),
      occurred: event?.occurred ?? null,
      reason: event?.reason ?? null,
      recorded: event?.recorded ?? null,
    },
    takenOut: takenOut(vault, subject => subjects.has(subject)),
    backups: backupsFor(vault, new Set([recipient])),
    searches: searches(vault, new Set(places.map(at => at.setId)), event?.recorded ?? null),
    ...{ openings: [], deliveries: [], items: [] },
  }
}

/** Whoever opens a quorum opens everything that was ever sealed to it, and every backup for it or for those keys. */
function scopeOfQuorum(
  vault: Vault,
  { setId, recipient, threshold, count, ceremony }: Quorum,
  now: Date,
): Scope {
  const keys = vault.keys.of(setId)
  const backupKeys = vault.backupKeys.of(setId)
  const recipients = new Set([recipient, ...backupKeys.map(key => key.recipient)])
  const subjects = new Set([
    ...keys.map(({ id, version }) => `key:${id}/${version}`),
    ...backupKeysAnywhere(vault)
      .filter(key => recipients.has(key.recipient))
      .map(key => `backup-key:${key.setId}/${key.generation}`),
    `quorum:${setId}`,
  ])
  const title = vault.ceremonies.list().find(({ id }) => id === ceremony)?.title ?? ''
  return {
    of: {
      ...{ kind: 'quorum', setId, title, threshold, count },
      replacedBy: vault.replacements.of(setId)?.replacedBy ?? null,
    },
    mark: null,
    takenOut: takenOut(vault, subject => subjects.has(subject)),
    openings: vault.audit
      .named(['quorum.opened', 'reissue.opened'])
      .filter(({ subject }) => subject === `quorum:${setId}`)
      .map(({ time, actor }) => ({ time, by: actor })),
    deliveries: keys.flatMap(key => deliveriesOf(vault, key)),
    backups: backupsFor(vault, recipients),
    items: [
      ...backupKeys.map(key => ({
        kind: 'backup-key' as const,
        name: String(key.generation),
        state: stateOfBackupKey(vault, key),
      })),
      ...keys.map(key => ({
        kind: 'key' as const,
        name: `${key.label}@${key.version}`,
        state: stateToday(key, now),
      })),
    ],
    searches: searches(vault, new Set([setId]), null),
  }
}

const sealedAnywhere = ({ quorums, keys }: Vault): readonly SealedKey[] =>
  quorums.list().flatMap(({ setId }) => keys.of(setId))

const backupKeysAnywhere = ({ quorums, backupKeys }: Vault): readonly BackupKey[] =>
  quorums.list().flatMap(({ setId }) => backupKeys.of(setId))

/** By recipient: a set id and a number would miss what a re-issue took over. */
function backupsFor({ backups }: Vault, recipients: ReadonlySet<string>): Scope['backups'] {
  const all = backups.list()
  const opens = (backup: CataloguedBackup): boolean =>
    backup.recipients.some(recipient => recipients.has(recipient))
  return all.filter(opens).map(backup => {
    const { id, fileName, created, size, sha256, setId, generation } = backup
    const next = all.find(other => other.replaces === sha256 && !opens(other))
    const replacedBy =
      next === undefined ? null : { id: next.id, fileName: next.fileName, sha256: next.sha256 }
    const superseded = all.some(other => other.replaces === sha256 && opens(other))
    return { id, fileName, created, size, sha256, setId, generation, superseded, replacedBy }
  })
}

const WHAT = {
  'key.opened': 'key',
  'backup-key.opened': 'backup-key',
  'quorum.identity-opened': 'identity',
} as const

function takenOut(vault: Vault, isMeant: (subject: string) => boolean): readonly TakenOut[] {
  const labels = new Map(sealedAnywhere(vault).map(({ id, label }) => [id, label]))
  return vault.audit
    .named(Object.keys(WHAT))
    .filter(({ subject }) => isMeant(subject))
    .map(({ action, subject, time, actor, details }): TakenOut => {
      const what = WHAT[action as keyof typeof WHAT]
      const [id = '', number = ''] = idIn(subject).split('/')
      const { destination, although } = details as {
        readonly destination?: string
        readonly although?: TakenOut['although']
      }
      const name = what === 'key' ? `${labels.get(id) ?? id}@${number}` : number
      return {
        ...{ what, name, time, by: actor },
        ...{ destination: destination ?? null, although: although ?? null },
      }
    })
}

function searches(
  { audit }: Vault,
  sets: ReadonlySet<string>,
  since: string | null,
): Scope['searches'] {
  return audit
    .named(['backup.scanned'])
    .filter(({ subject, time }) => sets.has(setIdIn(subject)) && (since === null || time >= since))
    .map(({ time, actor, details }) => {
      const said = details as unknown as Omit<Scope['searches'][number], 'unlisted'> & {
        readonly unlisted?: number
      }
      const { places, files, opened, unread, unlisted = null } = said
      return { time, by: actor, places, files, opened, unread, unlisted }
    })
}
