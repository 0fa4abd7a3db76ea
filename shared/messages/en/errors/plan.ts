import type { planCodes } from '../../../codes/plan.ts'
import type { ErrorMessages } from '../../messages.ts'

export const planErrors: ErrorMessages<typeof planCodes> = {
  PLAN_FORMAT: d =>
    `The ceremony plan cannot be used: ${d.where} ${d.problem}. Correct the plan file.`,
  PLAN_VAULT:
    'The plan names people, and without a vault nobody can sign. Nothing was done. Open the vault that has these people (--vault on the command line), or take "people" out of the plan.',
  PLAN_PEOPLE: d =>
    `This plan cannot be run in this vault: ${d.where} ${d.problem}. Change the plan, or the people of the vault.`,
}
