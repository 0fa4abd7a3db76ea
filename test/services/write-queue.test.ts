import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { withoutFirst, writeParts } from '../../main/services/files/write-parts.ts'
import { WriteQueue } from '../../main/services/files/write-queue.ts'

const pieceOf = (text: string, released: string[] = []) => ({
  parts: [Buffer.from(text)],
  release: () => {
    released.push(text)
  },
})

test('pieces are written in order, one write at a time, and what came meanwhile at once', async () => {
  const writes: string[] = []
  const released: string[] = []
  let under = 0
  const queue = new WriteQueue(async parts => {
    under += 1
    assert.equal(under, 1)
    await delay(2)
    writes.push(Buffer.concat(parts).toString())
    under -= 1
  })
  assert.ok(queue.empty)
  for (const text of ['a', 'b', 'c', 'd']) await queue.add(pieceOf(text, released))
  assert.ok(!queue.empty)
  assert.deepEqual(released, [])
  // There is no room for more before the first write is done.
  await queue.add(pieceOf('e', released))
  assert.deepEqual(writes, ['a'])
  await queue.end()
  assert.deepEqual(writes, ['a', 'bcde'])
  assert.deepEqual(released, ['a', 'b', 'c', 'd', 'e'])
  assert.ok(queue.empty)
})

test('a write that fails is told to who adds more, and at the end; nothing is written after it', async () => {
  const writes: string[] = []
  const queue = new WriteQueue(async parts => {
    writes.push(Buffer.concat(parts).toString())
    throw new Error('full')
  })
  const adding = async (): Promise<void> => {
    for (let i = 0; i < 10; i += 1) await queue.add(pieceOf(String(i)))
  }
  await assert.rejects(adding(), /full/)
  await assert.rejects(queue.end(), /full/)
  assert.deepEqual(writes, ['0'])
})

test('a system that writes little at a time writes all', async () => {
  const parts = ['ab', '', 'cde', 'f'].map(text => Buffer.from(text))
  let written = ''
  await writeParts(parts, async rest => {
    const two = Buffer.concat(rest).subarray(0, 2)
    written += two.toString()
    return two.length
  })
  assert.equal(written, 'abcdef')
  assert.deepEqual(withoutFirst(parts, 6), [])
})
