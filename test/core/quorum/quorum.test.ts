import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recipientOfIdentity } from '../../../main/core/age/identity.ts'
import { osRandom } from '../../../main/core/bytes/random.ts'
import { newBackupKey } from '../../../main/core/kit/backup-key.ts'
import { isKeyOf, newMasterKey } from '../../../main/core/kit/master-key.ts'
import type { Kit, KitItem, KitKey, KitQuorum } from '../../../main/core/kit/schema.ts'
import { openItem } from '../../../main/core/kit/sealed-item.ts'
import { foundQuorum } from '../../../main/core/quorum/founding.ts'
import { openQuorum } from '../../../main/core/quorum/quorum.ts'
import { ShareCollection } from '../../../main/core/quorum/shares.ts'
import { refuse } from '../../../shared/errors.ts'
import { addKey, rotateBackupKey } from '../first-kit.ts'
import { refusal } from '../refusal.ts'
import { CREATED, IMPORTED, PASSPHRASE, smallCeremony } from '../small-ceremony.ts'
import { asProved, trusted, trustedWith } from '../trusted.ts'

const { kit, firstKit, shares } = await smallCeremony('classic')
const { quorum: record } = kit
const other = await smallCeremony('classic')

/** A share of the ceremony by its index, 1…5. */
const share = (index: number): Buffer => Buffer.from(shares[index - 1] as Buffer)

function collect(kitRecord: KitQuorum | null, ...indexes: number[]) {
  const collection = new ShareCollection(kitRecord && trustedWith(kit, kitRecord))
  for (const index of indexes) collection.add(share(index))
  return collection
}

const open = (kitRecord: KitQuorum | null, ...indexes: number[]) =>
  openQuorum(collect(kitRecord, ...indexes).validate(), PASSPHRASE, osRandom)

test('with the kit, each share is accepted by its custodian’s name', () => {
  const collection = new ShareCollection(trusted(kit))
  assert.deepEqual(collection.add(share(5)), { index: 5, custodian: 'Zoë', have: 1, need: 3 })
  assert.deepEqual(collection.add(share(2)), { index: 2, custodian: 'Grace', have: 2, need: 3 })
  assert.throws(() => collection.validate(), refusal('QUORUM_SHORT', { have: 2, need: 3 }))
  assert.throws(() => collection.add(share(2)), refusal('SHARE_DUPLICATE', { index: 2 }))
  assert.deepEqual(collection.indexes, [5, 2])
  collection.add(share(1))
  assert.deepEqual(
    collection.validate().proved.shares.map(s => s.index),
    [5, 2, 1],
  )
})

test('no shares at all are too few', () => {
  assert.throws(() => collect(null).validate(), refusal('QUORUM_SHORT', { have: 0, need: 2 }))
  assert.throws(() => collect(record).validate(), refusal('QUORUM_SHORT', { have: 0, need: 3 }))
})

test('a share of another quorum is foreign, with and without the kit', () => {
  const foreign = other.shares[0] as Buffer
  const expected = { set: other.kit.quorum.setId, expected: record.setId }
  assert.throws(() => collect(record).add(foreign), refusal('SHARE_FOREIGN', expected))
  assert.throws(() => collect(null, 2).add(foreign), refusal('SHARE_FOREIGN', expected))
})

test('with the kit, every flipped bit of a share is refused by name', () => {
  for (let bit = 0; bit < 44 * 8; bit += 1) {
    const flipped = share(3)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7))
    const collection = new ShareCollection(trusted(kit))
    assert.throws(
      () => collection.add(flipped),
      (error: unknown) => {
        const { code } = error as { code: string }
        const expected =
          bit < 3
            ? /^SHARE_VERSION$/
            : bit < 8
              ? /^SHARE_(HEADER|MISMATCH)$/
              : bit < 48
                ? /^SHARE_FOREIGN$/
                : bit < 56
                  ? /^SHARE_(HEADER|MISMATCH)$/
                  : /^SHARE_(HEADER|FORGED|UNKNOWN_INDEX)$/
        assert.match(code, expected, `bit ${bit}`)
        return true
      },
    )
    assert.deepEqual(collection.indexes, [])
  }
})

