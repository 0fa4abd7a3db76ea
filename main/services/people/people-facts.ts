import type { Output } from '../../../shared/contract.ts'
import { ACTIONS } from '../../../shared/deeds.ts'
import { refuse } from '../../../shared/errors.ts'
import type { Profile } from '../../../shared/roles.ts'
import { formatFingerprint } from '../../core/kit/index.ts'
import {
  type Authority,
  apartIn,
  isAvailable,
  missingSigners,
  NEWEST_POLICY,
  needsOf,
  reliefOf,
  requirementOf,
  type Signatory,
  waiversOf,
  wouldCount,
} from '../../core/people/index.ts'
import { hashWords } from '../../core/text/index.ts'
import { MOST_FAILURES, type Vault, type VaultPerson } from '../../vault/index.ts'
import type { Approval } from './approvals.ts'
import type { Present } from './attendance.ts'
import { secondsToWait } from './sign-in.ts'

/** People, policy and approvals, as the window and the command line show them. */

export type PeopleFacts = Output<'people.list'>
export type PolicyFacts = Output<'policy.show'>
export type ApprovalFacts = Output<'approval.ask'>

export function peopleFacts(
  vault: Vault,
  present: readonly Present[],
  uptime: number,
): PeopleFacts {
  const authority = vault.people.authority()
  const custody = vault.people.custody()
  const inForce = new Set(
    vault.quorums.list().flatMap(({ setId, state }) => (state === 'in-force' ? [setId] : [])),
  )
  return {
    profile: authority?.profile ?? null,
    oldPolicy: oldPolicyIn(vault),
    waivers: authority === null ? [] : waiversOf(authority),
    people: vault.people.list().map(person => ({
      ...personFacts(person, uptime),
      present: present.find(({ id }) => id === person.id)?.since ?? null,
      shares: custody
        .filter(({ person: holder, setId }) => holder === person.id && inForce.has(setId))
        .map(({ setId, index, bag }) => ({ setId, index, bag })),
    })),
  }
}

/** The number of a vault's policy, where there is a later one: by it fewer things are bound and signed for. */
export function oldPolicyIn({ people }: Vault): number | null {
  const number = people.authority()?.policy.number ?? null
  return number === null || number >= NEWEST_POLICY.number ? null : number
}

function personFacts(person: VaultPerson, uptime: number) {
  const { id, name, contact, roles, state, added, publicKey, keyCreated, kind, failed } = person
  return {
    ...{ id, name, contact, roles: [...roles], state, added },
    key: { fingerprint: formatFingerprint(publicKey), since: keyCreated, by: kind },
    attempts: {
      failed,
      wait: secondsToWait(person, uptime),
      locked: failed >= MOST_FAILURES,
    },
  }
}

/** The policy of today, for one profile. */
export const policyFacts = (profile: Profile): PolicyFacts =>
  factsOf({ profile, policy: NEWEST_POLICY })

/** The policy in force in a vault. @throws PEOPLE_NONE */
export function policyFactsIn(vault: Vault): PolicyFacts {
  const authority = vault.people.authority()
  if (authority === null) throw refuse('PEOPLE_NONE', {})
  return factsOf(authority)
}

const factsOf = ({ profile, policy }: Authority): PolicyFacts => ({
  profile,
  number: policy.number,
  waivers: waiversOf({ profile, policy }),
  actions: ACTIONS.map(action => ({
    action,
    needs: needsOf(requirementOf(action, { profile, policy })),
    waiver: profile === 'small-team' ? (reliefOf(action, policy)?.waiver ?? null) : null,
    available: isAvailable(action),
  })),
  apart: apartIn(profile).map(({ roles, why }) => ({ roles: [...roles], why })),
})

export function approvalFacts(
  vault: Vault,
  approval: Approval,
  present: readonly Signatory[],
): ApprovalFacts {
  const { id, deed, name, hash, ends, statement, signatures } = approval
  const signed = signatures.map(({ person }) => person)
  const authority = vault.people.authority() ?? { profile: 'strict', policy: NEWEST_POLICY }
  const missing = missingSigners(deed.action, authority, signed, present)
  return {
    ...{ id, deed, name, hash, missing },
    words: hashWords(hash),
    asked: statement.asked,
    ends: ends.toISOString(),
    signed: signed.map(person => ({
      ...{ person: person.id, name: person.name, roles: [...person.roles] },
    })),
    next: vault.people
      .list()
      .filter(({ state }) => state === 'active')
      .filter(person => wouldCount(person, deed.action, authority, signed, present))
      .map(person => person.id),
    satisfied: missing.length === 0,
  }
}

/** Who is in the room. */
export const presentFacts = (present: readonly Present[]): Output<'signIn.list'> => ({
  present: present.map(({ id, name, roles, since }) => ({
    ...{ person: id, name, roles: [...roles], since },
  })),
})
