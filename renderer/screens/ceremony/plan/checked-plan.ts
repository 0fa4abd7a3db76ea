import type { Output } from '../../../../shared/contract.ts'
import type { Plan } from '../frame/plan-people.ts'

/** The quorum that a re-issue replaces, and the plan that the form begins with. */
export interface OldQuorum {
  readonly setId: string
  readonly title: string
  readonly plan: Plan
}

export type CheckedPlan = Output<'ceremony.checkPlan'>
