import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { identityToRecipient } from 'age-encryption'
import {
  ageIdentity,
  identityText,
  quorumSeed,
  recipientOf,
  recipientOfIdentity,
} from '../../../main/core/age/identity.ts'

const TYPES = [
  ['hybrid', /^AGE-SECRET-KEY-PQ-1[A-Z0-9]{58}$/, /^age1pq1[a-z0-9]+$/],
  ['classic', /^AGE-SECRET-KEY-1[A-Z0-9]{58}$/, /^age1[a-z0-9]{58}$/],
] as const

for (const [type, identityShape, recipientShape] of TYPES) {
  test(`${type}: identity and recipient are age's own`, async () => {
    const seed = randomBytes(32)
    const before = Buffer.from(seed)
    const { recipient, text } = await ageIdentity(seed, type)
    assert.match(text.toString(), identityShape)
    assert.match(recipient, recipientShape)
    assert.equal(await identityToRecipient(text.toString()), recipient)
    assert.equal(await recipientOfIdentity(text), recipient)
    assert.deepEqual(seed, before)
  })
}

test('classic: the stock age-keygen computes the same recipient', async () => {
  for (let i = 0; i < 5; i += 1) {
    const { recipient, text } = await ageIdentity(randomBytes(32), 'classic')
    const stock = execFileSync('age-keygen', ['-y'], { input: text }).toString().trim()
    assert.equal(recipient, stock)
  }
})

test('one seed, two types: different identities and recipients', async () => {
  const seed = randomBytes(32)
  assert.notEqual(await recipientOf(seed, 'hybrid'), await recipientOf(seed, 'classic'))
  assert.notDeepEqual(await identityText(seed, 'hybrid'), await identityText(seed, 'classic'))
})

test('a text that is no identity has no recipient', async () => {
  const text = await identityText(randomBytes(32), 'classic')
  text[30] = text[30] === 0x51 ? 0x50 : 0x51 // one letter: the bech32 checksum fails
  for (const bad of [text, Buffer.from('age1'), Buffer.alloc(0)]) {
    assert.equal(await recipientOfIdentity(bad), null)
  }
})

test('the seed changes with every bit of S, Kp and set id', () => {
  const [secret, kp, setId] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2), Buffer.alloc(5, 3)]
  const seeds = new Set([quorumSeed(secret, kp, setId).toString('hex')])
  let expected = 1
  for (const input of [secret, kp, setId]) {
    for (let bit = 0; bit < input.length * 8; bit += 1) {
      input[bit >> 3] = (input[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      seeds.add(quorumSeed(secret, kp, setId).toString('hex'))
      input[bit >> 3] = (input[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expected += 1
    }
  }
  assert.equal(seeds.size, expected)
})
