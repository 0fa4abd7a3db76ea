import type { Progress } from './watch.ts'

/** What a progress bar shows: how far, how fast, how long still. */
export interface Reading {
  readonly done: number
  readonly total: number | null
  readonly unit: Progress['unit']
  /** Units a second over the last seconds; null until there is enough to tell. */
  readonly perSecond: number | null
  readonly secondsLeft: number | null
}

/** Shortest time between two readings, and the time that a rate looks back on, in milliseconds. */
const EVERY = 100
const WINDOW = 5000
/** A rate over less than this is noise. */
const SETTLE = 1000

/**
 * Thins progress out to what a person can see, and tells the rate.
 *
 * @param now milliseconds of a clock that never goes back
 * @returns takes a progress and gives a reading, or null when the last one is fresh enough
 */
export function createProgressMeter(now: () => number): (progress: Progress) => Reading | null {
  const samples: { readonly at: number; readonly done: number }[] = []
  let told = Number.NEGATIVE_INFINITY
  return ({ done, total, unit }) => {
    const at = now()
    const finished = total !== null && done >= total
    if (at - told < EVERY && !finished) return null
    told = at
    samples.push({ at, done })
    while (samples.length > 2 && at - (samples[0]?.at ?? at) > WINDOW) samples.shift()
    const first = samples[0]
    const elapsed = at - (first?.at ?? at)
    const perSecond = elapsed < SETTLE ? null : (1000 * (done - (first?.done ?? 0))) / elapsed
    const left = total !== null && perSecond ? Math.max(0, total - done) / perSecond : null
    return { done, total, unit, perSecond, secondsLeft: left }
  }
}