test('a forged value is named with its custodian; an index beyond the kit is unknown', () => {
  const forged = share(3)
  forged[20] = (forged[20] ?? 0) ^ 1
  const named = { index: 3, custodian: 'Katherine', confirmed: true }
  assert.throws(() => collect(record).add(forged), refusal('SHARE_FORGED', named))
  const unknown = share(3)
  unknown[7] = 6
  const data = { index: 6, count: 5 }
  assert.throws(() => collect(record).add(unknown), refusal('SHARE_UNKNOWN_INDEX', data))
})

test('without the kit, the first share says what the others must agree with', () => {
  const changed = (offset: number, mask: number): Buffer => {
    const bytes = share(3)
    bytes[offset] = (bytes[offset] ?? 0) ^ mask
    return bytes
  }
  const cases = [
    ['identity-type', changed(0, 0x10)],
    ['kdf-profile', changed(0, 0x02)],
    ['threshold', changed(6, 0x04)],
  ] as const
  for (const [field, bytes] of cases) {
    assert.throws(() => collect(null, 1).add(bytes), refusal('SHARE_MISMATCH', { index: 3, field }))
  }
})

test('without the kit, a forged value is found when combining', async () => {
  const forged = share(3)
  forged[20] = (forged[20] ?? 0) ^ 1
  const collection = collect(null, 1, 2)
  collection.add(forged)
  await assert.rejects(
    openQuorum(collection.validate(), PASSPHRASE, osRandom),
    refusal('SHARES_INCONSISTENT'),
  )
})

test('any three shares open the quorum, and everything in the kit', async () => {
  const [key, imported] = kit.keys
  const [backupKey] = kit.backupKeys
  assert.ok(key?.kind === 'master-key' && imported && backupKey)
  const opened = await open(record, 4, 1, 5)
  try {
    assert.equal(opened.recipient, record.recipient)
    assert.equal(opened.proved, true)
    assert.ok(isKeyOf(await opened.open(asProved(key)), key))
    assert.deepEqual(await opened.open(asProved(imported)), IMPORTED)
    assert.equal(
      await recipientOfIdentity(await opened.open(asProved(backupKey))),
      backupKey.recipient,
    )
    assert.equal(await recipientOfIdentity(await opened.identityText()), record.recipient)
  } finally {
    opened.close()
  }
})

test('more than three shares are checked, and three of them used', async () => {
  const opened = await open(record, 1, 2, 3, 4, 5)
  assert.equal(opened.recipient, record.recipient)
  opened.close()
})

test('without the kit the same identity comes out, unproved', async () => {
  const opened = await open(null, 2, 3, 4)
  assert.equal(opened.recipient, record.recipient)
  assert.equal(opened.proved, false)
  const noMatch = refuse('CANCELLED', {})
  refusal('PASSPHRASE_WRONG', { against: 'file' })(opened.explainNoMatch(noMatch))
  opened.close()
})

test('a wrong passphrase is known at once with the kit, and gives another identity without', async () => {
  const wrong = Buffer.from('unmixed tarantula yo-yo gumdrops')
  await assert.rejects(
    openQuorum(collect(record, 1, 2, 3).validate(), wrong, osRandom),
    refusal('PASSPHRASE_WRONG', { against: 'kit' }),
  )
  const opened = await openQuorum(collect(null, 1, 2, 3).validate(), wrong, osRandom)
  assert.notEqual(opened.recipient, record.recipient)
  const [key] = kit.keys
  assert.ok(key)
  await assert.rejects(opened.open(asProved(key)), refusal('KIT_TAMPERED'))
  opened.close()
})

test('a proved quorum says that a file without a match is not for it', async () => {
  const opened = await open(record, 1, 2, 3)
  const noMatch = refuse('CANCELLED', {})
  assert.equal(opened.explainNoMatch(noMatch), noMatch)
  opened.close()
})

test('a kit with another commitment to the secret is tampered with', async () => {
  const changed = { ...record, secretCommitment: '00'.repeat(32) }
  const where = 'secret-commitment'
  await assert.rejects(open(changed, 1, 2, 3), refusal('KIT_TAMPERED', { where }))
})

test('a kit with another recipient does not open: nothing is sealed to a stranger unnoticed', async () => {
  const changed = { ...record, recipient: other.kit.quorum.recipient }
  await assert.rejects(open(changed, 1, 2, 3), refusal('PASSPHRASE_WRONG'))
})

