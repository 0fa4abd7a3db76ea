/** How far a quorum is from opening nothing any more. */

export interface CardCount {
  readonly threshold: number
  /** How many cards it has. */
  readonly count: number
  /** How many of them people have seen destroyed. */
  readonly destroyed: number
}

export interface WhatIsLeft {
  readonly left: number
  /** How many more have to be destroyed until those that are left are too few. */
  readonly toGo: number
  /** Fewer than the threshold remain: whatever is known, they reveal nothing. */
  readonly opensNothing: boolean
}

/** Fewer shares than the threshold reveal nothing (FORMAT: Share value and digest). */
export function cardsLeft({ threshold, count, destroyed }: CardCount): WhatIsLeft {
  const left = count - destroyed
  const toGo = Math.max(0, left - threshold + 1)
  return { left, toGo, opensNothing: toGo === 0 }
}
