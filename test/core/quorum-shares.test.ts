import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ShareCollection } from '../../main/core/quorum-shares.ts'
import { refusal } from './refusal.ts'

const { valid } = JSON.parse(
  readFileSync(new URL('../vectors/share/sets.json', import.meta.url), 'utf8'),
) as { valid: { shares: string[] }[] }
const share = (set: number, index: number): Buffer =>
  Buffer.from(valid[set]?.shares[index - 1] ?? '', 'hex')

test('a share can be taken out again; without a kit the last one takes the quorum with it', () => {
  const collection = new ShareCollection(null)
  assert.equal(collection.need, null)
  assert.equal(collection.remove(1), false)
  collection.add(share(0, 1))
  collection.add(share(0, 3))
  assert.equal(collection.need, 3)
  assert.equal(collection.remove(1), true)
  assert.deepEqual(collection.indexes, [3])
  assert.throws(() => collection.add(share(1, 1)), refusal('SHARE_FOREIGN'))
  collection.add(share(0, 1))
  assert.deepEqual(collection.indexes, [3, 1])
  assert.equal(collection.remove(3) && collection.remove(1), true)
  assert.equal(collection.need, null)
  collection.add(share(1, 1))
  collection.close()
})

test('checking a share takes nothing, and refuses what adding would', () => {
  const collection = new ShareCollection(null)
  collection.check(share(1, 1))
  assert.deepEqual([collection.indexes, collection.need], [[], null])
  collection.add(share(0, 2))
  collection.check(share(0, 1))
  assert.deepEqual(collection.indexes, [2])
  assert.throws(() => collection.check(share(0, 2)), refusal('SHARE_DUPLICATE', { index: 2 }))
  assert.throws(() => collection.check(share(1, 1)), refusal('SHARE_FOREIGN'))
  collection.close()
})
