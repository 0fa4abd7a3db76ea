import type { Output } from '../../../shared/contract.ts'
import { setIdIn, shareIn } from '../../../shared/log-subjects.ts'
import { keptPlan, type Plan } from '../../core/ceremony/index.ts'
import type { AuditEntry } from '../../core/log/index.ts'
import { hashWords } from '../../core/text/index.ts'
import type { Vault } from '../../vault/index.ts'
import { cardsToDestroy } from '../vaults/index.ts'
import { quorumFacts } from './overview.ts'

/** What a vault knows of a past ceremony, as a page of its own. */

export type CeremonyPage = Output<'ceremony.show'>

/** What is done in a ceremony. */
const ACTIONS = [
  'ceremony.opened',
  'reissue.opened',
  'quorum.founded',
  'share.issued',
  'share.read-back',
  'quorum.reissued',
  'ceremony.closed',
  'ceremony.voided',
  'kit.taken-in',
] as const

/** @throws VAULT_UNKNOWN */
export function ceremonyPageIn(vault: Vault, id: string): CeremonyPage {
  const { title, state, opened, ended, reason, planHash, plan: kept } = vault.ceremonies.get(id)
  const [quorum = null] = vault.quorums.ofCeremony(id)
  const plan = keptPlan(kept)
  const steps = stepsOf(vault, id)
  const closing = steps.find(({ action }) => action === 'ceremony.closed')
  const record = closing && detailsOf(closing).record
  const hasKit = quorum !== null && vault.kits.kitOf(quorum.setId) !== null
  const old = plan?.replaces
  return {
    ...{ id, title, state, opened, ended, reason },
    isImport: plan === null,
    planHash,
    planWords: hashWords(planHash),
    plan: plan && planFacts(plan),
    quorum: quorum && pick(quorumFacts(vault, quorum)),
    replaces: old === undefined ? null : { setId: old, title: titleOf(vault, old) },
    record: typeof record === 'string' ? { hash: record, words: hashWords(record) } : null,
    steps: steps.map(entry => stepFacts(vault, entry)),
    destroy: state === 'void' ? [...cardsToDestroy(vault, id)] : [],
    pages: [
      ...(plan === null ? [] : (['plan'] as const)),
      ...(hasKit ? (['register', 'recovery-sheet'] as const) : []),
    ],
  }
}

const pick = ({
  setId,
  state,
  fingerprint,
  title,
}: ReturnType<typeof quorumFacts>): NonNullable<CeremonyPage['quorum']> => ({
  ...{ setId, state, fingerprint, title },
})

/** The plan of a re-issue may name a quorum that this vault has never had. */
function titleOf(vault: Vault, setId: string): string {
  const quorum = vault.quorums.list().find(other => other.setId === setId)
  return quorum === undefined ? setId : vault.ceremonies.get(quorum.ceremony).title
}

function planFacts(plan: Plan): NonNullable<CeremonyPage['plan']> {
  const { organisation, quorum, people, keys, imports, leaveOut = [] } = plan
  const { threshold, custodians, identity, kdf } = quorum
  return {
    ...{ organisation, threshold, identity, kdf },
    custodians: [...custodians],
    leaveOut: [...leaveOut],
    people:
      people === undefined
        ? null
        : {
            administrators: [...people.administrators],
            witnesses: [...people.witnesses],
            recoveryOfficers: [...people.recoveryOfficers],
          },
    keys: keys.map(({ expires = null, ...key }) => ({ ...key, expires })),
    imports: imports.map(({ label, purpose }) => ({ label, purpose })),
  }
}

/** The entries of the log that are of this ceremony, in order. */
function stepsOf(vault: Vault, id: string): AuditEntry[] {
  const sets = new Set(vault.quorums.ofCeremony(id).map(({ setId }) => setId))
  return vault.audit.named(ACTIONS).filter(entry => {
    const { action, subject } = entry
    const details = detailsOf(entry)
    switch (action) {
      case 'reissue.opened':
        return details.ceremony === id
      case 'quorum.reissued':
        return typeof details.by === 'string' && sets.has(details.by)
      case 'ceremony.opened':
      case 'ceremony.closed':
      case 'ceremony.voided':
        return subject === `ceremony:${id}`
      default:
        return sets.has(setIdIn(subject))
    }
  })
}

/** What somebody changed in the file may have no details left. */
const detailsOf = ({ details }: AuditEntry): AuditEntry['details'] => details ?? {}

function stepFacts(
  vault: Vault,
  { sequence, time, actor, action, subject, signature }: AuditEntry,
): CeremonyPage['steps'][number] {
  return {
    ...{ sequence, time, actor, action },
    card: cardIn(vault, subject),
    signed: signature !== undefined,
  }
}

function cardIn(vault: Vault, subject: string): CeremonyPage['steps'][number]['card'] {
  if (!subject.startsWith('share:')) return null
  const { setId, index } = shareIn(subject as `share:${string}/${number}`)
  const share = vault.shareRegister.of(setId).find(other => other.index === index)
  return share === undefined ? null : { index, custodian: share.custodian }
}
