import { refuse } from '../../../shared/errors.ts'
import type { KeyState } from '../../../shared/key-life.ts'
import { idIn, setIdIn } from '../../../shared/log-subjects.ts'
import type { CertifiedCopy } from '../../core/destruction/index.ts'
import { type AuditEntry, NamesInLog, noteIn } from '../../core/log/index.ts'
import type { Vault } from '../../vault/index.ts'
import { type NamedItem, nameOf } from './named-item.ts'

/** That something was destroyed here, as the log says it. */
export interface Destroyed {
  readonly entry: AuditEntry
  readonly from: KeyState
  readonly state: 'destroyed' | 'destroyed-compromised'
  readonly recorded: string
  readonly reason: CertifiedDestruction['reason']
  readonly method: CertifiedDestruction['method']
  readonly signers: readonly string[]
  /** The kits out of which it was taken. */
  readonly kits: readonly { readonly set: string; readonly revision: number }[]
  /** The digest of the kit with its tombstone; null: no quorum in force had it. */
  readonly tombstoneKit: string | null
}
type CertifiedDestruction = Extract<
  NonNullable<ReturnType<typeof noteIn>>,
  { readonly action: 'key.destroyed' }
>['details']

/** The entry in which something was destroyed; null: it was not. */
export function destroyedIn(vault: Vault, { subject, item }: NamedItem): Destroyed | null {
  const found = vault.audit.named(['key.destroyed']).flatMap(entry => {
    const note = noteIn(entry)
    if (note?.action !== 'key.destroyed') return []
    const isIt =
      item.kind === 'key' ? note.subject === subject : note.details.recipient === item.recipient
    return isIt ? [{ entry, details: note.details }] : []
  })
  const [first] = found
  if (first === undefined) return null
  const { entry, details } = first
  const { from, reason, method, kits, kit } = details
  return {
    ...{ entry, recorded: entry.time, from, reason, method, kits, tombstoneKit: kit },
    state: details.to === 'destroyed' ? 'destroyed' : 'destroyed-compromised',
    signers: namesIn(vault).signersOf(entry),
  }
}

/** @throws NOT_DESTROYED */
export function requireDestroyed(vault: Vault, named: NamedItem): Destroyed {
  const destroyed = destroyedIn(vault, named)
  if (destroyed === null) throw refuse('NOT_DESTROYED', { item: nameOf(named) })
  return destroyed
}

function namesIn({ audit }: Vault): NamesInLog {
  const names = new NamesInLog()
  for (const entry of audit.entries()) names.take(entry)
  return names
}

/** A copy of something outside the vault, as far as the log knows of it. */
export interface KnownCopy extends CertifiedCopy {
  /** By which it is accounted for: `kit:…`, `export:…`, `delivery:…`, `identity:…`, `vault-copies`, `other:…`. */
  readonly copy: string
}

/** The generic place: whoever copied the vault's file copied what was sealed in it. */
const VAULT_COPIES = 'vault-copies'

/**
 * Every copy that is known of, the kits first, and what people have said of it. Nothing is known of copies that
 * nobody recorded.
 */
export function copiesOf(vault: Vault, named: NamedItem): readonly KnownCopy[] {
  const known = [
    ...kitCopies(vault, named, destroyedIn(vault, named)),
    ...exportsOf(vault, named),
    ...deliveriesOf(vault, named),
    ...identities(vault, named),
  ]
  const places = [
    ...known,
    { copy: VAULT_COPIES, kind: VAULT_COPIES, what: VAULT_COPIES, where: null } as const,
  ]
  const accounted = new Map(
    vault.destructions.copiesOf(named.subject).map(line => [line.copy, line]),
  )
  const all = places.map(place => ({ ...place, ...fateOf(accounted.get(place.copy)) }))
  const names = new Set(places.map(({ copy }) => copy))
  const others = [...accounted.values()].filter(({ copy }) => !names.has(copy))
  return [
    ...all,
    ...others.map(line => ({
      ...({ copy: line.copy, kind: 'other', what: line.copy, where: null } as const),
      ...fateOf(line),
    })),
  ]
}

