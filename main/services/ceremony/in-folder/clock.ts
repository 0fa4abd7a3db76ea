import { refuse } from '../../../../shared/errors.ts'
import { OVERRIDE, type StepFacts } from '../../../../shared/record-steps.ts'
import { recordedEvidence } from '../../../../shared/record-wording.ts'
import type { Vault } from '../../../vault/index.ts'
import { checkClock, knownTime } from '../../room/index.ts'

export interface ClockTools {
  readonly now: () => Date
  /** When this program was made, at the earliest. */
  readonly programDate: Date
}

/**
 * Looks at the clock as the room check of the window does: cards, kit and record carry its day.
 *
 * @param confirmed the day that somebody typed because the clock is right all the same; '' when nobody did
 * @returns what the record says of a clock that was confirmed; null when there was nothing to confirm
 * @throws CLOCK_DOUBTFUL {day}
 */
export function requireClock(
  vault: Vault | null,
  confirmed: string,
  { now, programDate: program }: ClockTools,
): StepFacts<'room checked'> | null {
  const time = now()
  const lastEntry = vault === null ? null : knownTime(vault, program)
  const { result, evidence } = checkClock(time, { program, lastEntry })
  if (result === 'passed') return null
  const day = time.toISOString().slice(0, 10)
  if (confirmed !== day) throw refuse('CLOCK_DOUBTFUL', { day, found: evidence })
  const reason = `--confirm-clock ${day}`
  return { check: 'clock', result, evidence: recordedEvidence(evidence), [OVERRIDE]: reason }
}
