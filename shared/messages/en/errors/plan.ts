import type { DataOf } from '../../../codes/index.ts'
import type { PlanFault, PlanPeopleProblem, planCodes } from '../../../codes/plan.ts'
import type { ErrorMessages } from '../../wording/messages.ts'
import { atTerminal } from '../phrases/at-terminal.ts'
import { documentRule, placeIn } from '../phrases/document.ts'
import { policy } from '../phrases/policy.ts'

/** What is wrong with the people of a plan, as the end of a sentence. */
export function planPeople(problem: PlanPeopleProblem): string {
  if (problem === 'absent') {
    return 'is missing: it names administrators, witnesses and recovery officers'
  }
  if ('profile' in problem) return `is not the profile of the vault, which is ${problem.profile}`
  if ('nobody' in problem) return `names ${problem.nobody}, who is nobody of this vault`
  return 'state' in problem
    ? `names ${problem.name}, who is ${problem.state} in this vault`
    : `names ${problem.name}, who is no ${policy.roles[problem.lacks].name} of this vault`
}

const FIELDS: { readonly [field: string]: string } = {
  title: 'the title',
  organisation: 'the organisation',
  contact: 'whom to call',
  quorum: 'the quorum',
  'quorum.threshold': 'the threshold',
  'quorum.custodians': 'the list of custodians',
  'quorum.identity': 'the identity type',
  'quorum.kdf': 'the KDF profile',
  keys: 'the list of keys',
  imports: 'the list of imports',
  profile: 'the profile',
  'people.administrators': 'the list of administrators',
  'people.witnesses': 'the list of witnesses',
  'people.recoveryOfficers': 'the list of recovery officers',
}
const ITEMS: { readonly [list: string]: string } = {
  'quorum.custodians': 'custodian',
  'people.administrators': 'administrator',
  'people.witnesses': 'witness',
  'people.recoveryOfficers': 'recovery officer',
  keys: 'key',
  imports: 'import',
}
const ITEM = /^(?<list>[\w.]+)\[(?<at>\d+)\](?:\.(?<field>\w+))?$/

/** A field of a plan as people call it: "the label of key 1"; null where it has no name but its own. */
function fieldName(field: string): string | null {
  const { list = '', at = '', field: inside } = ITEM.exec(field)?.groups ?? {}
  const item = ITEMS[list]
  if (item === undefined) return FIELDS[field] ?? null
  const name = `${item} ${Number(at) + 1}`
  return inside === undefined ? name : `the ${inside} of ${name}`
}

/** Where in a plan, as it is said: "line 7, the bits of key 1 (keys[0].bits)". */
function planPlace({ where, line }: PlanFault): string {
  if (typeof where !== 'string') return placeIn(where)
  const name = fieldName(where)
  if (line === null) return name ?? where
  const named = name === null || name === `the ${where}` ? (name ?? where) : `${name} (${where})`
  return `line ${line}, ${named}`
}

/** Each fault of a plan, as the line of a list. */
export const planFaults = (faults: readonly PlanFault[]): string[] =>
  faults.map(fault => `${planPlace(fault)} ${documentRule(fault.problem)}`)

function allFaults({ faults, more }: DataOf<'PLAN_FORMAT'>): string {
  const all = planFaults(faults)
  if (more > 0) all.push(`and there are ${more} more`)
  return all.length === 1
    ? `${all[0]}`
    : `${faults.length + more} things are wrong. ${all.map((it, i) => `(${i + 1}) ${it}`).join('; ')}`
}

export const planErrors: ErrorMessages<typeof planCodes> = {
  PLAN_FORMAT: d => `The ceremony plan cannot be used: ${allFaults(d)}. Correct the plan file.`,
  PLAN_VAULT: (_, desk) =>
    `The plan names people, and without a vault nobody can sign. Nothing was done. ${atTerminal(desk, 'Name the vault that has these people (--vault)', 'Open the vault that has these people')}, or take "people" out of the plan.`,
  PLAN_UNKNOWN:
    'The vault has no plan of this ceremony that could be drawn: its quorum came in by its kit, or another version wrote it. Look at the record that was saved when it closed.',
  PLAN_PEOPLE: ({ faults }) =>
    `This plan cannot be run in this vault: ${faults
      .map(({ where, problem }) => `${where} ${planPeople(problem)}`)
      .join('; ')}. Change the plan, or the people of the vault.${
      faults.some(({ problem }) => typeof problem === 'object' && 'nobody' in problem)
        ? ' Only a custodian who will be absent, and whose key is in the plan, need not be one of them.'
        : ''
    }`,
}
