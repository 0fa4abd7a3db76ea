import { deedOf } from '../../../shared/deeds.ts'
import { refuse } from '../../../shared/errors.ts'
import type { PersonReason, Profile, Role } from '../../../shared/roles.ts'
import type { SigningActor } from '../../core/log/index.ts'
import {
  type NewPerson,
  type NewSignInKey,
  personTerms,
  policyTerms,
  type Vault,
  type VaultPerson,
} from '../../vault/index.ts'
import type { Authorization } from './authorize.ts'
import { requireNewName, requirePeople, requireRoles } from './newcomers.ts'
import type { SignedChange } from './signed-change.ts'

/** What may be changed about the people of a vault, each judged by the vault as it is. */

/** Nobody changes people unsigned: where there are none, they are founded first. */
const UNSIGNED = ''
const SUBJECT = 'policy:people' as const
/** Without one of each, nobody could ever be added again. */
const NEEDED: readonly Role[] = ['administrator', 'witness']

/** @throws PEOPLE_NONE; PERSON_NAME, PERSON_ROLES: somebody came, or the profile changed, meanwhile */
export const addition =
  (person: NewPerson) =>
  (vault: Vault): SignedChange => {
    requireRoles(person, requirePeople(vault))
    requireNewName(vault, person.name)
    return {
      unsigned: UNSIGNED,
      deed: {
        action: 'person.add',
        terms: { subject: `person:${person.id}`, ...personTerms(person) },
      },
      carryOut: leave => vault.people.add(signing(leave), person),
    }
  }

export interface NewKeyOf {
  /** An id. */
  readonly person: string
  readonly key: NewSignInKey
}

/** @throws PEOPLE_NONE; PERSON_UNKNOWN, PERSON_STATE: they have retired */
export const keyReplacement =
  ({ person, key }: NewKeyOf) =>
  (vault: Vault): SignedChange => {
    requirePeople(vault)
    requireToStay(vault, person)
    return {
      unsigned: UNSIGNED,
      deed: {
        action: 'person.replace-key',
        terms: { subject: `person:${person}`, key: key.publicKey },
      },
      carryOut: leave => vault.people.replaceKey(signing(leave), person, key),
    }
  }

export type StateAction = 'person.suspend' | 'person.reinstate' | 'person.retire'

const STATES = {
  'person.suspend': 'suspended',
  'person.reinstate': 'active',
  'person.retire': 'retired',
} as const

/** From which states each leads. */
const FROM: { readonly [action in StateAction]: readonly VaultPerson['state'][] } = {
  'person.suspend': ['active'],
  'person.reinstate': ['suspended'],
  'person.retire': ['active', 'suspended'],
}

export interface NewState {
  readonly action: StateAction
  /** An id. */
  readonly person: string
  readonly reason: PersonReason
}

/** @throws PEOPLE_NONE, PERSON_UNKNOWN, PERSON_STATE, PERSON_LAST */
export const stateChange =
  ({ action, person: id, reason }: NewState) =>
  (vault: Vault): SignedChange => {
    requirePeople(vault)
    const { name, roles, state } = vault.people.get(id)
    if (!FROM[action].includes(state)) throw refuse('PERSON_STATE', { name, state })
    if (action !== 'person.reinstate') requireOthers(vault, { id, name, roles })
    return {
      unsigned: UNSIGNED,
      deed: deedOf(action, { person: id, reason }),
      carryOut: leave => vault.people.setState(signing(leave), id, STATES[action], reason),
    }
  }

/** @throws PEOPLE_NONE; PERSON_ROLES when somebody has roles that the profile keeps apart */
export const profileChange =
  (profile: Profile) =>
  (vault: Vault): SignedChange => {
    requirePeople(vault)
    for (const person of vault.people.list()) {
      if (person.state !== 'retired') requireRoles(person, profile)
    }
    return {
      unsigned: UNSIGNED,
      deed: {
        action: 'policy.change',
        terms: { subject: SUBJECT, ...policyTerms(profile) },
      },
      carryOut: leave => vault.people.changeProfile(signing(leave), profile),
    }
  }

/** Who has retired gets no key any more. @throws PERSON_UNKNOWN, PERSON_STATE */
export function requireToStay(vault: Vault, id: string): VaultPerson {
  const person = vault.people.get(id)
  const { name, state } = person
  if (state === 'retired') throw refuse('PERSON_STATE', { name, state })
  return person
}

/** @throws PERSON_LAST when nobody else active has a role without which nobody can be added */
function requireOthers(
  { people }: Vault,
  { id, name, roles }: Pick<VaultPerson, 'id' | 'name' | 'roles'>,
): void {
  const others = people.list().filter(other => other.id !== id && other.state === 'active')
  for (const role of NEEDED) {
    if (roles.includes(role) && !others.some(other => other.roles.includes(role))) {
      throw refuse('PERSON_LAST', { name, role })
    }
  }
}

/** Those who signed, as the entry names them. */
function signing({ actor }: Authorization): SigningActor {
  if (typeof actor === 'string') throw refuse('PEOPLE_NONE', {})
  return actor
}
