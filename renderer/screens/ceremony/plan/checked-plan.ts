import type { Output } from '../../../../shared/contract.ts'
import type { Plan } from '../frame/plan-people.ts'

/** The quorum that a re-issue replaces, and the plan that the form begins with. */
export interface OldQuorum {
  readonly setId: string
  readonly title: string
  readonly keys: readonly OldKey[]
  readonly plan: Plan
}

/** A version of a key that is sealed to the quorum which a re-issue replaces. */
export interface OldKey {
  /** `video-root@1`. */
  readonly name: string
  /** How it stands today, in words; null: nothing is known of it. */
  readonly standing: string | null
  /** What is in use is not left out. */
  readonly isInUse: boolean
}

export type CheckedPlan = Output<'ceremony.checkPlan'>
