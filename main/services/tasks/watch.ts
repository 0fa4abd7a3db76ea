/**
 * How a caller watches a long verb, and ends it.
 *
 * Verbs report what they do as events; the command line and the window show them each in their way.
 * Aborting the signal makes the verb undo what it had written and throw CANCELLED.
 */
import type { NoticeCode, Work } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'

/** How far a long task is. `total` is null while it is not known. */
export interface Progress {
  readonly kind: 'progress'
  readonly task: Work
  readonly done: number
  readonly total: number | null
  readonly unit: 'bytes' | 'shares' | 'subsets' | 'items'
}

/** What the people in the room should read now. */
interface Notice {
  readonly kind: 'notice'
  readonly notice: NoticeCode
}

export type WatchEvent = Progress | Notice

export interface Watch {
  readonly signal: AbortSignal
  readonly onEvent: (event: WatchEvent) => void
}

/**
 * Throws CANCELLED when the caller has given up; verbs call it between steps.
 */
export function continueUnlessCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw refuse('CANCELLED', {})
}
