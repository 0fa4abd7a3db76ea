import * as z from 'zod'
import { PROFILES } from '../roles.ts'
import { documentFault } from './document.ts'
import { code, personState, role, text } from './field.ts'

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

export const planCodes = {
  PLAN_FORMAT: code('invalid', documentFault.shape),
  PLAN_VAULT: code('invalid'),
  PLAN_PEOPLE: code('invalid', { where: text, problem: planPeopleProblem }),
}
