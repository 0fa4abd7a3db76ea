import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import { inOrder } from '../../../main/core/bytes/in-order.ts'

async function* count(to: number, state = { closed: false }): AsyncGenerator<number> {
  try {
    for (let i = 0; i < to; i += 1) yield i
  } finally {
    state.closed = true
  }
}

test('results keep their order, and never more than the depth are under way', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(3), { maxLength: 30 }),
      fc.integer({ min: 1, max: 5 }),
      async (delays, depth) => {
        let open = 0
        const got: number[] = []
        const work = async (item: number): Promise<number> => {
          open += 1
          assert.ok(open <= depth)
          await delay(delays[item])
          return item
        }
        for await (const item of inOrder(count(delays.length), depth, work)) {
          got.push(item)
          open -= 1
        }
        assert.deepEqual(
          got,
          delays.map((_, i) => i),
        )
      },
    ),
    { numRuns: 30 },
  )
})

test('an error comes in its place, after every result before it', async () => {
  const got: number[] = []
  const failing = inOrder(count(9), 4, async item => {
    if (item === 5) throw new Error('five')
    await delay(9 - item)
    return item
  })
  await assert.rejects(async () => {
    for await (const item of failing) got.push(item)
  }, /five/)
  assert.deepEqual(got, [0, 1, 2, 3, 4])
})

test('a source that fails is reported after what it gave', async () => {
  const got: number[] = []
  const source = async function* (): AsyncGenerator<number> {
    yield* count(3)
    throw new Error('source')
  }
  await assert.rejects(async () => {
    for await (const item of inOrder(source(), 2, async item => item)) got.push(item)
  }, /source/)
  assert.deepEqual(got, [0, 1, 2])
})

test('stopping early closes the source and waits for what was started', async () => {
  const state = { closed: false }
  let running = 0
  const slow = inOrder(count(100, state), 4, async item => {
    running += 1
    await delay(5)
    running -= 1
    return item
  })
  for await (const item of slow) if (item === 2) break
  assert.equal(state.closed, true)
  assert.equal(running, 0)
})
