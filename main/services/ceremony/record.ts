import type { AuditHead } from '../../core/audit-chain.ts'
import { kitFingerprint } from '../../core/kit.ts'
import type { Kit, KitQuorum } from '../../core/kit-schema.ts'
import { describePolicy, type Plan, planHash } from '../../core/plan.ts'
import type { RecoveryProof } from '../../core/recovery-proof.ts'

/** The ceremony record: the account of what happened. Public facts only. */

export const RECORD_FORMAT = 'keyclave ceremony record 1'

/** One thing that happened, when. */
export interface CeremonyStep {
  /** RFC 3339, UTC. */
  readonly time: string
  readonly step: string
  readonly facts: { readonly [name: string]: string | number }
}

/** A sealed item, by what is public about it. */
type KeyFacts = { readonly [name: string]: string | number }

export interface CeremonyRecord {
  readonly format: typeof RECORD_FORMAT
  readonly title: string
  readonly organisation: string
  readonly opened: string
  readonly closed: string
  readonly software: string
  readonly plan: Plan
  /** What the people in the room agreed to (FORMAT: Audit log). */
  readonly planHash: string
  readonly policy: string
  readonly quorum: KitQuorum
  readonly kitFingerprint: string
  readonly kitDigest: string
  readonly backupKeys: readonly { readonly generation: number; readonly recipient: string }[]
  readonly keys: readonly KeyFacts[]
  readonly proof: RecoveryProof
  readonly steps: readonly CeremonyStep[]
  /** Where the audit log ended just before the closing entry; null without a vault. */
  readonly audit: AuditHead | null
}

/** Puts the record of a closed ceremony together. */
export function recordCeremony(account: {
  readonly plan: Plan
  readonly kit: Kit
  readonly proof: RecoveryProof
  readonly audit: AuditHead | null
  readonly software: string
  readonly times: { readonly opened: Date; readonly closed: Date }
  readonly steps: readonly CeremonyStep[]
}): CeremonyRecord {
  const { plan, kit, proof, audit, software, times, steps } = account
  return {
    format: RECORD_FORMAT,
    title: plan.title,
    organisation: plan.organisation,
    opened: times.opened.toISOString(),
    closed: times.closed.toISOString(),
    software,
    plan,
    planHash: planHash(plan),
    policy: describePolicy(plan),
    quorum: kit.quorum,
    kitFingerprint: kitFingerprint(kit.quorum),
    kitDigest: kit.digest,
    backupKeys: kit.backupKeys.map(({ generation, recipient }) => ({ generation, recipient })),
    keys: kit.keys.map(({ sealed: _, ...facts }) => facts),
    proof,
    steps,
    audit,
  }
}
