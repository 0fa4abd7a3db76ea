import type { PlanWarning } from '../../../../shared/codes/index.ts'
import { type Plan, planHash } from '../../../core/ceremony/index.ts'
import { hashWords } from '../../../core/text/index.ts'
import { type OpenVault, vaultToRead } from '../../vaults/index.ts'
import {
  type AddresseeTools,
  planFolder,
  planWarnings,
  readAddressees,
  readPlanFile,
  requirePlanPeople,
} from '../index.ts'

/** A plan before its ceremony: whether it can be run, and what people agree to. */
export interface LookedAtPlan {
  readonly plan: Plan
  /** 64 hex digits, and the 32 words that are read aloud. */
  readonly planHash: string
  readonly planWords: readonly string[]
  readonly warnings: readonly PlanWarning[]
}

export interface PlanTools extends AddresseeTools {
  readonly openVault: OpenVault
}

/**
 * Reads a plan and judges it, as running it would: by itself, and by the people of a vault if one is named.
 * The secrets that it imports are not read; the keys of custodians who will be absent are.
 *
 * @throws PLAN_FORMAT, PLAN_PEOPLE, PLAN_VAULT, QUORUM_*, FILE_*, VAULT_*; as `readAddressees`
 */
export async function lookAtPlan(
  { plan: file, vault }: { readonly plan: string; readonly vault?: string },
  tools: PlanTools,
): Promise<LookedAtPlan> {
  const plan = await readPlanFile(file, tools.input, tools.now())
  await readAddressees(plan, planFolder(file), tools)
  if (vault !== undefined) {
    await vaultToRead(vault, tools.openVault).use('read', opened => requirePlanPeople(opened, plan))
  }
  const hash = planHash(plan)
  return { plan, planHash: hash, planWords: hashWords(hash), warnings: planWarnings(plan) }
}
