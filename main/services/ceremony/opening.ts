import { deedOf } from '../../../shared/deeds.ts'
import { refuse } from '../../../shared/errors.ts'
import { type Plan, planHash } from '../../core/ceremony/index.ts'
import type { Kit } from '../../core/kit/index.ts'
import type { Signatory } from '../../core/people/index.ts'
import type { Vault } from '../../vault/index.ts'
import { requireInForce } from '../kits/index.ts'
import { type Authorization, NO_LEAVE_NEEDED, type Permit } from '../people/index.ts'
import { Gathering, requirePlanPeople } from './gathering.ts'
import { ADMINISTRATOR, type Ledger, ledgerOf } from './ledger.ts'

/** A ceremony that is to begin. */
export interface CeremonyToOpen {
  readonly plan: Plan
  /** Of the quorum that it replaces; null: of none. */
  readonly oldKit: Kit | null
  /** Who is in the room already. */
  readonly present: readonly Signatory[]
  readonly now: () => Date
}

/** A ceremony that may begin: who agreed, who is there, and where it is recorded. The caller closes the leave. */
export interface OpenedCeremony {
  readonly leave: Authorization
  /** Null without people. */
  readonly gathering: Gathering | null
  readonly ledger: Ledger
}

/** @throws REHEARSAL_VAULT */
export function requireNoRehearsal(vault: Vault | string | null, plan: Plan): void {
  if (vault !== null && plan.rehearsal) throw refuse('REHEARSAL_VAULT', {})
}

/**
 * Whether a ceremony may begin, in the one order that holds at both desks: the plan names people whom the
 * vault has, those who must have signed, and only then is it said whether the kit of the old quorum is the
 * one in force.
 *
 * @param vault null: it is recorded nowhere, and nobody is asked
 * @throws REHEARSAL_VAULT, PLAN_PEOPLE, PLAN_VAULT; what the permit throws; QUORUM_REPLACED, KIT_OUTDATED
 */
export async function openCeremony(
  vault: Vault | null,
  { plan, oldKit, present, now }: CeremonyToOpen,
  permit: Permit,
): Promise<OpenedCeremony> {
  requireNoRehearsal(vault, plan)
  requirePlanPeople(vault, plan)
  const run = deedOf('ceremony.run', { planHash: planHash(plan) })
  const leave = vault === null ? NO_LEAVE_NEEDED : await permit(vault, run, ADMINISTRATOR)
  try {
    if (vault !== null && oldKit !== null) requireInForce(vault, oldKit)
    const gathering = Gathering.of(vault, plan, leave)
    for (const person of present) gathering?.attend({ kind: 'came', person }, now())
    return {
      ...{ leave, gathering },
      ledger: ledgerOf(vault, { opens: leave.actor, acts: leave.follows }),
    }
  } catch (error) {
    leave.close()
    throw error
  }
}
