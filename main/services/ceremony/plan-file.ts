import type { Buffer } from 'node:buffer'
import path from 'node:path'
import type { PlanWarning } from '../../../shared/codes/index.ts'
import { wipe } from '../../core/bytes/index.ts'
import { PLAN_LIMIT, type Plan, parsePlan } from '../../core/ceremony/index.ts'
import { IMPORT_LIMIT, isSeldomTaken } from '../../core/kit/index.ts'
import { aboutInput, type Input, STANDARD_INPUT } from '../files/index.ts'

/** A plan with the secrets that it imports. */
export interface ReadyPlan {
  readonly plan: Plan
  /** In the order of the plan; the caller wipes them. */
  readonly imports: readonly Buffer[]
  /** What the people in the room should hear before keys are made. */
  readonly warnings: readonly PlanWarning[]
}

/**
 * Reads a ceremony plan and the secrets that it imports. Their paths are relative to the plan's folder.
 *
 * @throws PLAN_FORMAT, QUORUM_THRESHOLD_ONE, QUORUM_POLICY, FILE_*
 */
export async function readPlan(file: string, input: Input, now: Date): Promise<ReadyPlan> {
  const plan = await readPlanFile(file, input, now)
  const imports = await readImports(plan, planFolder(file), input)
  return { plan, imports, warnings: keyWarnings(plan) }
}

/** A plan without the secrets that it imports. @throws as `readPlan` */
export async function readPlanFile(file: string, input: Input, now: Date): Promise<Plan> {
  const bytes = await input.read(file, PLAN_LIMIT)
  try {
    return parsePlan(bytes, now)
  } catch (error) {
    throw aboutInput(file, error)
  }
}

/** Where the paths of a plan begin. */
export const planFolder = (file: string): string =>
  file === STANDARD_INPUT ? '.' : path.dirname(file)

/**
 * Reads the secrets that a plan imports.
 *
 * @param folder where relative paths begin
 * @returns in the order of the plan; the caller wipes them
 * @throws FILE_*
 */
export async function readImports(plan: Plan, folder: string, input: Input): Promise<Buffer[]> {
  const imports: Buffer[] = []
  try {
    for (const { file: secret } of plan.imports) {
      imports.push(await input.read(path.resolve(folder, secret), IMPORT_LIMIT))
    }
    return imports
  } catch (error) {
    wipe(...imports)
    throw error
  }
}

/** What the people in the room should hear before these keys are made. */
export const keyWarnings = (plan: Plan): PlanWarning[] =>
  plan.keys.flatMap(({ label, bits }): PlanWarning[] =>
    isSeldomTaken(bits) ? [{ kind: 'key-of-192-bits', label }] : [],
  )

/** The same of everything in a plan: what they should hear before they agree to it. */
export const planWarnings = (plan: Plan): PlanWarning[] => [
  ...policyWarnings(plan),
  ...keyWarnings(plan),
]

function policyWarnings({ quorum, keys, imports, options }: Plan): PlanWarning[] {
  const { threshold, custodians, kdf, identity } = quorum
  return [
    ...(threshold === custodians.length
      ? [{ kind: 'every-share-needed', threshold } as const]
      : []),
    ...(kdf === 1 ? [{ kind: 'cheap-guesses' } as const] : []),
    ...(kdf === 2 ? [{ kind: 'much-memory' } as const] : []),
    ...(identity === 'classic' ? [{ kind: 'classic-identity' } as const] : []),
    ...(keys.length + imports.length === 0 ? [{ kind: 'no-keys' } as const] : []),
    ...(options?.pictures ? [{ kind: 'pictures' } as const] : []),
  ]
}
