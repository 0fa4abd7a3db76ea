import { deedOf } from '../../../../shared/deeds.ts'
import {
  type CeremonyRecord,
  type Plan,
  planHash,
  recordHash,
} from '../../../core/ceremony/index.ts'
import type { Vault } from '../../../vault/index.ts'
import {
  type ApprovalTools,
  type Authorization,
  authorize,
  type Deed,
  NO_LEAVE_NEEDED,
  type Permit,
  requireSignersOfBoth,
  type Signers,
} from '../../people/index.ts'
import {
  ADMINISTRATOR,
  type Closing,
  Gathering,
  type Ledger,
  ledgerOf,
  requirePlanPeople,
} from '../index.ts'

/** Where a ceremony is recorded, by whom, and how its record is signed. */
export interface Recording {
  readonly ledger: Ledger
  /** Null without people. */
  readonly gathering: Gathering | null
  /** Of the further deeds of the ceremony: those who signed for it sign them, too. */
  readonly permit: Permit
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
  const permit = (held: Vault, deed: Deed, unsigned: string): Authorization =>
    authorize(held, deed, signers === null ? null : signers.sign(held, deed, tools), { unsigned })
  const leaveFor = (deed: Deed): Authorization =>
    vault === null ? NO_LEAVE_NEEDED : permit(vault, deed, ADMINISTRATOR)
  const hash = planHash(plan)
  const run = deedOf('ceremony.run', { planHash: hash })
  if (vault !== null && plan.replaces !== undefined) {
    const replace = deedOf('quorum.reissue', { setId: plan.replaces, planHash: hash })
    requireSignersOfBoth(vault, [run, replace], signers?.people ?? [])
  }
  const leave = leaveFor(run)
  const gathering = Gathering.of(vault, plan, leave)
  for (const person of signers?.people ?? [])
    gathering?.attend({ kind: 'came', person }, tools.now())
  return {
    gathering,
    permit,
    ledger: ledgerOf(vault, { opens: leave.actor, acts: leave.follows }),
    close: record => {
      if (gathering === null) return { record, closing: null }
      const hash = recordHash(record)
      const { actor } = leaveFor({ action: 'ceremony.close', terms: { record: hash } })
      const signatures = typeof actor === 'string' ? null : (actor.agreed ?? null)
      return { record: { ...record, signatures }, closing: { record: hash, actor } }
    },
  }
}
