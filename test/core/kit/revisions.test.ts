import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kitFingerprint } from '../../../main/core/kit/fingerprint.ts'
import { itemDigest } from '../../../main/core/kit/item-digest.ts'
import { kitToBytes, parseKit, proofOf, withDigest } from '../../../main/core/kit/kit.ts'
import { newMasterKey } from '../../../main/core/kit/master-key.ts'
import { addRevision, draftRevision } from '../../../main/core/kit/revise.ts'
import type { ProvingKit } from '../../../main/core/kit/schema.ts'
import type { Agreement } from '../../../main/core/log/statement.ts'
import { refusal } from '../refusal.ts'
import { CREATED } from '../small-ceremony.ts'
import { ceremonyWith } from './proving-ceremony.ts'
import {
  agree,
  authorityOf,
  changed,
  ENOUGH,
  newMember,
  PEOPLE,
  STRICT,
  sealingTo,
} from './proving-kit.ts'

const { ines, max, walt, olga, ada } = PEOPLE
const strict = await ceremonyWith(STRICT)
const bare = await ceremonyWith(null)
const { kit, items } = strict
const proofs = (grown: ProvingKit) =>
  [...grown.backupKeys, ...grown.keys].map(item => proofOf(grown, item))
const founding = { by: 'founding' } as const
const revision = (number: number, signers = ['Ines', 'Walt'], signed = true) =>
  ({ by: 'revision', revision: number, signed, signers }) as const

test('the fingerprint covers who may change the kit, the status key and every founding item', () => {
  assert.equal(kit.format, 'keyclave kit 2')
  assert.deepEqual(kit.quorum.authority, STRICT)
  assert.equal(kit.quorum.statusKey, kit.statusKey.publicKey)
  assert.deepEqual(proofs(kit), [founding, founding, founding])
  assert.deepEqual(
    kit.quorum.foundingItems,
    [kit.statusKey, ...kit.backupKeys, ...kit.keys].map(item => itemDigest(kit.format, item)),
  )
  assert.deepEqual(parseKit(kitToBytes(kit)), kit)
})

test('what was added later is proved by its revision, and the fingerprint stays', () => {
  let grown = changed(kit, { kind: 'key', key: items.key }, [ines, walt])
  grown = changed(grown, { kind: 'key', key: items.second }, [max, walt])
  grown = changed(grown, { kind: 'backup-key', backupKey: items.backupKey }, [ines, walt])
  assert.deepEqual(proofs(grown), [
    ...[founding, revision(3), founding, founding, revision(1), revision(2, ['Max', 'Walt'])],
  ])
  assert.equal(kitFingerprint(grown.quorum), kitFingerprint(kit.quorum))
  assert.deepEqual(parseKit(kitToBytes(grown)), grown)
  assert.equal(kit.revisions.length, 0)
})

test('the next versions of several keys are one revision, signed once', () => {
  const grown = changed(kit, { kind: 'key', key: items.key }, [ines, walt])
  const next = { ...items.key, version: 2, fingerprint: 'ab'.repeat(32) }
  const both = changed(grown, { kind: 'keys', keys: [items.second, next] }, [max, walt])
  const by = revision(2, ['Max', 'Walt'])
  assert.deepEqual(proofOf(both, items.second), by)
  assert.deepEqual(proofOf(both, next), by)
  assert.equal(both.revisions.length, 2)
  assert.deepEqual(parseKit(kitToBytes(both)), both)
  // A first version, one that is there, and one out of order are no next versions.
  for (const keys of [[items.token], [items.second, items.second], [{ ...next, version: 3 }]]) {
    assert.throws(() => changed(grown, { kind: 'keys', keys }, [max, walt]), /KIT_/)
  }
  const [last] = both.revisions.slice(-1)
  assert.ok(last?.change.kind === 'versions-added')
  const fewer = { ...last, change: { ...last.change, items: last.change.items.slice(0, 1) } }
  assert.throws(
    () => withDigest({ ...both, revisions: [both.revisions[0], fewer] } as ProvingKit),
    refusal('KIT_REVISION', { revision: 2, problem: 'agreed-otherwise' }),
  )
})