test('every public field of an item that the kit changed is found on opening', async () => {
  const opened = await open(record, 1, 2, 3)
  const [key, imported] = kit.keys
  const [backupKey] = kit.backupKeys
  assert.ok(key?.kind === 'master-key' && imported?.kind === 'imported-secret' && backupKey)
  const { expires: _, ...withoutExpiry } = key
  const changed: readonly KitItem[] = [
    { ...key, id: '0000000000000000' },
    { ...key, version: 2 },
    { ...key, label: 'other' },
    { ...key, purpose: 'other' },
    { ...key, expires: '2099-01-01' },
    { ...key, created: '2026-11-21T10:00:00.001Z' },
    { ...key, bits: 128 },
    { ...key, fingerprint: '00'.repeat(32) },
    { ...key, kcv: '0000000000' },
    { ...key, sealed: imported.sealed },
    withoutExpiry,
    { ...imported, bytes: 5 },
    { ...backupKey, generation: 2 },
    { ...backupKey, recipient: record.recipient },
    { ...backupKey, sealed: other.kit.backupKeys[0]?.sealed ?? '' },
  ]
  for (const item of changed)
    await assert.rejects(opened.open(asProved(item)), refusal('KIT_TAMPERED'))
  opened.close()
})

test('an item whose public part agrees with itself but not with its secret is found', async () => {
  // Whoever has the recipient can seal; what they seal must still be what it says.
  const sealing = { quorum: record, created: CREATED, random: osRandom }
  const made = await newMasterKey(128, { label: 'planted', purpose: 'x' }, sealing)
  const { sealItem } = await import('../../../main/core/kit/sealed-item.ts')
  const { sealed: _, ...description } = made
  const planted: KitKey = {
    ...made,
    sealed: await sealItem(description, record, Buffer.alloc(16), osRandom),
  }
  const opened = await open(record, 1, 2, 3)
  const where = { item: { key: made.id, version: 1 }, part: 'public' }
  await assert.rejects(opened.open(asProved(planted)), refusal('KIT_TAMPERED', { where }))
  opened.close()
})

test('what was added after the ceremony opens too', async () => {
  const sealing = { quorum: record, created: CREATED, random: osRandom }
  const key = await newMasterKey(192, { label: 'later', purpose: 'later' }, sealing)
  const backupKey = await newBackupKey({ ...sealing, generation: 2 })
  const grown: Kit = rotateBackupKey(addKey(firstKit, key), backupKey)
  const opened = await open(grown.quorum, 3, 4, 5)
  assert.ok(isKeyOf(await opened.open(asProved(key)), key))
  assert.equal(
    await recipientOfIdentity(await opened.open(asProved(backupKey))),
    backupKey.recipient,
  )
  opened.close()
})

test('a closed quorum opens nothing, and its seed is gone', async () => {
  const opened = await open(record, 1, 2, 3)
  opened.close()
  opened.close()
  const [key] = kit.keys
  assert.ok(key)
  await assert.rejects(opened.open(asProved(key)), /closed/)
  assert.throws(() => opened.identityText(), /closed/)
  const seed = Buffer.alloc(32)
  const { sealed, ...description } = key
  const quorum = { setId: record.setId, identity: record.identity, seed }
  assert.equal(await openItem(description, sealed, quorum, { key: key.id, version: 1 }), null)
})

test('a closed collection has wiped its shares', () => {
  const collection = collect(record, 1, 2, 3)
  const validated = collection.validate()
  collection.close()
  for (const { value } of validated.proved.shares) assert.ok(value.every(byte => byte === 0))
})

test('founding checks the policy first, wipes what it drew, and closes its shares', async () => {
  const drawn: Buffer[] = []
  const random = (length: number): Buffer => {
    const bytes = osRandom(length)
    drawn.push(bytes)
    return bytes
  }
  const policy = { custodians: ['Ada', 'Grace'], identity: 'classic', kdf: 1 } as const
  await assert.rejects(
    foundQuorum({ ...policy, threshold: 1 }, PASSPHRASE, random),
    refusal('QUORUM_THRESHOLD_ONE'),
  )
  await assert.rejects(
    foundQuorum({ ...policy, threshold: 3 }, PASSPHRASE, random),
    refusal('QUORUM_POLICY'),
  )
  assert.deepEqual(drawn, [])
  const founded = await foundQuorum({ ...policy, threshold: 2 }, PASSPHRASE, random)
  const [, secret] = drawn
  assert.deepEqual(secret, Buffer.alloc(32))
  founded.close()
  assert.ok(founded.shares.every(bytes => bytes.every(byte => byte === 0)))
})
