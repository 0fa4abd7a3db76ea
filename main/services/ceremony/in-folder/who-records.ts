import { deedOf } from '../../../../shared/deeds.ts'
import {
  type CeremonyRecord,
  type Plan,
  planHash,
  recordHash,
} from '../../../core/ceremony/index.ts'
import type { Kit } from '../../../core/kit/index.ts'
import type { Vault } from '../../../vault/index.ts'
import {
  type ApprovalTools,
  type Authorization,
  authorize,
  type Deed,
  type Permit,
  requireSignersOfBoth,
  type Signers,
} from '../../people/index.ts'
import { ADMINISTRATOR, type Closing, type Gathering, type Ledger, openCeremony } from '../index.ts'

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

/** A ceremony that this command runs. */
export interface CommandedCeremony {
  readonly plan: Plan
  /** Of the quorum that it replaces; null: of none. */
  readonly oldKit: Kit | null
}

/** @throws as openCeremony; APPROVAL_NEEDED, APPROVAL_SHORT */
export async function recordIn(
  vault: Vault | null,
  signers: Signers | null,
  { plan, oldKit }: CommandedCeremony,
  tools: ApprovalTools,
): Promise<Recording> {
  const permit = (held: Vault, deed: Deed, unsigned: string): Authorization =>
    authorize(held, deed, signers === null ? null : signers.sign(held, deed, tools), { unsigned })
  const toBegin: Permit = (held, run, unsigned) => {
    if (plan.replaces !== undefined) {
      const which = { setId: plan.replaces, planHash: planHash(plan) }
      requireSignersOfBoth(held, [run, deedOf('quorum.reissue', which)], signers?.people ?? [])
    }
    return permit(held, run, unsigned)
  }
  const order = { plan, oldKit, present: signers?.people ?? [], now: tools.now }
  const { gathering, ledger } = await openCeremony(vault, order, toBegin)
  return {
    ...{ gathering, ledger, permit },
    close: record => {
      if (vault === null || gathering === null) return { record, closing: null }
      const hash = recordHash(record)
      const deed: Deed = { action: 'ceremony.close', terms: { record: hash } }
      const { actor } = permit(vault, deed, ADMINISTRATOR)
      const signatures = typeof actor === 'string' ? null : (actor.agreed ?? null)
      return { record: { ...record, signatures }, closing: { record: hash, actor } }
    },
  }
}
