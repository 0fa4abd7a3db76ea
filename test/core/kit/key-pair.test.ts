import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { test } from 'node:test'
import { ageIdentity } from '../../../main/core/age/identity.ts'
import { osRandom } from '../../../main/core/bytes/random.ts'
import {
  importKeyPair,
  isPairOf,
  newKeyPair,
  seemsPrivateKey,
} from '../../../main/core/kit/key-pair.ts'
import { privateKeyPem } from '../../../main/core/kit/pem.ts'
import {
  makePair,
  provesPair,
  readPair,
  type WholePair,
} from '../../../main/core/kit/private-key.ts'
import { pairFingerprint } from '../../../main/core/kit/public-key.ts'
import { firstKitSchema, type KeyPair, secondKitSchema } from '../../../main/core/kit/schema.ts'
import { openItem } from '../../../main/core/kit/sealed-item.ts'
import type { PairAlgorithm } from '../../../shared/key-pairs.ts'
import { refusal } from '../refusal.ts'

const seed = Buffer.alloc(32, 9)
const setId = '0102030405'
const { recipient } = await ageIdentity(seed, 'classic')
const sealing = () => ({
  quorum: { setId, recipient },
  created: new Date('2026-11-21T10:00:00.000Z'),
  random: osRandom,
})
const labels = { label: 'signing', purpose: 'releases' }

/** The public half, as stock openssl computes it of PKCS#8. */
const byOpenssl = (pkcs8: Buffer): string =>
  execFileSync('openssl', ['pkey', '-inform', 'DER', '-pubout', '-outform', 'DER'], {
    input: pkcs8,
  }).toString('base64')

const CHANCE = { 'rsa-2048': 0, 'ec-p256': 32, 'ec-p384': 48, ed25519: 32 } as const
const made = Object.entries(CHANCE).map(([algorithm, bytes]) => {
  const pair = makePair(algorithm as PairAlgorithm, osRandom(bytes))
  assert.ok(pair)
  return pair
})
const whole = (algorithm: PairAlgorithm): WholePair =>
  made.find(({ shown }) => shown.algorithm === algorithm) as WholePair

test('openssl finds what is made sound, and agrees on the public half', () => {
  for (const { shown, privateKey } of made) {
    assert.equal(byOpenssl(privateKey), shown.publicKey)
    assert.ok(provesPair(privateKey, shown))
    const check = ['pkey', '-inform', 'DER', '-check', '-noout']
    execFileSync('openssl', check, { input: privateKey, stdio: ['pipe', 'ignore', 'pipe'] })
  }
})

test('bytes that are no scalar of the curve make no pair', () => {
  assert.equal(makePair('ec-p256', Buffer.alloc(32, 0xff)), null)
  assert.equal(makePair('ec-p384', Buffer.alloc(48)), null)
})

test('a private half proves its own public half alone', () => {
  const { shown, privateKey } = whole('ed25519')
  const other = makePair('ed25519', osRandom(32)) as WholePair
  assert.ok(!provesPair(privateKey, other.shown))
  assert.ok(!provesPair(privateKey, { ...shown, algorithm: 'ec-p256' }))
  assert.ok(!provesPair(privateKey.subarray(1), shown))
  assert.ok(!provesPair(whole('ec-p256').privateKey, whole('ec-p384').shown))
})

test('a pair is sealed, opened and compared with its public half in threads that end', async () => {
  const pair = await newKeyPair('ec-p384', labels, sealing())
  const { sealed, ...description } = pair
  const item = { key: pair.label, version: pair.version }
  const opened = await openItem(description, sealed, { setId, identity: 'classic', seed }, item)
  assert.ok(opened)
  assert.equal(byOpenssl(opened), pair.publicKey)
  assert.equal(pair.fingerprint, pairFingerprint(pair.publicKey))
  assert.ok(await isPairOf(opened, pair))
  assert.ok(!(await isPairOf(opened, { ...pair, fingerprint: '00'.repeat(32) })))
  const again = await importKeyPair(opened, labels, sealing())
  assert.equal(again.publicKey, pair.publicKey)
  const refused = importKeyPair(Buffer.from('a password'), labels, sealing())
  await assert.rejects(refused, refusal('KEY_PAIR_UNFIT', { problem: 'unreadable' }))
})

test('a private half as PEM is to the byte what the library writes', () => {
  for (const { privateKey } of made) {
    const key = createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' })
    assert.equal(String(privateKeyPem(privateKey)), key.export({ type: 'pkcs8', format: 'pem' }))
  }
})

const ec = (namedCurve: string): KeyObject => generateKeyPairSync('ec', { namedCurve }).privateKey
const rsa = (modulusLength: number, publicExponent = 65_537): KeyObject =>
  generateKeyPairSync('rsa', { modulusLength, publicExponent }).privateKey
const good = rsa(2048)

