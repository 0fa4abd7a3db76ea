import { refuse } from '../../../shared/errors.ts'
import { OVERRIDE, type StepFacts } from '../../../shared/record-steps.ts'
import { recordedEvidence } from '../../../shared/record-wording.ts'
import type { Vault } from '../../vault/index.ts'
import type { Finding } from './finding.ts'
import { knownTime } from './known-time.ts'
import { checkClock } from './machine.ts'

export interface ClockTools {
  readonly now: () => Date
  /** When this program was made, at the earliest. */
  readonly programDate: Date
}

/** What is known of the clock. @param vault whose log says what time it was; null: none */
export function clockFinding(
  vault: Vault | null,
  { now, programDate: program }: ClockTools,
): Finding {
  const lastEntry = vault === null ? null : knownTime(vault, program)
  return checkClock(now(), { program, lastEntry })
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
  const { result, evidence } = clockFinding(vault, { now: () => time, programDate: program })
  if (result === 'passed') return null
  const day = time.toISOString().slice(0, 10)
  if (confirmed !== day) throw refuse('CLOCK_DOUBTFUL', { day, found: evidence })
  const reason = `--confirm-clock ${day}`
  return { check: 'clock', result, evidence: recordedEvidence(evidence), [OVERRIDE]: reason }
}
