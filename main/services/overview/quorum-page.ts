import type { Output } from '../../../shared/contract.ts'
import { keptPlan } from '../../core/ceremony/index.ts'
import { type Kit, parseKit } from '../../core/kit/index.ts'
import type { Quorum, Vault } from '../../vault/index.ts'
import { quorumShares } from '../custody/index.ts'
import { nextChecks } from '../drill/index.ts'
import { stateOfBackupKey } from '../keys/index.ts'
import type { VoidCard } from '../vaults/index.ts'
import { type Attention, attentionFor } from './attention.ts'
import { backupFactsIn, quorumFacts, vaultKeyFacts } from './overview.ts'

/** All that a vault knows of one quorum, as a page of its own. */

export type QuorumPage = Output<'quorum.show'>
type PageCard = QuorumPage['cards'][number]

/** More is nothing a person looks through. */
const MOST_BACKUPS = 50
const MOST_DRILLS = 1000

/** @throws VAULT_UNKNOWN */
export function quorumPageIn(vault: Vault, setId: string, now: Date): QuorumPage {
  const quorum = vault.quorums.get(setId)
  const register = quorumShares(vault, quorum)
  const cards = cardsOf(vault, quorum, register.shares, now)
  const catalogue = vault.backups.list()
  const backups = catalogue.filter(backup => backup.setId === setId)
  const kit = vault.kits.kitOf(setId)
  const ceremony = vault.ceremonies.get(quorum.ceremony)
  const before = vault.replacements.list().find(({ replacedBy }) => replacedBy === setId)
  const current = vault.backupKeys.currentOf(setId)?.generation
  return {
    ...quorumFacts(vault, quorum),
    organisation:
      kit === null
        ? (keptPlan(ceremony.plan)?.organisation ?? null)
        : kitOf(kit).quorum.organisation,
    recipient: quorum.recipient,
    founded: ceremony.state === 'closed' ? ceremony.ended : null,
    replaces: before === undefined ? null : related(vault, before.setId),
    replacedBy: register.replacedBy === null ? null : related(vault, register.replacedBy),
    ...{ cards, left: register.left },
    kit: kit && { revision: kit.revision, created: kit.created, digest: kit.digest },
    backupKeys: vault.backupKeys.of(setId).map(key => ({
      ...{ generation: key.generation, created: key.created },
      ...{ isCurrent: key.generation === current, state: stateOfBackupKey(vault, key) },
    })),
    keys: vault.keys.of(setId).map(key => vaultKeyFacts(key, now)),
    backups: backups.slice(-MOST_BACKUPS).reverse().map(backupFactsIn(catalogue)),
    backupCount: backups.length,
    ceremonies: ceremoniesOf(vault, quorum, register.replacedBy),
    drills: vault.drills
      .list()
      .filter(drill => drill.setId === setId)
      .slice(-MOST_DRILLS)
      .reverse()
      .map(drill => ({ ...drill, shares: drill.shares.map(share => ({ ...share })) })),
    nextDrill: register.nextDrill,
    interval: vault.drills.interval(),
    toDo: toDoFor(vault, quorum, cards, now),
  }
}

const kitOf = ({ bytes }: { readonly bytes: Uint8Array }): Kit => parseKit(bytes)

const related = (vault: Vault, setId: string): NonNullable<QuorumPage['replaces']> => ({
  setId,
  title: vault.ceremonies.get(vault.quorums.get(setId).ceremony).title,
})

/** Cards of a quorum that opens nothing any more, or nothing yet, need no look. */
function cardsOf(
  vault: Vault,
  { setId, state }: Quorum,
  shares: ReturnType<typeof quorumShares>['shares'],
  now: Date,
): PageCard[] {
  const checks = state === 'in-force' ? nextChecks(vault, setId) : new Map<number, string>()
  return shares.map(share => {
    const due = checks.get(share.index) ?? null
    return {
      ...share,
      ...{ due, isDue: due !== null && due <= now.toISOString() },
      isDestroyed: share.destroyed !== null,
    }
  })
}

/** What made it, and what replaced it. */
function ceremoniesOf(
  vault: Vault,
  quorum: Quorum,
  replacedBy: string | null,
): QuorumPage['ceremonies'] {
  const facts = (id: string, what: QuorumPage['ceremonies'][number]['what']) => {
    const { title, state, opened, ended, reason } = vault.ceremonies.get(id)
    return { id, title, state, opened, ended, reason, what }
  }
  const isImported = keptPlan(vault.ceremonies.get(quorum.ceremony).plan) === null
  const made = facts(quorum.ceremony, isImported ? 'imported' : 'made')
  if (replacedBy === null) return [made]
  const { ceremony } = vault.quorums.get(replacedBy)
  return [facts(ceremony, 'replaced'), made]
}

const OF_KEYS = ['key-expires', 'key-expired', 'key-rotate', 'key-reading-ends'] as const
type OfKey = Extract<Attention, { kind: (typeof OF_KEYS)[number] }>
const isOfKey = (it: Attention): it is OfKey => OF_KEYS.some(kind => kind === it.kind)

/** What of the vault's matters is this quorum's, and what its cards need. */
function toDoFor(
  vault: Vault,
  { setId, state, ceremony }: Quorum,
  cards: readonly PageCard[],
  now: Date,
): Attention[] {
  const keys = new Set(vault.keys.of(setId).map(key => key.id))
  const ours = attentionFor(vault, now).filter(
    it =>
      ('setId' in it && it.setId === setId) ||
      (it.kind === 'ceremony-interrupted' && it.ceremony === ceremony) ||
      (isOfKey(it) && state !== 'replaced' && keys.has(it.id)),
  )
  const named = (of: readonly PageCard[]): VoidCard[] =>
    of.map(({ index, custodian }) => ({ setId, index, custodian }))
  const left = state === 'replaced' ? cards.filter(card => !card.isDestroyed) : []
  const lost = state === 'in-force' ? cards.filter(card => card.place === null) : []
  return [
    ...ours,
    ...(left.length > 0 ? [{ kind: 'cards-to-destroy', setId, shares: named(left) } as const] : []),
    ...(lost.length > 0 ? [{ kind: 'places-unknown', setId, shares: named(lost) } as const] : []),
  ]
}
