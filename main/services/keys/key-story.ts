import type { Output } from '../../../shared/contract.ts'
import type { LogNote } from '../../../shared/log-actions.ts'
import { idIn, setIdIn } from '../../../shared/log-subjects.ts'
import { type AuditEntry, NAMING, NamesInLog, noteIn } from '../../core/log/index.ts'
import type { Vault } from '../../vault/index.ts'

/** What the log tells of a key: when it was made, what became of it, where it went, and by whom. */

export type KeyStoryEvent = Output<'keys.show'>['events'][number]

/** Entries that tell of keys. */
const TELLING = [
  ...(['ceremony.closed', 'kit.taken-in', 'key.added', 'keys.rotated'] as const),
  ...(['key.activated', 'key.suspended', 'key.resumed', 'key.retired'] as const),
  ...(['key.compromised', 'key.destroyed', 'key.opened', 'key.delivered'] as const),
  'quorum.compromised',
] as const

/** What an entry tells of one version, beside when and by whom. */
type Told = Pick<KeyStoryEvent, 'what' | 'version'> &
  Partial<Pick<KeyStoryEvent, 'state' | 'reason' | 'occurred' | 'destination'>>

/** Everything that became of a key, the newest first. After a re-issue its versions are made anew for no quorum. */
export function storyOf(vault: Vault, id: string): KeyStoryEvent[] {
  const names = namesOf(vault)
  const made = new Set<number>()
  return vault.audit
    .named(TELLING)
    .flatMap(entry => {
      const note = noteIn(entry) as LogNote<(typeof TELLING)[number]> | null
      return (note === null ? [] : toldOf(note, id)).flatMap((told): KeyStoryEvent[] => {
        if (told.what === 'made' && made.has(told.version)) return []
        if (told.what === 'made') made.add(told.version)
        return [{ ...NOTHING, ...told, ...byWhom(entry, names) }]
      })
    })
    .toReversed()
}

const NOTHING = { state: null, reason: null, occurred: null, destination: null }

/** Who did what an entry says, and who signed for it, each once. */
export const byWhom = (entry: AuditEntry, names: NamesInLog) => ({
  ...{ time: entry.time, entry: entry.sequence },
  people: [...new Set([...names.signersOf(entry), entry.actor])],
})

export function namesOf({ audit }: Vault): NamesInLog {
  const names = new NamesInLog()
  for (const entry of audit.named(NAMING)) names.take(entry)
  return names
}

function toldOf(note: LogNote<(typeof TELLING)[number]>, id: string): Told[] {
  const { subject } = note
  const [of = '', numbered] = idIn(subject).split('/')
  const version = Number(numbered)
  switch (note.action) {
    case 'ceremony.closed':
      return madeIn(note.details.keys, id)
    case 'kit.taken-in':
      return madeIn(note.details.quorum?.keys ?? [], id)
    case 'keys.rotated':
      return [
        ...note.details.retired
          .filter(key => key.id === id)
          .map(
            (key): Told => ({
              ...{ what: 'changed', version: key.version },
              ...{ state: 'deactivated', reason: 'superseded' },
            }),
          ),
        ...madeIn(note.details.keys, id),
      ]
    case 'key.added':
      return of === id ? [{ what: 'made', version }] : []
    case 'key.opened': {
      const { destination = null } = note.details
      return of === id ? [{ what: 'opened', version, destination }] : []
    }
    case 'key.delivered': {
      const { destination: system, target, others } = note.details
      const destination = target === null ? system : `${system} (${target})`
      return [{ id: of, version }, ...others]
        .filter(key => key.id === id)
        .map((key): Told => ({ what: 'delivered', version: key.version, destination }))
    }
    case 'key.compromised': {
      const { to: state, reason, occurred } = note.details
      return of === id ? [{ what: 'changed', version, state, reason, occurred }] : []
    }
    case 'quorum.compromised': {
      const { keys, reason } = note.details
      return keys
        .filter(key => key.id === id)
        .map(
          (key): Told => ({
            ...{ what: 'changed', version: key.version, state: key.to, reason },
            occurred: key.occurred,
          }),
        )
    }
    default: {
      const { to: state, reason } = note.details
      return of === id ? [{ what: 'changed', version, state, reason }] : []
    }
  }
}

const madeIn = (
  keys: readonly { readonly id: string; readonly version: number }[],
  id: string,
): Told[] =>
  keys.filter(key => key.id === id).map(({ version }) => ({ what: 'made' as const, version }))

/** The backup keys of a quorum: who made each by itself, and where its identity was taken out to. */
export function backupKeyStories(vault: Vault, setId: string) {
  const names = namesOf(vault)
  const entries = vault.audit
    .named(['backup-key.rotated', 'backup-key.opened'])
    .filter(({ subject }) => setIdIn(subject) === setId)
  return (generation: number) => {
    const own = entries.filter(({ subject }) => Number(idIn(subject).split('/')[1]) === generation)
    const [made] = own.filter(({ action }) => action === 'backup-key.rotated')
    return {
      people: made === undefined ? [] : byWhom(made, names).people,
      opened: own
        .filter(({ action }) => action === 'backup-key.opened')
        .map(entry => {
          const { time, people } = byWhom(entry, names)
          const { destination } = entry.details
          return { time, people, destination: typeof destination === 'string' ? destination : null }
        })
        .toReversed(),
    }
  }
}
