import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { osRandom } from '../../../main/core/bytes/random.ts'
import { ShareCollection } from '../../../main/core/quorum/shares.ts'
import { MatchingShares } from '../../../main/core/share/matching-shares.ts'
import { combineShares } from '../../../main/core/share/shamir.ts'
import { KeyclaveError } from '../../../shared/errors.ts'
import {
  cardEntries,
  confirmCorrections,
  type Entry,
  parseWords,
  propose,
  shareToWords,
} from '../../../shared/share-text.ts'
import { seededRandom } from '../../vault/vault-fixture.ts'
import { refusal } from '../refusal.ts'
import { smallCeremony } from '../small-ceremony.ts'
import { trusted } from '../trusted.ts'

const { valid } = JSON.parse(
  readFileSync(new URL('../../vectors/share/sets.json', import.meta.url), 'utf8'),
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

/** A card of which more is wrong than its parity can tell: eight words unreadable, and others wrong. */
function damagedBeyond(share: Uint8Array, below: (bound: number) => number): readonly Entry[] {
  const places = Array.from({ length: 40 }, (_, place) => ({ place, key: below(2 ** 31) }))
    .sort((a, b) => a.key - b.key)
    .map(({ place }) => place)
  const [unreadable, wrong] = [places.slice(0, 8), places.slice(8, 9 + below(4))]
  return parseWords(shareToWords(share).join(' ')).map((entry, place) => {
    if (unreadable.includes(place)) return null
    return wrong.includes(place) ? (Number(entry) + 1 + below(2047)) % 2048 : entry
  })
}

/** What a recovery would propose; null when it says that the card is damaged. */
function correctedCard(entries: readonly Entry[]): Uint8Array | null {
  try {
    return confirmCorrections(propose(cardEntries(entries)))
  } catch (error) {
    refusal('SHARE_DAMAGED')(error)
    return null
  }
}

test('a card that is “corrected” to another share is refused by the kit, and by the digest without one', async () => {
  const random = seededRandom('beyond the bound')
  const below = (bound: number): number => random(4).readUInt32BE() % bound
  const { kit, shares } = await smallCeremony('classic')
  const [first, second, third] = shares as readonly [Buffer, Buffer, Buffer]
  let corrected = 0
  const wrongs: Uint8Array[] = []
  for (let round = 0; round < 1000; round += 1) {
    const wrong = correctedCard(damagedBeyond(first, below))
    if (wrong === null) continue
    corrected += 1
    assert.notDeepEqual(Buffer.from(wrong), first)
    const collection = new ShareCollection(trusted(kit))
    assert.throws(
      () => collection.add(wrong),
      error => error instanceof KeyclaveError && error.code.startsWith('SHARE_'),
    )
    assert.deepEqual(collection.indexes, [])
    if (Buffer.from(wrong).subarray(0, 8).equals(first.subarray(0, 8))) wrongs.push(wrong)
  }
  assert.ok(corrected > 300, `${corrected} of 1,000 cards were corrected, wrongly`)
  assert.ok(wrongs.length > 20, 'some look like the share to all but their commitment')
  for (const wrong of wrongs.slice(0, 3)) {
    const unchecked = new MatchingShares()
    for (const share of [wrong, second, third]) unchecked.add(share)
    await assert.rejects(combineShares(unchecked.all(), osRandom), refusal('SHARES_INCONSISTENT'))
  }
})
