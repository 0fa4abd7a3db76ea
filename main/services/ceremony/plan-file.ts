import type { Buffer } from 'node:buffer'
import path from 'node:path'
import type { PlanWarning } from '../../../shared/codes/index.ts'
import { wipe } from '../../core/bytes/index.ts'
import { PLAN_LIMIT, type Plan, parsePlan } from '../../core/ceremony/index.ts'
import {
  IMPORT_LIMIT,
  type ImportKind,
  isSeldomTaken,
  kindOfFile,
  requireImportable,
} from '../../core/kit/index.ts'
import { type Input, namingInput, STANDARD_INPUT } from '../files/index.ts'

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
  return namingInput(file, () => parsePlan(bytes, now))
}

/** Where the paths of a plan begin. */
export const planFolder = (file: string): string =>
  file === STANDARD_INPUT ? '.' : path.dirname(file)

/**
 * Reads the secrets that a plan imports.
 *
 * @param folder where relative paths begin
 * @returns in the order of the plan; the caller wipes them
 * @throws FILE_*; KEY_PAIR_UNFIT
 */
export async function readImports(plan: Plan, folder: string, input: Input): Promise<Buffer[]> {
  const imports: Buffer[] = []
  try {
    for (const planned of plan.imports) {
      const secret = await input.read(path.resolve(folder, planned.file), IMPORT_LIMIT)
      imports.push(secret)
      // In the middle of the ceremony it would be refused too late.
      await requireImportable(secret, kindOfImport(planned.as, secret))
    }
    return imports
  } catch (error) {
    wipe(...imports)
    throw error
  }
}

/** What a secret of a plan is taken in as: a private key as a pair, unless the plan says otherwise. */
export const kindOfImport = (as: 'secret' | undefined, secret: Uint8Array): ImportKind =>
  as === 'secret' ? 'imported-secret' : kindOfFile(secret)

/** What the people in the room should hear before these keys are made. */
export const keyWarnings = (plan: Plan): PlanWarning[] =>
  plan.keys.flatMap(({ label, bits }): PlanWarning[] =>
    bits !== undefined && isSeldomTaken(bits) ? [{ kind: 'key-of-192-bits', label }] : [],
  )

/** The same of everything in a plan: what they should hear before they agree to it. */
export const planWarnings = (plan: Plan): PlanWarning[] => [
  ...policyWarnings(plan),
  ...keyWarnings(plan),
]

function policyWarnings({ quorum, keys, imports, options, sealedTo = [] }: Plan): PlanWarning[] {
  const { threshold, custodians, kdf, identity } = quorum
  return [
    ...(threshold === custodians.length
      ? [{ kind: 'every-share-needed', threshold } as const]
      : []),
    ...(kdf === 1 ? [{ kind: 'cheap-guesses' } as const] : []),
    ...(kdf === 2 ? [{ kind: 'much-memory' } as const] : []),
    ...(identity === 'classic' ? [{ kind: 'classic-identity' } as const] : []),
    ...(keys.length + imports.length === 0 ? [{ kind: 'no-keys' } as const] : []),
    ...(sealedTo.length > 0
      ? [{ kind: 'absent', names: sealedTo.map(({ custodian }) => custodian) } as const]
      : []),
    ...(options?.pictures ? [{ kind: 'pictures' } as const] : []),
  ]
}