type Place = Pick<KnownCopy, 'copy' | 'kind' | 'what' | 'where'>
type Accounted = ReturnType<Vault['destructions']['copiesOf']>[number]

const fateOf = (
  line: Accounted | undefined,
): Pick<CertifiedCopy, 'fate' | 'by' | 'serial' | 'recorded'> => ({
  fate: line?.fate ?? null,
  by: line?.by ?? null,
  serial: line?.serial ?? null,
  recorded: line?.recorded ?? null,
})

/** Kits that had its sealed bytes: each may have been copied, printed to files, taken along. */
function kitCopies(
  vault: Vault,
  { item, key }: NamedItem,
  before: Destroyed | null,
): readonly Place[] {
  const had = before === null ? vault.destructions.traces(item).kits : before.kits
  return quorumsThatHadIt(vault, item).flatMap(set => {
    const kits = vault.kits.revisionsOf(set)
    const first = kits.findIndex(({ created }) => created >= key.created)
    const tombstone = kits.findIndex(({ digest }) => digest === before?.tombstoneKit)
    const last = tombstone === -1 ? kits.length : tombstone
    return kits.flatMap(({ revision, digest, bytes, created }, i): Place[] => {
      const isKnown = had.some(kit => kit.set === set && kit.revision === revision)
      // Another destruction left its digest alone: every kit since the item was made had it.
      const isEmptied = bytes === null && first !== -1 && i >= first && i < last
      if (!isKnown && !isEmptied) return []
      const where = `set ${set}, revision ${revision}, ${created}`
      return [{ copy: `kit:${digest}`, kind: 'kit', what: digest, where }]
    })
  })
}

/** What was taken out of the vault's quorums in the open. */
function exportsOf(vault: Vault, { subject, item }: NamedItem): readonly Place[] {
  const sets = new Set(quorumsThatHadIt(vault, item))
  return vault.audit.named(['key.opened', 'backup-key.opened']).flatMap(entry => {
    const isIt =
      item.kind === 'key'
        ? entry.subject === subject
        : entry.action === 'backup-key.opened' &&
          sets.has(setIdIn(entry.subject)) &&
          isGeneration(vault, entry.subject, item.recipient)
    return isIt ? [place('export', entry)] : []
  })
}

function isGeneration(vault: Vault, subject: string, recipient: string): boolean {
  const [set = '', generation] = idIn(subject).split('/')
  return vault.backupKeys
    .of(set)
    .some(key => key.recipient === recipient && String(key.generation) === generation)
}

/** Where a key was handed to, and what is there. */
const deliveriesOf = ({ deliveries }: Vault, { item }: NamedItem): readonly Place[] =>
  item.kind === 'key'
    ? deliveries
        .list()
        .filter(({ keyId, version }) => keyId === item.id && version === item.version)
        .map(({ id, destination, target }) => ({
          ...({ copy: `delivery:${id}`, kind: 'delivery', what: `delivery ${id}` } as const),
          where: target === null ? destination : `${destination}, ${target}`,
        }))
    : []

/** The identities of quorums that were taken out: each opens whatever copy remains. */
function identities(vault: Vault, { item }: NamedItem): readonly Place[] {
  const sets = new Set(quorumsThatHadIt(vault, item))
  return vault.audit
    .named(['quorum.identity-opened'])
    .filter(({ subject }) => sets.has(setIdIn(subject)))
    .map(entry => place('identity', entry))
}

function place(kind: 'export' | 'identity', { sequence, details }: AuditEntry): Place {
  const { destination } = details
  const where = typeof destination === 'string' && destination !== '' ? destination : null
  return { copy: `${kind}:${sequence}`, kind, what: `entry ${sequence}`, where }
}

/** The set ids of every quorum that it was ever sealed to, the oldest first. */
export const quorumsThatHadIt = (
  { quorums, keys, backupKeys }: Vault,
  item: NamedItem['item'],
): readonly string[] =>
  quorums
    .list()
    .map(({ setId }) => setId)
    .filter(set =>
      item.kind === 'key'
        ? keys.of(set).some(({ id, version }) => id === item.id && version === item.version)
        : backupKeys.of(set).some(({ recipient }) => recipient === item.recipient),
    )
