import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  newSignInKey,
  openSignInKey,
  resealSignInKey,
} from '../../../main/core/people/sign-in-key.ts'
import { judgeSignInSecrets, secretKind } from '../../../main/core/people/sign-in-secret.ts'
import { signerOf, verifySignature } from '../../../main/core/people/signature.ts'
import { seededRandom } from '../../vault/vault-fixture.ts'
import { refusal } from '../refusal.ts'

const PERSON = '0011223344556677'
const OTHER = '0011223344556678'
const PIN = Buffer.from('274951')
const HASH = 'ab'.repeat(32)
const random = seededRandom('sign-in keys')

test('a key opens with its secret, for its person, and with nothing else', async () => {
  const sealed = await newSignInKey(PERSON, PIN, random, () => HASH)
  const signer = await openSignInKey(PERSON, sealed, PIN)
  assert.ok(signer)
  const signature = signer.sign(HASH)
  assert.ok(verifySignature(sealed.publicKey, HASH, signature))
  assert.equal(sealed.possession, signature, 'it signed that it is theirs')
  signer.close()
  assert.throws(() => signer.sign(HASH), /closed/)

  assert.equal(await openSignInKey(PERSON, sealed, Buffer.from('274952')), null)
  assert.equal(await openSignInKey(OTHER, sealed, PIN), null)
  const flip = (hex: string): string => `${hex[0] === '0' ? '1' : '0'}${hex.slice(1)}`
  for (const member of ['publicKey', 'salt', 'nonce', 'box'] as const) {
    const changed = { ...sealed, [member]: flip(sealed[member]) }
    assert.equal(await openSignInKey(PERSON, changed, PIN), null, member)
  }
  const another = await newSignInKey(PERSON, PIN, random, () => HASH)
  const crossed = { ...sealed, box: another.box, salt: another.salt, nonce: another.nonce }
  assert.equal(await openSignInKey(PERSON, crossed, PIN), null, 'of another key of theirs')
})

test('a key is sealed anew under another secret, and stays the same key', async () => {
  const sealed = await newSignInKey(PERSON, PIN, random, () => HASH)
  const fresh = Buffer.from('a rather long sentence')
  assert.equal(await resealSignInKey(PERSON, sealed, fresh, fresh, random), null)
  const again = await resealSignInKey(PERSON, sealed, PIN, fresh, random)
  assert.ok(again)
  assert.equal(again.publicKey, sealed.publicKey)
  assert.notEqual(again.salt, sealed.salt)
  assert.equal(await openSignInKey(PERSON, again, PIN), null)
  assert.ok(await openSignInKey(PERSON, again, fresh))
})

test('Ed25519 is that of RFC 8032, section 7.1, test 3', () => {
  const seed = Buffer.from(
    'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    'hex',
  )
  assert.equal(
    signerOf(seed).publicKey,
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
  )
})

test('a signature is for one hash, by one key, and has one spelling', () => {
  const [ada, eve] = ['ada', 'eve'].map(name =>
    signerOf(createHash('sha256').update(name).digest()),
  )
  assert.ok(ada && eve)
  const signature = ada.sign(HASH)
  assert.ok(!verifySignature(eve.publicKey, HASH, signature))
  assert.ok(!verifySignature(ada.publicKey, 'ac'.repeat(32), signature))
  fc.assert(
    fc.property(fc.nat(64 * 8 - 1), bit => {
      const bytes = Buffer.from(signature, 'hex')
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      assert.ok(!verifySignature(ada.publicKey, HASH, bytes.toString('hex')))
    }),
  )
  // The same signature with S + L: RFC 8032 section 5.1.7 refuses it.
  const L = 2n ** 252n + 27742317777372353535851937790883648493n
  const bytes = Buffer.from(signature, 'hex')
  const s = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`) + L
  Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse().copy(bytes, 32)
  assert.ok(!verifySignature(ada.publicKey, HASH, bytes.toString('hex')))
})

test('PINs of a small team: six digits, no run, no repetition', async () => {
  const judge = (...secrets: readonly string[]) =>
    judgeSignInSecrets(
      secrets.map(secret => ({ owner: secret, utf8: Buffer.from(secret) })),
      'small-team',
    )
  await judge('274951', '0000001', '112358', '90210777', 'walrus copper 9')
  for (const pin of ['1', '12345', '00000']) {
    await assert.rejects(judge(pin), refusal('PIN_SHORT', { need: 6, source: pin }))
  }
  const trivial = [
    '111111',
    '123456',
    '654321',
    '890123',
    '975319',
    '121212',
    '123123',
    '0000000000',
  ]
  for (const pin of trivial) {
    await assert.rejects(judge('274951', pin), refusal('PIN_TRIVIAL', { source: pin }), pin)
  }
  const short = 'walrus 12'
  const refused = { have: 9, need: 10, source: short }
  await assert.rejects(judge('walrus copper 9', short), refusal('PASSPHRASE_SHORT', refused))
  await assert.rejects(judge('password12'), refusal('PASSPHRASE_WEAK'))
  await assert.rejects(judge(''), refusal('PASSPHRASE_ENCODING'))
  assert.equal(secretKind(Buffer.from('274951')), 'pin')
  assert.equal(secretKind(Buffer.from('27495a')), 'passphrase')
})

test('strict takes no PIN of whatever length, and passphrases that are judged', async () => {
  const judge = (secret: string) =>
    judgeSignInSecrets([{ owner: 'Ada', utf8: Buffer.from(secret) }], 'strict')
  for (const pin of ['274951', '90210777', '58204761930577']) {
    await assert.rejects(judge(pin), refusal('PIN_STRICT', { need: 10, source: 'Ada' }))
  }
  await assert.rejects(judge('password12'), refusal('PASSPHRASE_WEAK'))
  await judge('walrus copper 9')
})
