import { type RandomSource, randomBelow } from '../bytes/index.ts'

/** Which sets of `m` of the shares 1…n a recovery is proved on. */

/** How many sets of `m` there are among `n`. */
export function countSubsets(n: number, m: number): bigint {
  let count = 1n
  for (let i = 1; i <= m; i += 1) count = (count * BigInt(n - m + i)) / BigInt(i)
  return count
}

/** All sets of `m` of 0…n−1, in lexicographic order. */
export function* allSubsets(n: number, m: number): Generator<readonly number[]> {
  const set = Array.from({ length: m }, (_, i) => i)
  for (;;) {
    yield [...set]
    let last = m - 1
    while (last >= 0 && set[last] === n - m + last) last -= 1
    if (last < 0) return
    const next = (set[last] ?? 0) + 1
    for (let i = last; i < m; i += 1) set[i] = next + i - last
  }
}

/**
 * `count` different random sets of `m` of 0…n−1, together covering every one of them.
 *
 * Each shuffle of 0…n−1 is cut into runs of `m`, the last one filled up from the start, so one shuffle
 * already covers all.
 *
 * @param count at least ⌈n/m⌉ and no more than there are sets
 */
export function* sampleSubsets(
  n: number,
  m: number,
  count: number,
  random: RandomSource,
): Generator<readonly number[]> {
  const seen = new Set<string>()
  while (seen.size < count) {
    const order = shuffle(n, random)
    for (let start = 0; start < n && seen.size < count; start += m) {
      const run = Array.from({ length: m }, (_, i) => order[(start + i) % n] ?? 0)
      const set = run.sort((a, b) => a - b)
      const key = set.join()
      if (seen.has(key)) continue
      seen.add(key)
      yield set
    }
  }
}

/** A uniformly random order of 0…n−1 (Fisher–Yates). */
function shuffle(n: number, random: RandomSource): number[] {
  const order = Array.from({ length: n }, (_, i) => i)
  for (let i = n - 1; i > 0; i -= 1) {
    const j = randomBelow(random, i + 1)
    const [a, b] = [order[i] ?? 0, order[j] ?? 0]
    order[i] = b
    order[j] = a
  }
  return order
}
