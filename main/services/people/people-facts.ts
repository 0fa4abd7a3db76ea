import type { Output } from '../../../shared/contract.ts'
import { ACTION_TITLES, ACTIONS, type Profile } from '../../../shared/roles.ts'
import { formatFingerprint } from '../../core/kit/index.ts'
import {
  apartIn,
  describeRequirement,
  missingSigners,
  POLICY,
  requirementOf,
  type Signatory,
  WAIVER_REASONS,
  waiversOf,
} from '../../core/people/index.ts'
import { hashWords } from '../../core/text/index.ts'
import { MOST_FAILURES, type Vault, type VaultPerson } from '../../vault/index.ts'
import type { Approval } from './approvals.ts'
import type { Present } from './attendance.ts'
import { waitUntil } from './sign-in.ts'

/** People, policy and approvals, as the window and the command line show them. */

export type PeopleFacts = Output<'people.list'>
export type PolicyFacts = Output<'policy.show'>
export type ApprovalFacts = Output<'approval.ask'>

export function peopleFacts(vault: Vault, present: readonly Present[], now: Date): PeopleFacts {
  const profile = vault.people.profile()
  const custody = vault.people.custody()
  const inForce = new Set(
    vault.quorums.list().flatMap(({ setId, state }) => (state === 'in-force' ? [setId] : [])),
  )
  return {
    profile,
    waivers: profile === null ? [] : waiverFacts(profile),
    people: vault.people.list().map(person => ({
      ...personFacts(person, now),
      present: present.find(({ id }) => id === person.id)?.since ?? null,
      shares: custody
        .filter(({ person: holder, setId }) => holder === person.id && inForce.has(setId))
        .map(({ setId, index, bag }) => ({ setId, index, bag })),
    })),
  }
}

function personFacts(person: VaultPerson, now: Date) {
  const { id, name, contact, roles, state, added, publicKey, keyCreated, kind, failed } = person
  return {
    ...{ id, name, contact, roles: [...roles], state, added },
    key: { fingerprint: formatFingerprint(publicKey), since: keyCreated, by: kind },
    attempts: {
      failed,
      wait: waitUntil(person, now)?.toISOString() ?? null,
      locked: failed >= MOST_FAILURES,
    },
  }
}

const waiverFacts = (profile: Profile): PeopleFacts['waivers'] =>
  waiversOf(profile).map(waiver => ({ waiver, ...WAIVER_REASONS[waiver] }))

/** The policy table of one profile. */
export const policyFacts = (profile: Profile): PolicyFacts => ({
  profile,
  waivers: waiverFacts(profile),
  actions: ACTIONS.map(action => ({
    action,
    title: ACTION_TITLES[action],
    needs: describeRequirement(requirementOf(action, profile)),
    waiver: profile === 'small-team' ? (POLICY[action].smallTeam?.waiver ?? null) : null,
    available: POLICY[action].later !== true,
  })),
  apart: apartIn(profile).map(({ roles, why }) => ({ roles: [...roles], why })),
})

export function approvalFacts(
  vault: Vault,
  approval: Approval,
  present: readonly Signatory[],
): ApprovalFacts {
  const { id, what, hash, ends, statement, signatures } = approval
  const signed = signatures.map(({ person }) => person)
  const profile = vault.people.profile() ?? 'strict'
  const missing = missingSigners(statement.action, profile, signed, present)
  return {
    ...{ id, what, hash, missing },
    action: statement.action,
    terms: Object.entries(statement.terms).map(([name, value]) => ({
      name,
      value: typeof value === 'string' || value === null ? value : JSON.stringify(value),
    })),
    words: hashWords(hash),
    asked: statement.asked,
    ends: ends.toISOString(),
    signed: signed.map(person => ({
      ...{ person: person.id, name: person.name, roles: [...person.roles] },
    })),
    satisfied: missing.length === 0,
  }
}

/** Who is in the room. */
export const presentFacts = (present: readonly Present[]): Output<'signIn.list'> => ({
  present: present.map(({ id, name, roles, since }) => ({
    ...{ person: id, name, roles: [...roles], since },
  })),
})
