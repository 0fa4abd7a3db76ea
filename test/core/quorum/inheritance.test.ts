import assert from 'node:assert/strict'
import { test } from 'node:test'
import { osRandom } from '../../../main/core/bytes/random.ts'
import { newBackupKey } from '../../../main/core/kit/backup-key.ts'
import { kitFingerprint } from '../../../main/core/kit/fingerprint.ts'
import { buildKit, kitToBytes, parseKit } from '../../../main/core/kit/kit.ts'
import type { Kit, KitItem } from '../../../main/core/kit/schema.ts'
import { sealItem } from '../../../main/core/kit/sealed-item.ts'
import { newStatusKey } from '../../../main/core/kit/status-key.ts'
import { foundQuorum } from '../../../main/core/quorum/founding.ts'
import { Inheritance } from '../../../main/core/quorum/inheritance.ts'
import { type OpenQuorum, openQuorum } from '../../../main/core/quorum/quorum.ts'
import { proveRecovery } from '../../../main/core/quorum/recovery-proof.ts'
import { ShareCollection } from '../../../main/core/quorum/shares.ts'
import type { ItemName } from '../../../shared/codes/index.ts'
import type { IdentityType } from '../../../shared/share.ts'
import { refusal } from '../refusal.ts'
import {
  CREATED,
  IMPORTED,
  PASSPHRASE,
  type SmallCeremony,
  smallCeremony,
} from '../small-ceremony.ts'
import { asProved, trusted, trustedAnew } from '../trusted.ts'

const NEW_PASSPHRASE = Buffer.from('another quorum has another phrase')

function open(
  { kit, shares }: Pick<SmallCeremony, 'kit' | 'shares'>,
  passphrase = PASSPHRASE,
): Promise<OpenQuorum> {
  const collection = new ShareCollection(trusted(kit))
  for (const share of shares) collection.add(share)
  return openQuorum(collection.validate(), passphrase, osRandom)
}

type Opening = Pick<SmallCeremony, 'kit' | 'shares'>

interface Reissued extends Omit<SmallCeremony, 'firstKit'> {
  readonly inheritance: Inheritance
}

/** A 2-of-3 quorum in place of the old one, of a type of its own. */
async function reissue(old: Opening, identity: IdentityType): Promise<Reissued> {
  const inheritance = new Inheritance(trusted(old.kit), await open(old), osRandom)
  const policy = { threshold: 2, custodians: ['Ada', 'Grace', 'Annie'], identity, kdf: 1 } as const
  const { record, shares, macOf } = await foundQuorum(policy, NEW_PASSPHRASE, osRandom)
  const { backupKeys, keys } = await inheritance.sealTo(record)
  const generation = backupKeys.length + 1
  const current = await newBackupKey({
    ...{ quorum: record, generation, created: CREATED, random: osRandom },
  })
  const sealing = { quorum: record, created: CREATED, random: osRandom }
  const statusKey = await newStatusKey(sealing)
  const kit = buildKit({
    ...{ authority: null, statusKey, macOf },
    quorum: {
      ...{ ...record, title: 'Re-issue', organisation: 'Example Ltd' },
      ...{ created: CREATED.toISOString(), replaces: inheritance.replaces },
    },
    backupKeys: [...backupKeys, current],
    keys,
  })
  return { kit, shares, macOf, inheritance }
}

const openParts = ({ backupKeys, keys }: Kit): object[] =>
  [...backupKeys, ...keys].map(({ sealed: _, ...open_ }) => open_)
const items = ({ backupKeys, keys }: Kit): KitItem[] => [...backupKeys, ...keys]

const classic = await smallCeremony('classic')
const upgraded = await reissue(classic, 'hybrid')
const hybrid = await smallCeremony('hybrid')
const downgraded = await reissue(hybrid, 'classic')