test('a tombstone keeps what it was provable, and nothing to open', () => {
  const [gone] = kit.keys
  assert.ok(gone)
  const grown = changed(kit, { kind: 'destroy', item: gone })
  const [stone] = grown.tombstones
  assert.ok(stone)
  assert.equal(itemDigest(grown.format, stone), itemDigest(kit.format, gone))
  assert.ok(!kitToBytes(grown).includes(gone.sealed))
  assert.deepEqual(parseKit(kitToBytes(grown)), grown)
  // The next version of a key whose first is gone is version 2.
  const next = changed(grown, { kind: 'key', key: items.second })
  assert.deepEqual(
    proofOf(next, items.second),
    revision(
      2,
      ENOUGH.map(({ name }) => name),
    ),
  )
})

test('new people in force sign from the next revision on, and the old ones no more', () => {
  const paula = newMember('Paula', 'administrator')
  const later = authorityOf([ines, paula, walt])
  const grown = changed(kit, { kind: 'authority', authority: later }, [ines, max, walt])
  const added = changed(grown, { kind: 'key', key: items.key }, [paula, walt])
  assert.deepEqual(proofOf(added, items.key), revision(2, ['Paula', 'Walt']))
  assert.throws(
    () => changed(grown, { kind: 'key', key: items.key }, [max, walt]),
    refusal('KIT_REVISION', { revision: 2, problem: 'agreement-key-not-in-force' }),
  )
})

test('a kit of the newest policy and one of the first, whose statements are of the first format', () => {
  const later = authorityOf(Object.values(PEOPLE), { policy: 2 })
  const draft = draftRevision(kit, { kind: 'authority', authority: later }, CREATED)
  const kind = 'authority-changed'
  const format = 'keyclave statement 1'
  const grown = addRevision(draft, agree(draft.hash, kind, [ines, max, walt], { format }))
  const added = changed(grown, { kind: 'key', key: items.key }, [ines, walt])
  assert.deepEqual(proofOf(added, items.key), revision(2))
  assert.throws(
    () => changed(grown, { kind: 'authority', authority: STRICT }),
    refusal('KIT_REVISION', { revision: 2, problem: 'policy-older' }),
  )
  const unknown = authorityOf(Object.values(PEOPLE), { policy: 3 })
  const beyond = changed(kit, { kind: 'authority', authority: unknown })
  assert.throws(
    () => changed(beyond, { kind: 'key', key: items.key }, [ines, walt]),
    refusal('KIT_REVISION', { revision: 2, problem: 'policy-unknown' }),
  )
})

test('without people a later item is marked as unsigned', () => {
  const grown = changed(bare.kit, { kind: 'key', key: bare.items.key }, [])
  assert.deepEqual(proofOf(grown, bare.items.key), revision(1, [], false))
  assert.deepEqual(parseKit(kitToBytes(grown)), grown)
})

test('people who came without a signature make nothing signed', () => {
  const named = changed(bare.kit, { kind: 'authority', authority: STRICT }, [])
  const grown = changed(named, { kind: 'key', key: bare.items.key }, [ines, walt])
  assert.deepEqual(proofOf(grown, bare.items.key), revision(2, ['Ines', 'Walt'], false))
})

test('too few, the wrong ones, one of them twice: not enough', () => {
  const short = refusal('KIT_REVISION', { revision: 1, problem: 'agreement-short' })
  const addKey = { kind: 'key', key: items.key } as const
  for (const signers of [[ines], [ines, max], [walt], [ines, ines], [olga, ada], [ada, walt]]) {
    assert.throws(() => changed(kit, addKey, signers), short)
  }
  const [item] = kit.keys
  assert.ok(item)
  assert.throws(() => changed(kit, { kind: 'destroy', item }, [ines, walt]), short)
  const authority = authorityOf([ines])
  assert.throws(() => changed(kit, { kind: 'authority', authority }, [ines, walt]), short)
})

