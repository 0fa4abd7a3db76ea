/** The policies by their numbers, from the first to that of today (FORMAT: Policies). */

import { POLICY_1 } from './policy-1.ts'
import { POLICY_2 } from './policy-2.ts'
import type { PolicyTable } from './policy-table.ts'

export type { DeedRule, PolicyTable } from './policy-table.ts'

const POLICIES: readonly PolicyTable[] = [POLICY_1, POLICY_2]

/** Where a log or a record names no number, it is of the first. */
export const FIRST_POLICY = POLICY_1.number
/** What is founded and changed today is by this one. */
export const NEWEST_POLICY: PolicyTable = POLICY_2

/** The policy of a number; null when this version does not have it: a later one wrote the number. */
export const policyNumbered = (number: number): PolicyTable | null =>
  POLICIES.find(policy => policy.number === number) ?? null