test('a private key is taken in from every spelling, and kept in one', () => {
  const p384 = ec('P-384')
  const files: readonly (readonly [string, KeyObject, string | Buffer])[] = [
    ['PKCS#8 PEM', good, good.export({ type: 'pkcs8', format: 'pem' })],
    ['PKCS#8 DER', good, good.export({ type: 'pkcs8', format: 'der' })],
    ['PKCS#1 PEM', good, `\n${good.export({ type: 'pkcs1', format: 'pem' })}`],
    ['PKCS#1 DER', good, good.export({ type: 'pkcs1', format: 'der' })],
    ['SEC 1 DER', p384, p384.export({ type: 'sec1', format: 'der' })],
    ['Ed25519', ...ed25519Pem()],
    ['SEC 1 with its curve before it', ...opensslEc()],
    ['a compressed point', ...compressedEc()],
  ]
  for (const [name, key, text] of files) {
    const file = Buffer.from(text)
    assert.ok(seemsPrivateKey(file), name)
    const { shown, privateKey } = readPair(file)
    assert.deepEqual(privateKey, key.export({ type: 'pkcs8', format: 'der' }), name)
    assert.ok(provesPair(privateKey, shown), name)
  }
})

function ed25519Pem(): readonly [KeyObject, string | Buffer] {
  const { privateKey } = generateKeyPairSync('ed25519')
  return [privateKey, privateKey.export({ type: 'pkcs8', format: 'pem' })]
}

function opensslEc(): readonly [KeyObject, string] {
  const pem = execFileSync('openssl', ['ecparam', '-name', 'prime256v1', '-genkey']).toString()
  assert.match(pem, /EC PARAMETERS/)
  return [createPrivateKey(pem.slice(pem.indexOf('-----BEGIN EC PRIVATE'))), pem]
}

function compressedEc(): readonly [KeyObject, Buffer] {
  const key = ec('P-256')
  const args = ['ec', '-inform', 'DER', '-conv_form', 'compressed', '-outform', 'DER']
  const input = key.export({ type: 'sec1', format: 'der' })
  return [key, execFileSync('openssl', args, { input, stdio: ['pipe', 'pipe', 'ignore'] })]
}

test('what is no pair that people may have is refused by what is wrong with it', () => {
  const damaged = Buffer.from(good.export({ type: 'pkcs8', format: 'der' }))
  const pem = String(good.export({ type: 'pkcs8', format: 'pem' }))
  const halves = ec('P-256').export({ type: 'pkcs8', format: 'der' })
  const other = ec('P-256').export({ type: 'pkcs8', format: 'der' })
  other.copy(halves, halves.length - 65, other.length - 65)
  const encrypted = { cipher: 'aes-256-cbc', passphrase: 'x' }
  const unfit: readonly (readonly [string, string | Buffer])[] = [
    ['rsa-size', rsa(1024).export({ type: 'pkcs8', format: 'pem' })],
    ['rsa-size', rsa(2056).export({ type: 'pkcs8', format: 'pem' })],
    ['rsa-exponent', rsa(2048, 3).export({ type: 'pkcs1', format: 'der' })],
    ['curve', ec('secp256k1').export({ type: 'sec1', format: 'pem' })],
    ['curve', ec('P-521').export({ type: 'pkcs8', format: 'der' })],
    [
      'algorithm',
      generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' }),
    ],
    ['encrypted', good.export({ type: 'pkcs8', format: 'pem', ...encrypted })],
    ['encrypted', good.export({ type: 'pkcs1', format: 'pem', ...encrypted })],
    ['more', pem + pem],
    ['more', pem.replaceAll('PRIVATE', 'PUBLIC')],
    ['unreadable', pem.slice(0, 900)],
    ['unreadable', damaged.subarray(0, 700)],
    ['unreadable', Buffer.from('a password')],
    ['halves', halves],
  ]
  for (const [problem, file] of unfit) {
    assert.throws(
      () => readPair(Buffer.from(file)),
      refusal('KEY_PAIR_UNFIT', { problem }),
      problem,
    )
  }
})

/** A pair as the entry of a kit. */
const shownIn = ({ shown }: WholePair): KeyPair => ({
  ...{ kind: 'key-pair', id: '0011223344556677', version: 1, ...labels, ...shown },
  fingerprint: pairFingerprint(shown.publicKey),
  created: '2026-11-21T10:00:00.000Z',
  sealed: Buffer.from('age-encryption.org/v1\n-> sealed\n').toString('base64'),
})

test('a kit shows a public half of its algorithm with its own fingerprint, and a kit of the first format none', () => {
  const keys = secondKitSchema.unwrap().shape.keys
  const [pair, other] = [shownIn(whole('ec-p256')), shownIn(whole('ed25519'))]
  assert.ok(keys.safeParse(made.map(shownIn)).success)
  assert.ok(!firstKitSchema.unwrap().shape.keys.safeParse([pair]).success)
  const { publicKey, fingerprint, algorithm } = other
  for (const wrong of [
    { publicKey },
    { fingerprint },
    { algorithm },
    { publicKey, fingerprint },
    { publicKey: `${pair.publicKey}\n` },
    { publicKey: pair.publicKey.slice(0, -4) },
    { publicKey: '' },
    { kcv: '0011223344' },
  ]) {
    assert.ok(!keys.safeParse([{ ...pair, ...wrong }]).success, JSON.stringify(wrong))
  }
})

test('a secret that is no private key is none by its beginning', () => {
  for (const text of ['a password', '', '0', '0\u0003\u0002\u0001\u0000', '0'.repeat(64)]) {
    assert.ok(!seemsPrivateKey(Buffer.from(text, 'latin1')), text)
  }
})
