import type { Output } from '../../../shared/contract.ts'
import { ACTIONS } from '../../../shared/deeds.ts'
import type { Profile } from '../../../shared/roles.ts'
import { formatFingerprint } from '../../core/kit/index.ts'
import {
  apartIn,
  isAvailable,
  missingSigners,
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
  const profile = vault.people.profile()
  const custody = vault.people.custody()
  const inForce = new Set(
    vault.quorums.list().flatMap(({ setId, state }) => (state === 'in-force' ? [setId] : [])),
  )
  return {
    profile,
    waivers: profile === null ? [] : waiversOf(profile),
    people: vault.people.list().map(person => ({
      ...personFacts(person, uptime),
      present: present.find(({ id }) => id === person.id)?.since ?? null,
      shares: custody
        .filter(({ person: holder, setId }) => holder === person.id && inForce.has(setId))
        .map(({ setId, index, bag }) => ({ setId, index, bag })),
    })),
  }
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

/** The policy table of one profile. */
export const policyFacts = (profile: Profile): PolicyFacts => ({
  profile,
  waivers: waiversOf(profile),
  actions: ACTIONS.map(action => ({
    action,
    needs: needsOf(requirementOf(action, profile)),
    waiver: profile === 'small-team' ? (reliefOf(action)?.waiver ?? null) : null,
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
  const profile = vault.people.profile() ?? 'strict'
  const missing = missingSigners(deed.action, profile, signed, present)
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
      .filter(person => wouldCount(person, deed.action, profile, signed, present))
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
