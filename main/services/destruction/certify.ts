import {
  type Certificate,
  certificateHash,
  type Limit,
  newCertificate,
} from '../../core/destruction/index.ts'
import { noteIn } from '../../core/log/index.ts'
import { waiversOf } from '../../core/people/index.ts'
import type { BackupKeyEvent, Vault } from '../../vault/index.ts'
import { quorumLeft } from '../keys/index.ts'
import type { SignedChange } from '../people/index.ts'
import { requireNote } from './destroyed-cards.ts'
import type { NamedItem } from './named-item.ts'
import { copiesOf, type Destroyed, quorumsThatHadIt, requireDestroyed } from './what-is-known.ts'

export interface Issuing {
  readonly observer: string | null
  readonly software: string
  readonly now: Date
}

/**
 * The certificate of a destruction, as the vault's log knows it now; nobody has signed it.
 *
 * @throws NOT_DESTROYED, DESTRUCTION_NOTE
 */
export function draftCertificate(
  vault: Vault,
  named: NamedItem,
  { observer, software, now }: Issuing,
): Certificate {
  if (observer !== null) requireNote('observer', observer)
  const destroyed = requireDestroyed(vault, named)
  const { entry, recorded, state, reason, method, signers } = destroyed
  const states = statesOf(vault, named, destroyed)
  const authority = vault.people.authority()
  const quorums = quorumsThatHadIt(vault, named.item).map(set => quorumLeft(vault, set))
  return newCertificate({
    organisation: organisationOf(vault, named),
    issued: now.toISOString(),
    ...{ software, observer, quorums },
    item: itemFacts(named),
    states,
    destroyed: {
      recorded,
      entry: entry.sequence,
      state: states.at(-1)?.to === 'destroyed-compromised' ? 'destroyed-compromised' : state,
      reason,
      method,
      signers,
    },
    verified: verifiedIn(vault, named),
    copies: copiesOf(vault, named).map(({ copy: _, ...certified }) => certified),
    limits: limitsOf(named),
    profile: authority?.profile ?? null,
    policy: authority?.policy.number ?? null,
    waivers: authority === null ? [] : waiversOf(authority),
    people: vault.people
      .list()
      .filter(
        ({ state: is, roles }) =>
          is === 'active' && roles.some(role => role === 'administrator' || role === 'witness'),
      )
      .map(({ id, name, roles, publicKey }) => ({ id, name, roles, key: publicKey })),
    log: vault.audit.id(),
    audit: vault.audit.head(),
  })
}

/** A certificate that people sign, and the entry that records it. */
export function certification(
  vault: Vault,
  { subject }: NamedItem,
  draft: Certificate,
  told: (signed: Certificate) => void,
): SignedChange {
  const certificate = certificateHash(draft)
  return {
    unsigned: 'administrator',
    deed: { action: 'destruction.certify', terms: { subject, certificate } },
    carryOut: ({ actor }) => {
      // A crash after the destruction may have left something; a look that found all well has nothing to add.
      if (draft.verified === null) vault.destructions.scrub()
      vault.destructions.certified({ actor, item: subject, certificate })
      const agreed = typeof actor === 'string' ? null : (actor.agreed ?? null)
      told({ ...draft, signatures: agreed })
    },
  }
}

/**
 * What became of it, to the end. The events of a backup key go on as if it were not destroyed: that it is found
 * compromised after its destruction is told here.
 */
function statesOf(vault: Vault, { item }: NamedItem, destroyed: Destroyed): Certificate['states'] {
  if (item.kind === 'key') {
    return vault.keyEvents
      .of(item.id, item.version)
      .map(({ recorded, from, to, reason, occurred }) => ({ recorded, from, to, reason, occurred }))
  }
  const { recorded, from, state, reason } = destroyed
  const events = vault.backupKeyEvents
    .of(item.recipient)
    .map(event => ({ ...about(event), reason: event.reason, occurred: event.occurred }))
  const end = { recorded, from, to: state, reason, occurred: null }
  if (state === 'destroyed-compromised') return [...events, end]
  const isLater = ({ to }: { readonly to: string }): boolean => to === 'compromised'
  const later = { from: 'destroyed', to: 'destroyed-compromised' } as const
  return [
    ...events.filter(event => !isLater(event)),
    end,
    ...events.filter(isLater).map(event => ({ ...event, ...later })),
  ]
}

const about = ({ recorded, from, to }: BackupKeyEvent) => ({ recorded, from, to })

function itemFacts(named: NamedItem): Certificate['item'] {
  if (named.kind === 'backup-key') {
    const { generation, recipient, created } = named.key
    return { kind: 'backup-key', generation, recipient, created }
  }
  const { id, version, kind, label, purpose, bits, fingerprint, kcv, created } = named.key
  const { algorithm, activates, expires, processUntil } = named.key
  return {
    ...{ kind, id, version, label, purpose, bits, fingerprint, checkValue: kcv, created },
    ...{ algorithm, activates, protectUntil: expires, processUntil },
  }
}

/** How the files of the vault were found; of several looks the last. */
export function verifiedIn(vault: Vault, { subject }: NamedItem): Certificate['verified'] {
  const entry = vault.audit
    .named(['destruction.checked'])
    .findLast(found => found.subject === subject)
  const note = entry && noteIn(entry)
  if (entry === undefined || note?.action !== 'destruction.checked') return null
  const { copies, found } = note.details
  const named = (gone: boolean): string[] =>
    copies.filter(copy => copy.gone === gone).map(({ name }) => name)
  return {
    recorded: entry.time,
    ...{ copiesRemoved: named(true), copiesLeft: named(false), foundIn: [...found] },
  }
}

const limitsOf = ({ kind }: NamedItem): readonly Limit[] => [
  'earlier-contents-of-media',
  'copies-unknown',
  'passphrase-in-memory',
  ...(kind === 'backup-key' ? (['backups-open-by-quorum'] as const) : []),
]

function organisationOf(vault: Vault, { setId }: NamedItem): string | null {
  const { plan } = vault.ceremonies.get(vault.quorums.get(setId).ceremony)
  const { organisation } = (plan ?? {}) as { readonly organisation?: unknown }
  return typeof organisation === 'string' ? organisation : null
}
