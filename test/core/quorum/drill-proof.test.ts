import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHeader } from '../../../main/core/age/header.ts'
import { osRandom } from '../../../main/core/bytes/random.ts'
import { makePairs, newKeyPair } from '../../../main/core/kit/key-pair.ts'
import type { Kit } from '../../../main/core/kit/schema.ts'
import { sealItem } from '../../../main/core/kit/sealed-item.ts'
import { proveDrill } from '../../../main/core/quorum/drill-proof.ts'
import { openQuorum } from '../../../main/core/quorum/quorum.ts'
import { ShareCollection } from '../../../main/core/quorum/shares.ts'
import { refusal } from '../refusal.ts'
import { CREATED, PASSPHRASE, smallCeremony } from '../small-ceremony.ts'
import { trusted, trustedAnew } from '../trusted.ts'

const { kit, shares } = await smallCeremony('classic')
const other = await smallCeremony('classic')
const collection = new ShareCollection(trusted(kit))
for (const share of shares) collection.add(share)
const quorum = await openQuorum(collection.validate(), PASSPHRASE, osRandom)

test('every header unwraps, and a backup to this quorum too', async () => {
  const seen: string[] = []
  const onProgress = (done: number, total: number) => {
    seen.push(`${done}/${total}`)
  }
  const own = await createHeader([other.kit.quorum.recipient, kit.quorum.recipient])
  assert.deepEqual(await proveDrill(quorum, trusted(kit), own.header, { onProgress }), {
    items: 3,
    backup: true,
  })
  assert.deepEqual(seen, ['1/3', '2/3', '3/3'])
  assert.deepEqual(await proveDrill(quorum, trusted(kit), null), { items: 3, backup: false })
})

test('items that would not open are all named: foreign, damaged, cut off', async () => {
  const [master, imported] = kit.keys
  const [backupKey] = kit.backupKeys
  assert.ok(master && imported && backupKey)
  const changed = (sealed: string, change: (bytes: Buffer) => Buffer): string =>
    change(Buffer.from(sealed, 'base64')).toString('base64')
  const flipped = changed(backupKey.sealed, bytes => {
    const mac = bytes.indexOf('\n--- ') + 10
    bytes[mac] = bytes[mac] === 65 ? 66 : 65
    return bytes
  })
  const hurt: Kit = {
    ...kit,
    backupKeys: [{ ...backupKey, sealed: flipped }],
    keys: [
      { ...master, sealed: other.kit.keys[0]?.sealed ?? '' },
      { ...imported, sealed: changed(imported.sealed, bytes => bytes.subarray(0, 60)) },
    ],
  }
  const items = [{ backupKey: 1 }, { key: master.id, version: 1 }, { key: imported.id, version: 1 }]
  await assert.rejects(
    proveDrill(quorum, trustedAnew(hurt), null),
    refusal('DRILL_UNPROVED', { items }),
  )
})

test('a private half that is not of the public half in the kit is named', async () => {
  const sealing = { quorum: kit.quorum, created: CREATED, random: osRandom }
  const labels = { label: 'release', purpose: 'releases' }
  const pair = await newKeyPair('ed25519', labels, sealing)
  const [other] = await makePairs(['ed25519'], osRandom)
  assert.ok(other)
  const { sealed: _, ...described } = pair
  const swapped = await sealItem(described, kit.quorum, other.privateKey, osRandom)
  const withPair = (sealed: string) =>
    trustedAnew({ ...kit, keys: [...kit.keys, { ...pair, sealed }] })
  assert.deepEqual(await proveDrill(quorum, withPair(pair.sealed), null), {
    items: 4,
    backup: false,
  })
  await assert.rejects(
    proveDrill(quorum, withPair(swapped), null),
    refusal('DRILL_UNPROVED', { items: [{ key: pair.id, version: 1 }] }),
  )
})

test('a backup of another quorum, and what is no backup, are two refusals', async () => {
  const foreign = await createHeader([other.kit.quorum.recipient])
  await assert.rejects(proveDrill(quorum, trusted(kit), foreign.header), refusal('DRILL_BACKUP'))
  await assert.rejects(proveDrill(quorum, trusted(kit), Buffer.from('age')), refusal('AGE_HEADER'))
})

test('a drill can be given up', async () => {
  const signal = AbortSignal.abort()
  await assert.rejects(proveDrill(quorum, trusted(kit), null, { signal }), refusal('CANCELLED'))
})
