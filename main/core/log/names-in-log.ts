import type { LogAction, LogNote } from '../../../shared/log-actions.ts'
import { idIn, setIdIn } from '../../../shared/log-subjects.ts'
import { type AuditEntry, noteIn } from './entry.ts'

/**
 * What people, quorums, cards, keys, backups and ceremonies are called, by what a log itself says of them: its
 * entries have ids. Nothing is decided by these names; they are for whoever reads or searches a log.
 */

/** Entries that name something. */
export const NAMING = [
  'people.founded',
  'person.added',
  'person.key-replaced',
  'ceremony.opened',
  'quorum.founded',
  'share.issued',
  'ceremony.closed',
  'key.added',
  'keys.rotated',
  'key.delivered',
  'kit.taken-in',
  'backup.created',
] as const satisfies readonly LogAction[]
type Naming = (typeof NAMING)[number]

const NAMES: ReadonlySet<string> = new Set(NAMING)

interface NamedKey {
  readonly id: string
  readonly version: number
  readonly label: string
}

export class NamesInLog {
  /** By subject, `person:…`, `quorum:…`. */
  readonly #names = new Map<string, string>()
  /** The quorums that a ceremony, a key or a backup is of, by subject. */
  readonly #quorums = new Map<string, readonly string[]>()
  /** Who had a key for signing, by the key. */
  readonly #holders = new Map<string, string>()

  /** Takes an entry, in the order of the log; one of another version names nothing. */
  take(entry: AuditEntry): void {
    if (!NAMES.has(entry.action)) return
    const note = noteIn(entry)
    if (note !== null) this.#take(note as LogNote<Naming>)
  }

  /** What a subject is called; null: the log does not say. */
  nameOf(subject: string): string | null {
    return this.#names.get(subject) ?? null
  }

  /** The subjects that an entry speaks of, as far as they have names: its own, and those in its details. */
  subjectsOf({ subject, details }: AuditEntry): readonly string[] {
    const ceremony = typeof details.ceremony === 'string' ? [`ceremony:${details.ceremony}`] : []
    const holder = typeof details.person === 'string' ? [`person:${details.person}`] : []
    return [subject, ...ceremony, ...holder]
  }

  /** The set ids of the quorums that an entry concerns. */
  quorumsOf({ subject, details }: AuditEntry): readonly string[] {
    const { ceremony, set, by, voided } = details
    const found = [
      ...(OF_QUORUM.test(subject) ? [setIdIn(subject)] : []),
      ...(this.#quorums.get(subject) ?? []),
      ...(typeof ceremony === 'string' ? (this.#quorums.get(`ceremony:${ceremony}`) ?? []) : []),
      ...[set, by].filter(isSetId),
      ...(Array.isArray(voided) ? voided.map(setOf).filter(isSetId) : []),
    ]
    return [...new Set(found)]
  }

  /** Who agreed to an entry beforehand, by name; a key that nobody had is left out. */
  signersOf({ details }: AuditEntry): readonly string[] {
    // A long log is gone through for these: a form that is none has none, and `verify` says so.
    const { by } = (details.agreed ?? {}) as { readonly by?: unknown }
    if (!Array.isArray(by)) return []
    return by.flatMap(one => this.#holders.get((one as { key?: string } | null)?.key ?? '') ?? [])
  }

  /** Everybody whom an entry concerns: who did it, who signed, whom it is about, whose card it is. */
  peopleOf(entry: AuditEntry): readonly string[] {
    const { actor, subject, details } = entry
    const { custodian, custodians, name, signers } = details
    const found = [
      ...[actor, custodian, subject.startsWith('person:') ? name : null],
      ...[custodians, signers].flatMap(list => (Array.isArray(list) ? list : [])),
      ...this.subjectsOf(entry)
        .filter(of => /^(?:person|share):/.test(of))
        .map(of => this.nameOf(of)),
      ...this.signersOf(entry),
    ]
    return [...new Set(found.filter(isText))]
  }

  #take(note: LogNote<Naming>): void {
    const { subject } = note
    switch (note.action) {
      case 'people.founded':
        for (const { id, name, key } of note.details.people) this.#person(`person:${id}`, name, key)
        return
      case 'person.added':
        this.#person(subject, note.details.name, note.details.key)
        return
      case 'person.key-replaced':
        this.#person(subject, this.nameOf(subject), note.details.key)
        return
      case 'ceremony.opened':
        this.#names.set(subject, note.details.title)
        return
      case 'quorum.founded': {
        const ceremony = `ceremony:${note.details.ceremony}`
        this.#quorums.set(ceremony, [...(this.#quorums.get(ceremony) ?? []), idIn(subject)])
        this.#call(subject, this.nameOf(ceremony))
        return
      }
      case 'share.issued':
        this.#names.set(subject, note.details.custodian)
        return
      case 'ceremony.closed':
        for (const key of note.details.keys) this.#key(key, note.details.set)
        return
      case 'key.added':
        this.#names.set(subject, note.details.label)
        this.#quorums.set(subject, [note.details.set])
        return
      case 'keys.rotated':
        for (const key of note.details.keys) this.#key(key, idIn(subject))
        return
      case 'key.delivered': {
        const { delivery, label, destination, others, otherDeliveries } = note.details
        const [id = '', version] = idIn(subject).split('/')
        const all = [{ id, version: Number(version), label }, ...others]
        for (const [i, key] of all.entries()) {
          const named = `delivery:${i === 0 ? delivery : otherDeliveries[i - 1]}`
          this.#names.set(named, `${key.label}@${key.version} to ${destination}`)
          this.#quorums.set(named, this.#quorums.get(`key:${key.id}/${key.version}`) ?? [])
        }
        return
      }
      case 'kit.taken-in':
        this.#takeQuorum(idIn(subject), note.details.quorum)
        return
      case 'backup.created':
        this.#call(subject, note.details.fileName ?? null)
        this.#quorums.set(subject, [note.details.set])
    }
  }

  #takeQuorum(setId: string, quorum: LogNote<'kit.taken-in'>['details']['quorum']): void {
    if (quorum === undefined) return
    this.#names.set(`quorum:${setId}`, quorum.title)
    for (const { index, custodian } of quorum.shares) {
      this.#names.set(`share:${setId}/${index}`, custodian)
    }
    for (const key of quorum.keys) this.#key(key, setId)
  }

  #key({ id, version, label }: NamedKey, setId: string): void {
    const subject = `key:${id}/${version}`
    this.#names.set(subject, label)
    this.#quorums.set(subject, [setId])
  }

  #person(subject: string, name: string | null, key: string): void {
    this.#call(subject, name)
    if (name !== null) this.#holders.set(key, name)
  }

  #call(subject: string, name: string | null): void {
    if (name !== null) this.#names.set(subject, name)
  }
}

/** Subjects that begin with a set id. */
const OF_QUORUM = /^(?:quorum|share|backup-key):[0-9a-f]{10}(?:\/|$)/

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
const isSetId = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{10}$/.test(value)
const setOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? (value as { readonly set?: unknown }).set : null
