/** Random numbers that are the same in every run: Marsaglia's xorshift32. */
export interface Seeded {
  /** A real number from `from` up to `to`. */
  readonly between: (from: number, to: number) => number
  /** A whole number from 0 up to, and without, `count`. */
  readonly below: (count: number) => number
  /** About 0 with a standard deviation of 1. */
  readonly normal: () => number
}

/** @param seed anything but 0 */
export function seeded(seed: number): Seeded {
  let state = Math.imul(seed, 0x9e3779b1) || 1
  const next = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
  return {
    between: (from, to) => from + (to - from) * next(),
    below: count => Math.floor(next() * count),
    // Irwin–Hall: the sum of three has a variance of 1/4.
    normal: () => 2 * (next() + next() + next() - 1.5),
  }
}
