import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { Encrypter } from 'age-encryption'
import { ageIdentity } from '../../../main/core/age/identity.ts'
import { osRandom } from '../../../main/core/bytes/random.ts'
import { type ItemDescription, openItem, sealItem } from '../../../main/core/kit/sealed-item.ts'
import { canonicalBytes } from '../../../main/core/text/canonical-json.ts'
import { refusal } from '../refusal.ts'

const setId = '0102030405'
const description: ItemDescription = {
  kind: 'master-key',
  id: '00112233445566aa',
  version: 1,
  label: 'vidéo-root',
}
const item = { key: '00112233445566aa', version: 1 }
const KINDS = ['master-key', 'imported-secret', 'backup-identity'] as const
const SECRET = Buffer.from('AGE-SECRET-KEY-1QQQ, only ASCII')

async function identityOf(identity: 'hybrid' | 'classic') {
  const seed = osRandom(32)
  const { recipient, text } = await ageIdentity(seed, identity)
  return { seed, recipient, text, identity, setId }
}
const classic = await identityOf('classic')
const sealed = await sealItem(description, classic, SECRET, osRandom)

/** Seals any JSON, as anyone can who has the recipient. */
async function sealAny(value: unknown): Promise<string> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(classic.recipient)
  const bytes = value instanceof Uint8Array ? value : canonicalBytes(value)
  return Buffer.from(await encrypter.encrypt(bytes)).toString('base64')
}
const plain = { ...description, v: 1, quorum: setId, secret: '00ff' }

for (const type of ['hybrid', 'classic'] as const) {
  test(`${type}: every kind of secret comes back, the largest one too`, async () => {
    const quorum = await identityOf(type)
    for (const kind of KINDS) {
      const described = { ...description, kind }
      const sealedItem = await sealItem(described, quorum, SECRET, osRandom)
      assert.deepEqual(await openItem(described, sealedItem, quorum, item), SECRET)
    }
    const largest = { ...description, kind: 'imported-secret' } as const
    const secret = osRandom(65_536)
    const sealedItem = await sealItem(largest, quorum, secret, osRandom)
    assert.deepEqual(await openItem(largest, sealedItem, quorum, item), secret)
  })

  test(`${type}: an item sealed to someone else is not mine, and not an error`, async () => {
    const [quorum, other] = [await identityOf(type), await identityOf(type)]
    const sealedItem = await sealItem(description, other, SECRET, osRandom)
    assert.equal(await openItem(description, sealedItem, quorum, item), null)
  })
}

test('the stock age command and python3 open an item', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-item-'))
  try {
    const file = path.join(folder, 'identity.txt')
    writeFileSync(file, classic.text, { mode: 0o600 })
    const json = execFileSync('age', ['-d', '-i', file], { input: Buffer.from(sealed, 'base64') })
    const script = 'import json,sys; print(json.load(sys.stdin)["secret"], end="")'
    const secret = execFileSync('python3', ['-c', script], { input: json }).toString()
    assert.deepEqual(Buffer.from(secret, 'hex'), SECRET)
    const { secret: _, ...shown } = JSON.parse(json.toString())
    assert.deepEqual(shown, { ...description, v: 1, quorum: setId })
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('each field that the kit changed, added or left out is named', async () => {
  const open = (changed: ItemDescription, quorum = classic) =>
    openItem(changed, sealed, quorum, item)
  const changes: readonly (readonly [string, ItemDescription])[] = [
    ['label', { ...description, label: 'video-root' }],
    ['id', { ...description, id: '00112233445566ab' }],
    ['version', { ...description, version: 2 }],
    ['kind', { ...description, kind: 'imported-secret' }],
    ['expires', { ...description, expires: '2030-01-01' }],
  ]
  for (const [field, changed] of changes) {
    await assert.rejects(open(changed), refusal('KIT_TAMPERED', { where: { item, field } }))
  }
  const { label: _, ...without } = description
  await assert.rejects(
    open(without as ItemDescription),
    refusal('KIT_TAMPERED', { where: { item, field: null } }),
  )
  const otherSet = { ...classic, setId: '0102030406' }
  await assert.rejects(
    open(description, otherSet),
    refusal('KIT_TAMPERED', { where: { item, field: 'quorum' } }),
  )
})

test('an age file that is no item is damaged', async () => {
  const { secret: _, ...withoutSecret } = plain
  const notItems: readonly unknown[] = [
    Buffer.alloc(0),
    Buffer.from('not JSON'),
    Buffer.from(JSON.stringify({ ...plain, z: 1 }, null, 1)),
    null,
    [],
    withoutSecret,
    { ...plain, secret: 5 },
    { ...plain, secret: '' },
    { ...plain, secret: 'not hex' },
    { ...plain, secret: '00FF' },
    { ...plain, secret: '00f' },
  ]
  for (const value of notItems) {
    const file = await sealAny(value)
    await assert.rejects(
      openItem(description, file, classic, item),
      refusal('ITEM_DAMAGED', { item }),
      JSON.stringify(value),
    )
  }
  const version2 = await sealAny({ ...plain, v: 2 })
  await assert.rejects(openItem(description, version2, classic, item), refusal('KIT_TAMPERED'))
})

test('flipped bytes and truncations of the age file never open', async () => {
  const file = Buffer.from(sealed, 'base64')
  const stanza = file.indexOf('\n-> X25519 ') + 20
  const mac = file.indexOf('\n--- ') + 10
  const positions = [0, 21, 23, stanza, stanza + 60, mac, mac + 50, file.length - 1]
  const damaged = positions.map(position => {
    const flipped = Buffer.from(file)
    flipped[position] = (flipped[position] ?? 0) ^ 1
    return flipped
  })
  for (const length of [0, 10, stanza, mac, mac + 45, file.length - 17, file.length - 1]) {
    damaged.push(file.subarray(0, length))
  }
  damaged.push(Buffer.concat([file, Buffer.alloc(1)]))
  for (const bytes of damaged) {
    const opened = openItem(description, bytes.toString('base64'), classic, item)
    const outcome = await opened.catch(error => error)
    // A flipped recipient stanza is one that is not mine.
    if (outcome !== null) refusal('ITEM_DAMAGED', { item })(outcome)
  }
})
