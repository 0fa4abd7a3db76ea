import { enableCompileCache } from 'node:module'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { osRandom } from '../../main/core/bytes/random.ts'
import { MatchingShares } from '../../main/core/share/matching-shares.ts'
import { combineShares, splitSecret } from '../../main/core/share/shamir.ts'

/** Splitting and combining, worker included, beside the start of an empty worker. */

// As main/cli.ts does.
const cache = path.join(import.meta.dirname, '../../node_modules/.cache/keyclave')
enableCompileCache(cache)
process.env.NODE_COMPILE_CACHE = cache

const ROUNDS = 9

const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

async function emptyWorker(): Promise<void> {
  const worker = new Worker('', { eval: true })
  await new Promise(resolve => worker.once('exit', resolve))
}

async function splitAndCombine(threshold: number, count: number): Promise<void> {
  const secret = osRandom(32)
  const setId = osRandom(5)
  const policy = { threshold, count, identity: 'hybrid', profile: 1 } as const
  const shares = await splitSecret({ ...policy, secret, setId, random: osRandom })
  const set = new MatchingShares()
  for (const share of shares.slice(-threshold)) set.add(share)
  const recovered = await combineShares(set.all(), osRandom)
  if (!recovered.equals(secret)) throw new Error('recovered something else')
}

/** The figures for people, one line each. */
export async function benchShamir(): Promise<readonly string[]> {
  const lines: string[] = []
  for (const [threshold, count, limit] of [
    [3, 5, 150],
    [2, 255, 2000],
    [128, 255, 2000],
    [255, 255, 2000],
  ] as const) {
    await splitAndCombine(threshold, count) // fills the compile cache
    const ours: number[] = []
    const empty: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(await timed(() => splitAndCombine(threshold, count)))
      empty.push(await timed(emptyWorker))
    }
    const [time, start] = [median(ours), median(empty)]
    lines.push(
      `split and combine ${threshold} of ${count}: ${time.toFixed(0)} ms (limit ${limit}), ${(time / start).toFixed(1)} × the start of an empty worker`,
    )
  }
  return lines
}
