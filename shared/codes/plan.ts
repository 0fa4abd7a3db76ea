import * as z from 'zod'
import { PROFILES } from '../roles.ts'
import { documentFault } from './document.ts'
import { code, personState, role, text, whole } from './field.ts'

/** How the people of a plan are not those of the vault. */
const planPeopleProblem = z.union([
  z.enum(['absent']),
  /** The vault's. */
  z.strictObject({ profile: z.enum(PROFILES) }),
  z.strictObject({ nobody: text }),
  z.strictObject({ name: text, state: personState }),
  z.strictObject({ name: text, lacks: role }),
])
export type PlanPeopleProblem = z.infer<typeof planPeopleProblem>

/** What is wrong with a plan, and the line of its file where that is known. */
const planFault = documentFault.extend({ line: whole.nullable() })
export type PlanFault = z.infer<typeof planFault>

export const planCodes = {
  PLAN_FORMAT: code('invalid', {
    /** In the order of the file. */
    faults: z.array(planFault).min(1).readonly(),
    /** How many there are beyond these. */
    more: whole,
  }),
  PLAN_VAULT: code('invalid'),
  /** What is kept of a past ceremony is no plan that this version knows. */
  PLAN_UNKNOWN: code('invalid'),
  PLAN_PEOPLE: code('invalid', { where: text, problem: planPeopleProblem }),
}
