import assert from 'node:assert/strict'
import {
  decapsulate,
  diffieHellman,
  encapsulate,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto'
import { test } from 'node:test'
import { generateHybridIdentity, generateX25519Identity, identityToRecipient } from 'age-encryption'
import * as vectors from 'cctv-age'
import { sealChunks, sealedLength } from '../../main/core/age/payload.ts'
import { osRandom } from '../../main/core/bytes/random.ts'
import { parseVector } from '../core/age/cctv-vector.ts'
import { inPython } from './recover-py.ts'

/** What recover.py opens by itself: age files, ML-KEM-768, X25519 and ChaCha20-Poly1305 in plain Python. */

interface Outcome {
  readonly outcome: string
  readonly released: string
  readonly bytes: number
}

/** Every vector that core is held to, but those of passphrases and armor, which no file of a quorum has. */
const files = Object.entries(vectors)
  .map(([name, bytes]) => ({ name, ...parseVector(Buffer.from(bytes)) }))
  .filter(({ armored, passphrases, name }) =>
    armored ? false : passphrases.length === 0 || name === 'scrypt_and_x25519',
  )

test('the age vectors of C2SP/CCTV come out as they must, with and without libcrypto', () => {
  assert.equal(files.length, 86)
  assert.ok(files.filter(({ name }) => name.startsWith('hybrid')).length >= 15)
  const answers = inPython<readonly Outcome[]>(
    'age_file',
    files.map(({ identities, file, name }) => ({
      identities,
      file: file.toString('hex'),
      // 16 MiB each; what they are about, the number of a chunk above 255, is the same either way.
      bothWays: !name.startsWith('stream_257') && !name.startsWith('stream_258'),
    })),
  )
  for (const [i, { name, expect, payload }] of files.entries()) {
    for (const { outcome, released, bytes } of answers[i] ?? []) {
      assert.equal(outcome, expect, name)
      if (payload === null) assert.equal(bytes, 0, name)
      else assert.equal(released, payload, name)
    }
  }
})

interface Encapsulated {
  /** d ‖ z, 64 bytes. */
  readonly seed: string
  readonly publicKey: string
  readonly ciphertext: string
  readonly shared: string
  /** What OpenSSL makes of a ciphertext for this key. */
  readonly decapsulated: (ciphertext: Buffer) => string
}

/** A key of OpenSSL's ML-KEM-768, and a secret encapsulated to it. */
function byOpenssl(): Encapsulated {
  const { publicKey, privateKey } = generateKeyPairSync('ml-kem-768')
  const { sharedKey, ciphertext } = encapsulate(publicKey)
  // RFC 9935: the private key holds seed and expanded key; 64 bytes after the tag of the seed.
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' })
  const seed = pkcs8.indexOf(Buffer.from('308209a60440', 'hex')) + 6
  return {
    seed: pkcs8.toString('hex', seed, seed + 64),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).subarray(-1184).toString('hex'),
    ciphertext: ciphertext.toString('hex'),
    shared: sharedKey.toString('hex'),
    decapsulated: changed => decapsulate(privateKey, changed).toString('hex'),
  }
}

/** The same with one bit of the ciphertext another. */
function changedBit({ ciphertext }: Encapsulated): Buffer {
  const changed = Buffer.from(ciphertext, 'hex')
  const at = osRandom(4).readUInt32LE() % changed.length
  changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
  return changed
}

test('ML-KEM-768: keys and secrets are those of OpenSSL, of a changed ciphertext too', () => {
  const made = Array.from({ length: 4 }, byOpenssl)
  const changed = made.map(changedBit)
  const ask = (ciphertext: (i: number) => string) =>
    inPython<readonly [string, string]>(
      'ml_kem',
      made.map(({ seed }, i) => ({ seed, ciphertext: ciphertext(i) })),
    )
  const whole = ask(i => made[i]?.ciphertext ?? '')
  const broken = ask(i => changed[i]?.toString('hex') ?? '')
  for (const [i, { publicKey, shared, decapsulated }] of made.entries()) {
    assert.deepEqual(whole[i], [publicKey, shared])
    const other = decapsulated(changed[i] ?? Buffer.alloc(0))
    assert.deepEqual(broken[i], [publicKey, other])
    assert.notEqual(other, shared)
  }
})

