import type { Input } from '../../../../shared/contract.ts'
import type { Role } from '../../../../shared/roles.ts'
import { inRole, type People, type Person } from '../../../session/people.tsx'

type Source = Input<'ceremony.checkPlan'>['source']
/** A plan as the form has it. */
export type Plan = Extract<Source, { readonly kind: 'form' }>['plan']

/** Who of a vault's people takes part in a ceremony. */
export type PlanPeople = NonNullable<Plan['people']>

export const PLACES = [
  { place: 'administrators', role: 'administrator', title: 'Administrators' },
  { place: 'witnesses', role: 'witness', title: 'Witnesses' },
  { place: 'recoveryOfficers', role: 'recovery-officer', title: 'Recovery officers' },
] as const satisfies readonly { place: keyof PlanPeople; role: Role; title: string }[]

/**
 * A plan in a vault with people names people of it: at first, everybody who has the role. A plan that
 * names people already, from a file, stays as it was agreed.
 */
export function withPeopleOf(vault: People | null, plan: Plan): Plan {
  const profile = vault?.profile ?? null
  if (vault === null || profile === null || plan.people !== undefined) return plan
  const named = plan.quorum.custodians.some(name => name.trim() !== '')
  const custodians = named ? plan.quorum.custodians : namesOf(inRole(vault, 'custodian'))
  const enough = named ? plan.quorum.threshold : Math.max(2, Math.ceil((custodians.length + 1) / 2))
  return {
    ...plan,
    quorum: { ...plan.quorum, custodians, threshold: enough },
    profile,
    people: {
      administrators: namesOf(inRole(vault, 'administrator')),
      witnesses: namesOf(inRole(vault, 'witness')),
      recoveryOfficers: namesOf(inRole(vault, 'recovery-officer')),
    },
  }
}

const namesOf = (people: readonly Person[]): string[] => people.map(({ name }) => name)

/** A name more or less, in the order of the list that it is chosen from. */
export const withName = (
  chosen: readonly string[],
  name: string,
  wanted: boolean,
  list: readonly string[],
): string[] => {
  const others = chosen.filter(other => !list.includes(other))
  return [...others, ...list.filter(other => (other === name ? wanted : chosen.includes(other)))]
}

/** Everybody whom a plan expects in the room, each once. */
export function expectedBy({ quorum, people, sealedTo = [] }: Plan): readonly string[] {
  if (people === undefined) return []
  const absent = new Set(sealedTo.map(({ custodian }) => custodian))
  return [
    ...new Set([
      ...people.administrators,
      ...people.witnesses,
      ...people.recoveryOfficers,
      ...quorum.custodians.filter(name => !absent.has(name)),
    ]),
  ]
}