test('what was agreed to is this revision, at this time, of this log, once', () => {
  const draft = draftRevision(kit, { kind: 'key', key: items.key }, CREATED)
  const other = draftRevision(kit, { kind: 'key', key: items.token }, CREATED)
  const kind = 'item-added'
  const signers = [ines, walt]
  const minutes = (count: number) => new Date(CREATED.getTime() + count * 60_000)
  const [eve] = [newMember('Eve', 'administrator')]
  const cases: readonly (readonly [string, Agreement | null])[] = [
    ['unsigned', null],
    ['agreed-otherwise', agree(other.hash, kind, signers)],
    ['agreed-otherwise', agree(draft.hash, 'backup-key-rotated', signers)],
    ['agreed-otherwise', agree(draft.hash, kind, signers, { log: 'cd'.repeat(16) })],
    ['agreement-expired', agree(draft.hash, kind, signers, { asked: minutes(-16) })],
    ['agreement-expired', agree(draft.hash, kind, signers, { asked: minutes(16) })],
    ['agreement-key-not-in-force', agree(draft.hash, kind, [eve, walt])],
  ]
  for (const [problem, agreement] of cases) {
    assert.throws(
      () => addRevision(draft, agreement),
      refusal('KIT_REVISION', { revision: 1, problem }),
      problem,
    )
  }
  const good = agree(draft.hash, kind, signers)
  const [first] = good.by
  assert.ok(first)
  const swapped = {
    ...good,
    by: good.by.map(consent => ({ ...consent, signature: first.signature })),
  }
  assert.throws(
    () => addRevision(draft, swapped),
    refusal('KIT_REVISION', { revision: 1, problem: 'agreement-signature-wrong' }),
  )
  const once = addRevision(draft, good)
  const request = good.statement.request
  const next = draftRevision(once, { kind: 'key', key: items.token }, CREATED)
  assert.throws(
    () => addRevision(next, agree(next.hash, kind, signers, { request })),
    refusal('KIT_REVISION', { revision: 2, problem: 'agreement-used' }),
  )
})

test('a revision is what it says: the next version, the next generation, a free label', async () => {
  const [video] = kit.keys
  const [newest] = kit.backupKeys
  assert.ok(video && newest)
  const clash = await newMasterKey(128, { label: 'VIDEO-root', purpose: 'x' }, sealingTo(kit))
  assert.throws(() => changed(kit, { kind: 'key', key: clash }), refusal('KEY_EXISTS'))
  const twice = changed(kit, { kind: 'key', key: items.second })
  const skipped = { ...items.second, version: 4 }
  assert.throws(() => changed(twice, { kind: 'key', key: skipped }), refusal('KIT_FORMAT'))
  assert.throws(
    () => changed(twice, { kind: 'key', key: items.second }),
    refusal('KIT_TAMPERED', {
      where: { item: { key: items.second.id, version: 2 }, part: 'twice' },
    }),
  )
  assert.throws(
    () => changed(kit, { kind: 'destroy', item: newest }),
    refusal('KIT_REVISION', { revision: 1, problem: 'newest-backup-key' }),
  )
  assert.throws(
    () => changed(kit, { kind: 'authority', authority: STRICT }),
    refusal('KIT_REVISION', { revision: 1, problem: 'not-as-it-says' }),
  )
})

test('a kit of the first format proves its founding items, and nothing that came later', () => {
  const { firstKit } = strict
  assert.deepEqual(
    [...firstKit.backupKeys, ...firstKit.keys].map(item => proofOf(firstKit, item)),
    [founding, founding, founding],
  )
  assert.deepEqual(proofOf(firstKit, items.key), { by: 'nothing' })
})
