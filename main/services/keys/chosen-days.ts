import { refuse } from '../../../shared/errors.ts'
import type { KeyLabels } from '../../core/kit/index.ts'
import { type Day, datesProblem } from '../../core/life/index.ts'

/** Days of a key that somebody chose. */
export type ChosenDays = Pick<KeyLabels, 'activates' | 'expires' | 'processUntil'>

/** @throws KEY_DAYS naming the day that comes before one that it has to follow */
export function requireDays({ activates, expires, processUntil }: ChosenDays): void {
  const day = datesProblem({
    activates: activates ?? null,
    protectUntil: expires ?? null,
    processUntil: processUntil ?? null,
  })
  if (day !== null) throw refuse('KEY_DAYS', { day })
}

/**
 * A key that is made now protects something: with a last day that is over it would be retired from its beginning, and
 * there is no way back. A secret that is taken in may be there to be read alone.
 *
 * @throws KEY_DAY_OVER
 */
export function requireToCome({ expires }: ChosenDays, today: Day): void {
  if (expires !== undefined && expires < today) throw refuse('KEY_DAY_OVER', { ended: expires })
}
