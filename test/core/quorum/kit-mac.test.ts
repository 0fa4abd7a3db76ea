import assert from 'node:assert/strict'
import { createHmac, hkdfSync } from 'node:crypto'
import { test } from 'node:test'
import { osRandom } from '../../../main/core/bytes/random.ts'
import { kitFingerprint } from '../../../main/core/kit/fingerprint.ts'
import { headAt } from '../../../main/core/kit/revise.ts'
import type { Kit } from '../../../main/core/kit/schema.ts'
import { isStatusKeyOf } from '../../../main/core/kit/status-key.ts'
import { kitMac, kitMacKey } from '../../../main/core/quorum/kit-mac.ts'
import { openQuorum } from '../../../main/core/quorum/quorum.ts'
import { ShareCollection } from '../../../main/core/quorum/shares.ts'
import { ceremonyWith } from '../kit/proving-ceremony.ts'
import { changed, PEOPLE, STRICT } from '../kit/proving-kit.ts'
import { renewMac } from '../kit/renewed-mac.ts'
import { refusal } from '../refusal.ts'
import { PASSPHRASE } from '../small-ceremony.ts'
import { asProved, trusted } from '../trusted.ts'

const { ines, walt } = PEOPLE
const { kit, firstKit, items, shares } = await ceremonyWith(STRICT)
const other = await ceremonyWith(STRICT)

async function opened(record: Kit) {
  const collection = new ShareCollection(trusted(record))
  for (const share of shares.slice(0, 3)) collection.add(share)
  try {
    return await openQuorum(collection.validate(), PASSPHRASE, osRandom)
  } finally {
    collection.close()
  }
}

test('the MAC is HMAC-SHA-256 under a key of its own, from S and Kp', () => {
  const [secret, kp, setId] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2), Buffer.alloc(5, 3)]
  const label = 'keyclave/v1 kit revisions'
  const key = Buffer.from(hkdfSync('sha256', Buffer.concat([secret, kp]), setId, label, 32))
  assert.deepEqual(kitMacKey(secret, kp, setId), key)
  const head = 'ab'.repeat(32)
  const expected = createHmac('sha256', key).update(label).update(Buffer.from(head, 'hex'))
  assert.equal(kitMac(key, head), expected.digest('hex'))
})

test('an opening knows its kit as it was founded, and what came after is by signatures', async () => {
  const quorum = await opened(kit)
  const grown = changed(kit, { kind: 'key', key: items.key }, [ines, walt])
  quorum.requireOwn(kit)
  quorum.requireOwn(grown)
  quorum.requireOwn(firstKit)
  const seen = renewMac(grown, head => quorum.macOf(head), 1)
  assert.deepEqual(seen.mac.revision, 1)
  assert.notEqual(seen.mac.value, grown.mac.value)
  quorum.requireOwn(seen)
  const again = changed(seen, { kind: 'key', key: items.token }, [ines, walt])
  assert.deepEqual(again.mac, seen.mac)
  quorum.requireOwn(again)
  assert.equal(headAt(kit, 0), kitFingerprint(kit.quorum))
  quorum.close()
  assert.throws(() => quorum.requireOwn(kit), /closed/)
})

test('a MAC of another quorum, or over something else, is refused', async () => {
  const quorum = await opened(kit)
  const macs = [
    { ...kit.mac, value: other.kit.mac.value },
    { ...kit.mac, value: quorum.macOf('00'.repeat(32)) },
  ]
  for (const mac of macs) {
    assert.throws(
      () => quorum.requireOwn({ ...kit, mac }),
      refusal('KIT_TAMPERED', { where: 'mac' }),
    )
  }
  quorum.close()
})

test('a kit without a revision that the quorum has seen is refused before anything is opened', async () => {
  const quorum = await opened(kit)
  const grown = changed(kit, { kind: 'key', key: items.key }, [ines, walt])
  const seen = renewMac(grown, head => quorum.macOf(head), 1)
  quorum.close()
  assert.throws(
    () => renewMac({ ...kit, mac: seen.mac }, () => seen.mac.value, 1),
    refusal('KIT_REVISION', { revision: 1, problem: 'missing' }),
  )
})

test('the status key opens, and is the one that the founding part names', async () => {
  const quorum = await opened(kit)
  const seed = await quorum.open(asProved(kit.statusKey))
  assert.ok(isStatusKeyOf(seed, kit.statusKey))
  assert.equal(kit.quorum.statusKey, kit.statusKey.publicKey)
  quorum.close()
})
