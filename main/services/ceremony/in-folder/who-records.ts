import { type Plan, planHash } from '../../../core/ceremony/plan.ts'
import { type CeremonyRecord, recordHash } from '../../../core/ceremony/record.ts'
import type { Vault } from '../../../vault/vault.ts'
import type { ApprovalTools } from '../../people/approvals.ts'
import {
  type Authorization,
  authorize,
  type Deed,
  NO_LEAVE_NEEDED,
  requireSignersOfBoth,
} from '../../people/authorize.ts'
import { ceremonyDeed, closingDeed, reissueDeed } from '../../people/deeds.ts'
import type { Signers } from '../../people/signers.ts'
import type { Closing } from '../ceremony.ts'
import { Gathering, requirePlanPeople } from '../gathering.ts'
import { ADMINISTRATOR, type Ledger, ledgerOf } from '../ledger.ts'

/** Where a ceremony is recorded, by whom, and how its record is signed. */
export interface Recording {
  readonly ledger: Ledger
  /** Null without people. */
  readonly gathering: Gathering | null
  /** @throws APPROVAL_NEEDED, APPROVAL_SHORT */
  readonly leaveFor: (deed: Deed) => Authorization
  readonly close: (record: CeremonyRecord) => {
    readonly record: CeremonyRecord
    readonly closing: Closing | null
  }
}

/** @throws PLAN_PEOPLE, APPROVAL_NEEDED, APPROVAL_SHORT */
export function recordIn(
  vault: Vault | null,
  signers: Signers | null,
  plan: Plan,
  tools: ApprovalTools,
): Recording {
  requirePlanPeople(vault, plan)
  const leaveFor = (deed: Deed): Authorization => {
    if (vault === null || signers === null) return NO_LEAVE_NEEDED
    return authorize(vault, deed, signers.sign(vault, deed, tools), { unsigned: ADMINISTRATOR })
  }
  const hash = planHash(plan)
  const run = ceremonyDeed(hash)
  if (vault !== null && plan.replaces !== undefined) {
    const replace = reissueDeed(plan.replaces, hash)
    requireSignersOfBoth(vault, [run, replace], signers?.people ?? [])
  }
  const leave = leaveFor(run)
  const gathering = Gathering.of(vault, plan, leave)
  for (const person of signers?.people ?? [])
    gathering?.attend({ kind: 'came', person }, tools.now())
  return {
    gathering,
    leaveFor,
    ledger: ledgerOf(vault, { opens: leave.actor, acts: leave.follows }),
    close: record => {
      if (gathering === null) return { record, closing: null }
      const hash = recordHash(record)
      const { actor } = leaveFor(closingDeed(hash))
      const signatures = typeof actor === 'string' ? null : (actor.agreed ?? null)
      return { record: { ...record, signatures }, closing: { record: hash, actor } }
    },
  }
}
