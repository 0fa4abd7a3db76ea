import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { ageIdentity } from '../../../main/core/age/identity.ts'
import { osRandom, type RandomSource } from '../../../main/core/bytes/random.ts'
import {
  importSecret,
  isKeyOf,
  isSeldomTaken,
  KEY_BITS,
  type KeyBits,
  keyCheckValue,
  keyFingerprint,
  newMasterKey,
} from '../../../main/core/kit/master-key.ts'
import { en } from '../../../shared/messages/en/index.ts'
import { refusal } from '../refusal.ts'

const created = new Date('2026-11-21T10:00:00.000Z')
const { recipient } = await ageIdentity(Buffer.alloc(32, 9), 'classic')
const sealing = (random: RandomSource = osRandom) => ({
  quorum: { setId: '0102030405', recipient },
  created,
  random,
})
const labels = { label: 'video-root', purpose: 'content encryption' }

test('the check value is what openssl computes, for every key size', () => {
  for (const bits of KEY_BITS) {
    const key = osRandom(bits / 8)
    const options = [
      '-macopt',
      `cipher:AES-${bits}-CBC`,
      '-macopt',
      `hexkey:${key.toString('hex')}`,
    ]
    const stock = execFileSync('openssl', ['mac', ...options, 'CMAC'], { input: Buffer.alloc(16) })
    assert.equal(keyCheckValue(key), stock.toString().slice(0, 10).toLowerCase())
  }
})

test('the fingerprint is a tagged SHA-256', () => {
  const key = osRandom(32)
  const expected = createHash('sha256').update('keyclave/v1 key fingerprint').update(key)
  assert.equal(keyFingerprint(key), expected.digest('hex'))
})

test('a new key has the size asked for, is described by its check values, and is wiped', async () => {
  for (const bits of KEY_BITS) {
    let drawn: Buffer | undefined
    let copy = Buffer.alloc(0)
    const random: RandomSource = length => {
      const bytes = osRandom(length)
      if (length !== bits / 8 || drawn) return bytes
      drawn = bytes
      copy = Buffer.from(bytes)
      return bytes
    }
    const key = await newMasterKey(bits, labels, sealing(random))
    assert.ok(isKeyOf(copy, key))
    assert.deepEqual(drawn, Buffer.alloc(bits / 8))
    assert.equal(key.version, 1)
    assert.match(key.id, /^[0-9a-f]{16}$/)
    copy[3] = (copy[3] ?? 0) ^ 1
    assert.ok(!isKeyOf(copy, key))
  }
})

test('a new version keeps the id', async () => {
  const first = await newMasterKey(128, labels, sealing())
  const second = await newMasterKey(256, labels, { ...sealing(), replaces: first })
  assert.deepEqual([second.id, second.version], [first.id, 2])
})

test('192 bits are seldom taken, and the warning names who refuses them', () => {
  assert.deepEqual(
    [128, 192, 256].map(bits => isSeldomTaken(bits as KeyBits)),
    [false, true, false],
  )
  const said = en.warnings['key-of-192-bits']({ kind: 'key-of-192-bits', label: 'old-box' })
  for (const system of ['old-box', 'AWS KMS', 'S3 SSE-C', 'OpenBao transit', 'FFmpeg', 'Shaka']) {
    assert.ok(said.includes(system))
  }
})

test('a secret of 1 byte to 64 KiB can be imported; nothing smaller or larger', async () => {
  for (const bytes of [1, 65_536]) {
    const imported = await importSecret(Buffer.alloc(bytes, 7), labels, sealing())
    assert.equal(imported.bytes, bytes)
  }
  for (const have of [0, 65_537]) {
    await assert.rejects(
      importSecret(Buffer.alloc(have), labels, sealing()),
      refusal('KEY_IMPORT_SIZE', { have, limit: 65_536 }),
    )
  }
})

test('what is public of an imported secret does not let anyone check a guess', async () => {
  const secret = Buffer.from('hunter2')
  const imported = await importSecret(secret, labels, sealing())
  const { sealed: _, id: __, ...shown } = imported
  const other = await importSecret(Buffer.from('hunter3'), labels, sealing())
  const { sealed: ___, id: ____, ...otherShown } = other
  assert.deepEqual(shown, otherShown)
})
