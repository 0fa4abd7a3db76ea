/** Many items in two threads: their order, what a refusal leaves, and few items in one. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inHalves } from '../../../main/core/bytes/index.ts'

const items = (count: number): number[] => Array.from({ length: count }, (_, i) => i)
const discarded: number[] = []
const discard = (answers: readonly number[]): void => void discarded.push(...answers)

for (const count of [0, 1, 31, 32, 33, 1000]) {
  test(`answers ${count} items in their order, in ${count < 32 ? 'one run' : 'two runs'}`, async () => {
    const runs: number[] = []
    const answers = await inHalves(
      items(count),
      async run => {
        runs.push(run.length)
        // The first run ends last.
        if (run[0] === 0) await new Promise(resolve => setTimeout(resolve, 20))
        return run.map(item => item * 2)
      },
      discard,
    )
    assert.deepEqual(
      answers,
      items(count).map(item => item * 2),
    )
    assert.equal(runs.length, count < 32 ? 1 : 2)
  })
}

test('waits for the other half of a refused one, and has its answers wiped', async () => {
  discarded.length = 0
  let ended = 0
  await assert.rejects(
    inHalves(
      items(100),
      async run => {
        if (run.includes(7)) throw new Error('the first')
        await new Promise(resolve => setTimeout(resolve, 20))
        ended += 1
        return run
      },
      discard,
    ),
    /the first/,
  )
  assert.equal(ended, 1)
  assert.deepEqual(discarded, items(100).slice(50))
})

test('of two refusals the first half’s is told', async () => {
  const work = async (run: readonly number[]): Promise<readonly number[]> => {
    if (run.includes(0)) await new Promise(resolve => setTimeout(resolve, 20))
    throw new Error(run.includes(0) ? 'the first' : 'the second')
  }
  await assert.rejects(inHalves(items(64), work, discard), /the first/)
})
