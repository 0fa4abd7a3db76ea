import type { Input as CallInput } from '../../../../shared/contract.ts'
import { refuse } from '../../../../shared/errors.ts'
import { OVERRIDE, type StepFacts } from '../../../../shared/record-steps.ts'
import { recordedEvidence } from '../../../../shared/record-wording.ts'
import type { RoomCheck } from '../../room/index.ts'

/** Why the ceremony goes on in spite of a check. */
export type Override = CallInput<'ceremony.acceptRoom'>['overrides'][number]

/** Nobody's reason makes a machine that computes wrongly fit for keys. */
const WITHOUT_APPEAL: ReadonlySet<string> = new Set(['self-test'])

/**
 * What the record will say of the room, one line per check.
 *
 * @throws ROOM_UNCHECKED, ROOM_UNANSWERED for the first check that neither passed nor has a reason
 */
export function answersOf(
  checks: readonly RoomCheck[] | null,
  overrides: readonly Override[],
): StepFacts<'room checked'>[] {
  if (checks === null) throw refuse('ROOM_UNCHECKED', {})
  const reasons = new Map(overrides.map(({ check, reason }) => [check, reason.trim()]))
  return checks.map(({ check, result, evidence }) => {
    const facts = { check, result, evidence: recordedEvidence(evidence) }
    if (result === 'passed') return facts
    const reason = reasons.get(check)
    if (!reason || WITHOUT_APPEAL.has(check)) throw refuse('ROOM_UNANSWERED', { check })
    return { ...facts, [OVERRIDE]: reason }
  })
}
