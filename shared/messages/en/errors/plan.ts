import type { PlanPeopleProblem, planCodes } from '../../../codes/plan.ts'
import type { ErrorMessages } from '../../wording/messages.ts'
import { documentFault } from '../phrases/document.ts'
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

export const planErrors: ErrorMessages<typeof planCodes> = {
  PLAN_FORMAT: d => `The ceremony plan cannot be used: ${documentFault(d)}. Correct the plan file.`,
  PLAN_VAULT:
    'The plan names people, and without a vault nobody can sign. Nothing was done. Open the vault that has these people (--vault on the command line), or take "people" out of the plan.',
  PLAN_PEOPLE: d =>
    `This plan cannot be run in this vault: ${d.where} ${planPeople(d.problem)}. Change the plan, or the people of the vault.`,
}
