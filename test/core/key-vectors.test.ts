/** Keys and kits are what they were: the vectors, which docs/recover.py agrees with (test/interop). */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ageIdentity, quorumSeed } from '../../main/core/age/identity.ts'
import { osRandom } from '../../main/core/bytes/random.ts'
import { kitFingerprint } from '../../main/core/kit/fingerprint.ts'
import { parseKit } from '../../main/core/kit/kit.ts'
import { keyCheckValue, keyFingerprint } from '../../main/core/kit/master-key.ts'
import { deriveKp, passphraseSalt } from '../../main/core/passphrase/kdf.ts'
import { openQuorum, secretCommitment } from '../../main/core/quorum/quorum.ts'
import { ShareCollection } from '../../main/core/quorum/shares.ts'
import type { KdfProfile } from '../../shared/share.ts'
import { refusal } from './refusal.ts'
import { trusted } from './trusted.ts'

const vector = (name: string): Buffer => readFileSync(vectorUrl(name))
const vectorUrl = (name: string) => new URL(`../vectors/${name}`, import.meta.url)
const json = (name: string) => JSON.parse(vector(name).toString())
const hex = (text: string): Buffer => Buffer.from(text, 'hex')

interface Derivation {
  readonly name: string
  readonly setId: string
  readonly secret: string
  readonly secretCommitment: string
  readonly passphrase: string
  readonly kdf: KdfProfile
  readonly salt: string
  readonly kp: string
  readonly seed: string
  readonly identityType: 'classic' | 'hybrid'
  readonly identity: string
  readonly recipient: string
}

const keys = json('keys/keys.json')
const identities = ['classic', 'hybrid'] as const

for (const c of keys.derivations as readonly Derivation[]) {
  test(`derivation of "${c.name}" has not changed`, async () => {
    const [setId, secret] = [hex(c.setId), hex(c.secret)]
    const kp = await deriveKp(hex(c.passphrase), setId, c.kdf)
    const seed = quorumSeed(secret, kp, setId)
    const { recipient, text } = await ageIdentity(seed, c.identityType)
    const { salt, secretCommitment: commitment, identity } = c
    assert.equal(seed.toString('hex'), c.seed)
    assert.equal(recipient, c.recipient)
    assert.deepEqual(
      [passphraseSalt(setId), secretCommitment(secret), kp.toString('hex'), text.toString()],
      [salt, commitment, c.kp, identity],
    )
  })
}

test('passphrases that are no text are refused', async () => {
  for (const { passphrase, why } of keys.refusedPassphrases) {
    const derived = deriveKp(hex(passphrase), Buffer.alloc(5), 1)
    await assert.rejects(derived, refusal('PASSPHRASE_ENCODING'), why)
  }
})

test('fingerprints and check values have not changed', () => {
  for (const { key, fingerprint, kcv } of keys.keys) {
    assert.deepEqual([keyFingerprint(hex(key)), keyCheckValue(hex(key))], [fingerprint, kcv])
  }
})

for (const identity of identities) {
  const expected = json(`kit/${identity}.expected.json`)
  const bytes = vector(`kit/${identity}.kit.json`)
  const passphrase = Buffer.from(expected.passphrase)

  test(`${identity}: a kit of this format still opens`, async () => {
    const kit = parseKit(bytes)
    assert.equal(kitFingerprint(kit.quorum), expected.fingerprint)
    assert.equal(kit.digest, expected.digest)
    const collection = new ShareCollection(trusted(kit))
    for (const share of expected.shares.slice(2)) collection.add(hex(share))
    const opened = await openQuorum(collection.validate(), passphrase, osRandom)
    assert.equal((await opened.identityText()).toString(), expected.identity)
    for (const item of [...kit.backupKeys, ...kit.keys]) {
      const name = item.kind === 'backup-identity' ? `backup key ${item.generation}` : item.label
      assert.equal(
        (await opened.open(trusted(kit).item(item))).toString('hex'),
        expected.secrets[name],
      )
    }
    opened.close()
  })
}

interface InvalidKit {
  readonly what: string
  readonly code: string
  readonly replace?: readonly [string, string]
  readonly truncate?: number
  readonly append?: string
}

test('a kit in another spelling is read as the same', () => {
  const bytes = vector('kit/classic.kit.json')
  const changes = json('kit/reformatted.json') as Omit<InvalidKit, 'code'>[]
  for (const { what, replace, append } of changes) {
    const text = bytes.toString()
    const spelled = Buffer.from(`${replace ? text.replace(...replace) : text}${append ?? ''}`)
    assert.notDeepEqual(spelled, bytes, what)
    assert.deepEqual(parseKit(spelled), parseKit(bytes), what)
  }
})

test('the invalid kits are refused, each by its code', () => {
  const text = vector('kit/classic.kit.json').toString()
  for (const { what, code, replace, truncate, append } of json(
    'kit/invalid.json',
  ) as InvalidKit[]) {
    if (replace) assert.ok(text.includes(replace[0]), what)
    const replaced = replace ? text.replace(...replace) : text
    const changed = Buffer.from(`${replaced}${append ?? ''}`).subarray(0, truncate)
    assert.throws(() => parseKit(changed), refusal(code), what)
  }
})