test('X-Wing has the vectors of its draft (draft-connolly-cfrg-xwing-kem, appendix C)', () => {
  const expected = [
    {
      seed: '7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26',
      eseed:
        '3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e2' +
        '35b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2',
      ss: 'd2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384',
    },
    {
      seed: 'badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea',
      eseed:
        '17cda7cfad765f5623474d368ccca8af0007cd9f5e4c849f167a580b14aabdef' +
        'aee7eef47cb0fca9767be1fda69419dfb927e9df07348b196691abaeb580b32d',
      ss: 'f2e86241c64d60f6649fbc6c5b7d17180b780a3f34355e64a85749949c45f150',
    },
  ]
  assert.deepEqual(
    inPython('x_wing', expected),
    expected.map(({ ss }) => [ss, ss]),
  )
})

test('X25519 is that of OpenSSL, for points above the field and of small order too', () => {
  const mine = Array.from({ length: 20 }, () => generateKeyPairSync('x25519'))
  const theirs = mine.map(() => generateKeyPairSync('x25519'))
  const raw = (der: Buffer): string => der.subarray(-32).toString('hex')
  const cases = mine.map(({ privateKey }, i) => ({
    scalar: raw(privateKey.export({ type: 'pkcs8', format: 'der' })),
    point: raw(theirs[i]?.publicKey.export({ type: 'spki', format: 'der' }) as Buffer),
  }))
  const expected = mine.map(({ privateKey }, i) =>
    diffieHellman({ privateKey, publicKey: theirs[i]?.publicKey as KeyObject }).toString('hex'),
  )
  assert.deepEqual(inPython('x25519', cases), expected)
  // 2^255 - 1 is 18 in the field; its highest bit does not count (RFC 7748, section 5).
  const [high, low] = inPython('x25519', [
    { scalar: cases[0]?.scalar, point: 'ff'.repeat(32) },
    { scalar: cases[0]?.scalar, point: `12${'00'.repeat(31)}` },
  ])
  assert.equal(high, low)
})

test('a chunk is opened when core sealed it, at every length, and not when a bit is another', () => {
  const sizes = [0, 1, 15, 16, 17, 63, 64, 65, 1000, 65_535, 65_536]
  const [key, nonce] = [osRandom(32), Buffer.alloc(12)]
  nonce[11] = 1
  const plain = sizes.map(size => osRandom(size))
  const sealed = plain.map(bytes => {
    const into = Buffer.alloc(sealedLength(bytes.length))
    sealChunks(key, { first: 0, last: true }, [bytes], into)
    return into
  })
  const broken = sealed.map(bytes => {
    const changed = Buffer.from(bytes)
    const at = osRandom(4).readUInt32LE() % changed.length
    changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
    return changed
  })
  const opened = inPython(
    'sealed_chunk',
    [...sealed, ...broken, Buffer.alloc(15)].map(bytes => ({
      key: key.toString('hex'),
      nonce: nonce.toString('hex'),
      sealed: bytes.toString('hex'),
    })),
  )
  const hex = plain.map(bytes => bytes.toString('hex'))
  assert.deepEqual(opened, [
    ...hex.map(text => [text, text]),
    ...[...broken, null].map(() => [null, null]),
  ])
})

test('the recipient of an identity is that of the age-encryption library; what is no identity is none', async () => {
  const identities = [await generateHybridIdentity(), await generateX25519Identity()]
  const spoilt = identities.flatMap(text => [
    `${text.slice(0, -1)}${text.endsWith('Q') ? 'P' : 'Q'}`,
    text.toLowerCase(),
    text.replace('KEY-', 'KEY-X-'),
    text.slice(0, -8),
  ])
  const answers = inPython(
    'recipient',
    [...identities, ...spoilt, ''].map(identity => ({ identity })),
  )
  const expected = await Promise.all(identities.map(text => identityToRecipient(text)))
  assert.deepEqual(answers, [...expected, ...spoilt.map(() => null), null])
})