for (const [from, to, old, next] of [
  ['classic', 'hybrid', classic, upgraded],
  ['hybrid', 'classic', hybrid, downgraded],
] as const) {
  test(`from ${from} to ${to}: everything opens with the new quorum, to the byte, and keeps its names`, async () => {
    assert.deepEqual(next.kit.quorum.replaces, {
      setId: old.kit.quorum.setId,
      fingerprint: kitFingerprint(old.kit.quorum),
    })
    assert.deepEqual(parseKit(kitToBytes(next.kit)), next.kit)
    const [current] = next.kit.backupKeys.slice(-1)
    assert.deepEqual(
      openParts(next.kit).filter(item => !('generation' in item && item.generation === 2)),
      openParts(old.kit),
    )
    assert.equal(current?.generation, 2)
    assert.equal(next.kit.quorum.foundingItems.length, 1 + items(next.kit).length)

    const before = await open(old)
    const after = await open(next, NEW_PASSPHRASE)
    const inherited = items(next.kit).filter(item => item !== current)
    for (const [i, item] of inherited.entries()) {
      const was = items(old.kit)[i] as KitItem
      assert.deepEqual(await after.open(asProved(item)), await before.open(asProved(was)))
      // Neither quorum opens what is sealed to the other.
      await assert.rejects(after.open(asProved(was)), refusal('KIT_TAMPERED'))
      await assert.rejects(before.open(asProved(item)), refusal('KIT_TAMPERED'))
    }
    const [, imported] = next.kit.keys
    assert.deepEqual(await after.open(asProved(imported as KitItem)), IMPORTED)

    // Nor does a share, or the passphrase, of one serve the other.
    const mixed = new ShareCollection(trusted(next.kit))
    const set = { set: old.kit.quorum.setId, expected: next.kit.quorum.setId }
    for (const share of old.shares) {
      assert.throws(() => mixed.add(share), refusal('SHARE_FOREIGN', set))
    }
    await assert.rejects(open(next, PASSPHRASE), refusal('PASSPHRASE_WRONG'))

    const trial = { kit: trusted(next.kit), shares: next.shares, passphrase: NEW_PASSPHRASE }
    let proved = 0
    const onProgress = (done: number) => {
      proved = done
    }
    await proveRecovery({
      ...{ ...trial, random: osRandom },
      whileOpen: quorum => next.inheritance.prove(quorum, trusted(next.kit), { onProgress }),
    })
    assert.equal(proved, 3)
    before.close()
    after.close()
  })
}

test('a secret that was swapped on the way is named, though its sealed form is sound', async () => {
  const next = downgraded
  const quorum = await open(next, NEW_PASSPHRASE)
  const [master, imported] = next.kit.keys
  assert.ok(master && imported)
  const { sealed: _, ...description } = imported
  // Same length, same description, other bytes: an imported secret has no fingerprint that would tell.
  const other = Buffer.alloc(IMPORTED.length, 'x')
  const swapped = {
    ...imported,
    sealed: await sealItem(description, next.kit.quorum, other, osRandom),
  }
  const prove = (keys: Kit['keys'], backupKeys = next.kit.backupKeys) =>
    next.inheritance.prove(quorum, trustedAnew({ ...next.kit, keys, backupKeys }))
  const unproved = (item: ItemName) => refusal('REISSUE_UNPROVED', { item })
  const name = { key: imported.id, version: 1 }
  await assert.rejects(prove([master, swapped]), unproved(name))
  await assert.rejects(prove([master]), unproved(name))
  await assert.rejects(prove([master, { ...imported, label: 'other' }]), unproved(name))
  await assert.rejects(prove(next.kit.keys, []), unproved({ backupKey: 1 }))
  await prove(next.kit.keys)
  next.inheritance.close()
  await assert.rejects(prove(next.kit.keys), refusal('CANCELLED'))
  quorum.close()
})

test('an item of the old kit that was altered ends it; so does a cancellation', async () => {
  const [master, imported] = classic.kit.keys
  assert.ok(master && imported)
  const kit = { ...classic.kit, keys: [{ ...master, purpose: 'something else' }, imported] }
  const inheritance = new Inheritance(trustedAnew(kit), await open(classic), osRandom)
  await assert.rejects(inheritance.sealTo(classic.kit.quorum), refusal('KIT_TAMPERED'))
  const watch = { signal: AbortSignal.abort() }
  await assert.rejects(inheritance.sealTo(classic.kit.quorum, watch), refusal('CANCELLED'))
  assert.throws(
    () => inheritance.requireFree(['new', 'VIDEO-ROOT']),
    refusal('KEY_EXISTS', { label: 'VIDEO-ROOT' }),
  )
  inheritance.requireFree(['new'])
  inheritance.close()
})

test('a kit keeps backup keys of another type only behind its own, and only as a successor', async () => {
  const { kit } = upgraded
  const { foundingItems: _, replaces: __, ...first } = kit.quorum
  const { statusKey, backupKeys: all, keys } = kit
  const macOf = () => '0'.repeat(64)
  const own = { authority: null, statusKey, macOf }
  const contents = { ...own, quorum: kit.quorum, backupKeys: all, keys }
  buildKit(contents)
  const where = (place: number) =>
    refusal('KIT_FORMAT', {
      where: `backupKeys[${place}].recipient`,
      problem: { recipient: 'hybrid' },
    })
  assert.throws(() => buildKit({ ...contents, quorum: first }), where(0))
  const backupKeys = kit.backupKeys.slice(0, 1)
  assert.throws(() => buildKit({ ...contents, backupKeys }), where(0))
  const itself = { setId: kit.quorum.setId, fingerprint: '0'.repeat(64) }
  assert.throws(
    () => buildKit({ ...contents, quorum: { ...kit.quorum, replaces: itself } }),
    refusal('KIT_FORMAT', { where: 'quorum.replaces.setId', problem: 'own-set-id' }),
  )
})
