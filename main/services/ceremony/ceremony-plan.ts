import type { Buffer } from 'node:buffer'
import path from 'node:path'
import { IMPORT_LIMIT, warningFor } from '../../core/master-key.ts'
import { PLAN_LIMIT, type Plan, parsePlan } from '../../core/plan.ts'
import { wipe } from '../../core/secret.ts'
import { type Input, STANDARD_INPUT } from '../files/input.ts'

/** A plan with the secrets that it imports. */
export interface ReadyPlan {
  readonly plan: Plan
  /** In the order of the plan; the caller wipes them. */
  readonly imports: readonly Buffer[]
  /** What the people in the room should hear before keys are made. */
  readonly warnings: readonly string[]
}

/**
 * Reads a ceremony plan and the secrets that it imports. Their paths are relative to the plan's folder.
 *
 * @throws PLAN_FORMAT, QUORUM_THRESHOLD_ONE, QUORUM_POLICY, FILE_*
 */
export async function readPlan(file: string, input: Input, now: Date): Promise<ReadyPlan> {
  const plan = parsePlan(await input.read(file, PLAN_LIMIT), now)
  const folder = file === STANDARD_INPUT ? '.' : path.dirname(file)
  const imports: Buffer[] = []
  try {
    for (const { file: secret } of plan.imports) {
      imports.push(await input.read(path.resolve(folder, secret), IMPORT_LIMIT))
    }
  } catch (error) {
    wipe(...imports)
    throw error
  }
  const warnings = plan.keys.flatMap(({ label, bits }) => {
    const warning = warningFor(bits)
    return warning === null ? [] : [`${label}: ${warning}`]
  })
  return { plan, imports, warnings }
}
