/** Every way of wrapping, opened by a program that is not ours, and refused there with one bit changed. */
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import {
  Decrypter,
  generateIdentity,
  generateX25519Identity,
  identityToRecipient,
} from 'age-encryption'
import {
  type Envelope,
  readAgeRecipients,
  readCmsRecipient,
  readOpenPgpKey,
  wrapOnce,
} from '../../../main/core/wrapping/index.ts'
import { readRsaPublicKey } from '../../../main/core/wrapping/public-key.ts'
import { wrapAll } from '../../../main/core/wrapping/wrapping.ts'
import { OAEP_HASHES } from '../../../shared/oaep-hash.ts'
import { refusal } from '../refusal.ts'
import { flipped, unwrapAll } from './unwrapper.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-wrap-'))
const gpgHome = path.join(folder, 'gpg')
mkdirSync(gpgHome, { mode: 0o700 })
const env = { ...process.env, GNUPGHOME: gpgHome }
after(() => {
  spawnSync('gpgconf', ['--kill', 'all'], { env })
  rmSync(folder, { recursive: true, force: true })
})
const at = (name: string): string => path.join(folder, name)
const secret = randomBytes(32)
const hex = secret.toString('hex')

/** The secret in one envelope. */
async function wrap(envelope: Envelope, kek?: Buffer): Promise<Buffer> {
  const part = { name: 'key', content: { form: 'raw' }, envelope } as const
  const done = await wrapOnce(
    { parts: [part], values: [] },
    kek === undefined ? { secret } : { secret, kek },
  )
  return done.parts.key ?? assert.fail('nothing came back')
}

const opened = (command: string, args: readonly string[]): string | null => {
  const { status, stdout } = spawnSync(command, args, { cwd: folder, env })
  return status === 0 ? stdout.toString('hex') : null
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const spki = rsa.publicKey.export({ format: 'der', type: 'spki' })
const pkcs8 = rsa.privateKey.export({ format: 'der', type: 'pkcs8' })

for (const hash of OAEP_HASHES) {
  test(`RSA-OAEP and RSA-AES with ${hash} are opened by OpenSSL, and not with a bit changed`, async () => {
    for (const by of ['rsa-oaep', 'rsa-aes'] as const) {
      const blob = await wrap({ by, spki, hash })
      assert.equal(blob.length, by === 'rsa-oaep' ? 256 : 256 + 40)
      const job = { by: by === 'rsa-aes' ? by : 'oaep', key: pkcs8, hash } as const
      const blobs = [blob, ...flipped(blob, 'one-a-byte', hash === 'sha256' ? 1 : 16)]
      const [whole, ...changed] = unwrapAll({ ...job, blobs })
      assert.equal(whole, hex)
      assert.ok(changed.length > 15)
      assert.deepEqual(
        changed,
        changed.map(() => null),
      )
    }
  })
}

test('AES-KWP under keys of each size is opened by OpenSSL, and not with any bit changed', async () => {
  for (const bytes of [16, 24, 32]) {
    const kek = randomBytes(bytes)
    const blob = await wrap({ by: 'aes-kwp' }, kek)
    assert.equal(blob.length, 40)
    const blobs = [blob, ...flipped(blob, 'every')]
    const [whole, ...changed] = unwrapAll({ by: 'kwp', key: kek, hash: '', blobs })
    assert.equal(whole, hex)
    assert.deepEqual(changed, Array(320).fill(null))
  }
})

test('a KEK with another check value than the other side says wraps nothing', async () => {
  const part = { name: 'key', content: { form: 'raw' }, envelope: { by: 'aes-kwp' } } as const
  const job = { parts: [part], values: [] }
  const secrets = { secret, kek: Buffer.alloc(32) }
  await assert.rejects(
    wrapOnce(job, secrets, '000000'),
    refusal('DELIVERY_CHECK_VALUE', { have: 'dc95c0', given: '000000' }),
  )
  const { values } = await wrapOnce(job, secrets, 'dc95c0')
  assert.equal(values.kekCheck, 'dc95c0')
})

test('many secrets are wrapped by one thread, each for its own, and one that is refused costs them all', async () => {
  const recipients = [await identityToRecipient(await generateX25519Identity())]
  const part = (by: Envelope, name: string) =>
    ({ name, content: { form: 'raw' }, envelope: by }) as const
  const secrets = Array.from({ length: 40 }, () => randomBytes(16))
  const job = {
    parts: [part({ by: 'age', recipients }, 'sealed'), part({ by: 'nothing' }, 'plain')],
    values: [],
  }
  const done = await wrapAll(secrets.map(one => ({ job, secret: one })))
  assert.deepEqual(
    done.map(({ plain }) => plain.plain),
    secrets,
  )
  assert.equal(new Set(done.map(({ parts }) => parts.sealed?.toString('hex'))).size, 40)
  const kwp = { parts: [part({ by: 'aes-kwp' }, 'key')], values: [] }
  const kek = Buffer.alloc(32)
  const refused = wrapAll([
    { job, secret },
    { job: kwp, secret, kek, kekCheck: '000000' },
  ])
  await assert.rejects(refused, refusal('DELIVERY_CHECK_VALUE'))
})

const CMS_KEYS = [
  ['rsa:2048', []],
  ['ec', ['-pkeyopt', 'ec_paramgen_curve:P-256']],
  ['ec', ['-pkeyopt', 'ec_paramgen_curve:P-384']],
  ['ec', ['-pkeyopt', 'ec_paramgen_curve:P-521']],
] as const

test('CMS for certificates and bare keys, RSA and EC, is opened by openssl, and never to anything else', async () => {
  for (const [kind, options] of CMS_KEYS) {
    const made = ['req', '-x509', '-newkey', kind, ...options, '-nodes', '-subj', '/CN=receiver']
    execFileSync(
      'openssl',
      [...made, '-days', '30', '-keyout', at('key.pem'), '-out', at('cert.pem')],
      {
        stdio: 'ignore',
      },
    )
    execFileSync('openssl', ['pkey', '-in', at('key.pem'), '-pubout', '-out', at('pub.pem')])
    const open = [
      'cms',
      '-decrypt',
      '-binary',
      '-inform',
      'DER',
      '-in',
      'key.cms',
      '-inkey',
      'key.pem',
    ]
    for (const file of ['cert.pem', 'pub.pem']) {
      const { recipient } = readCmsRecipient(readFileSync(at(file)), new Date())
      const blob = await wrap({ by: 'cms', recipients: [recipient] })
      writeFileSync(at('key.cms'), blob)
      assert.equal(opened('openssl', open), hex, `${kind} ${file}`)
      if (file === 'cert.pem') assert.equal(opened('openssl', [...open, '-recip', 'cert.pem']), hex)
    }
    // What names the recipient is bound to nothing: with a bit changed in it the message may still open to the same key.
    for (const changed of flipped(readFileSync(at('key.cms')), 'one-a-byte', 47)) {
      writeFileSync(at('key.cms'), changed)
      const answer = opened('openssl', open)
      assert.ok(answer === null || answer === hex)
    }
  }
})

test('the content of a CMS message is refused with any bit changed', async () => {
  const { recipient } = readCmsRecipient(spki, new Date())
  const blob = await wrap({ by: 'cms', recipients: [recipient] })
  writeFileSync(at('rsa.pem'), rsa.privateKey.export({ format: 'pem', type: 'pkcs8' }))
  const open = [
    'cms',
    '-decrypt',
    '-binary',
    '-inform',
    'DER',
    '-in',
    'key.cms',
    '-inkey',
    'rsa.pem',
  ]
  // The ciphertext of 32 bytes, and behind it the tag of 16 in its octet string.
  for (let at_ = blob.length - 32 - 18; at_ < blob.length; at_ += 5) {
    if (at_ === blob.length - 18 || at_ === blob.length - 17) continue
    const changed = Buffer.from(blob)
    changed[at_] = (changed[at_] ?? 0) ^ 1
    writeFileSync(at('key.cms'), changed)
    assert.equal(opened('openssl', open), null, `byte ${at_ - blob.length} from the end`)
  }
})

test('age, classic and hybrid: opened by age and by its library, refused with any bit changed', async () => {
  const classic = await generateX25519Identity()
  const hybrid = await generateIdentity()
  writeFileSync(at('identity.txt'), `${classic}\n`)
  for (const identity of [classic, hybrid]) {
    const file = Buffer.from(`# the machine\n${await identityToRecipient(identity)}\n`)
    const { recipients } = readAgeRecipients(file)
    const blob = await wrap({ by: 'age', recipients })
    if (identity === classic) {
      writeFileSync(at('key.age'), blob)
      assert.equal(opened('age', ['-d', '-i', 'identity.txt', 'key.age']), hex)
    }
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity)
    assert.equal(Buffer.from(await decrypter.decrypt(blob)).toString('hex'), hex)
    for (const changed of flipped(blob, 'one-a-byte', identity === classic ? 1 : 29)) {
      await assert.rejects(decrypter.decrypt(changed))
    }
  }
})

const GPG_KEYS = {
  rsa: 'Key-Type: RSA\nKey-Length: 2048\nSubkey-Type: RSA\nSubkey-Length: 2048',
  curve25519: 'Key-Type: EDDSA\nKey-Curve: ed25519\nSubkey-Type: ECDH\nSubkey-Curve: cv25519',
  p256: 'Key-Type: ECDSA\nKey-Curve: nistp256\nSubkey-Type: ECDH\nSubkey-Curve: nistp256',
  p521: 'Key-Type: ECDSA\nKey-Curve: nistp521\nSubkey-Type: ECDH\nSubkey-Curve: nistp521',
} as const

/** A key pair of gpg without a passphrase; the public half, armored. */
function gpgKey(name: keyof typeof GPG_KEYS, expires = '1y'): Buffer {
  const parameters = `${GPG_KEYS[name]}\nName-Email: ${name}@example.org\nExpire-Date: ${expires}\n%no-protection\n%commit\n`
  execFileSync('gpg', ['--batch', '--quiet', '--gen-key'], {
    env,
    input: parameters,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  return exported(name)
}
const exported = (name: string): Buffer =>
  execFileSync('gpg', ['--batch', '--armor', '--export', `=${name}@example.org`], { env })

test('OpenPGP: opened by gpg for keys of every kind, and never to anything else', async () => {
  for (const name of ['rsa', 'curve25519', 'p256', 'p521'] as const) {
    const key = readOpenPgpKey(gpgKey(name), new Date())
    const fingerprints = String(
      execFileSync('gpg', ['--with-colons', '--list-keys', name], { env }),
    )
    assert.match(fingerprints.toLowerCase(), new RegExp(`fpr:+${key.fingerprint}:`))
    const blob = await wrap({ by: 'openpgp', key })
    writeFileSync(at('key.pgp'), blob)
    const open = ['--batch', '--quiet', '--decrypt', 'key.pgp']
    assert.equal(opened('gpg', open), hex, name)
    for (const changed of flipped(blob, 'one-a-byte', 41)) {
      writeFileSync(at('key.pgp'), changed)
      const answer = opened('gpg', open)
      // The key id in front is bound to nothing; gpg then finds no key, or the same one.
      assert.ok(answer === null || answer === hex, name)
    }
  }
})

test('an OpenPGP key that expired, was revoked or was put together by somebody else is refused', () => {
  const key = exported('p256')
  const binary = execFileSync('gpg', ['--batch', '--export', '=p256@example.org'], { env })
  const other = execFileSync('gpg', ['--batch', '--export', '=curve25519@example.org'], { env })
  const file = (problem: string) =>
    refusal('DELIVERY_FILE', { file: 'recipient', problem, field: null })
  const inTwoYears = new Date(Date.now() + 2 * 366 * 24 * 3600 * 1000)
  assert.throws(() => readOpenPgpKey(key, inTwoYears), file('expired'))
  assert.throws(
    () => readOpenPgpKey(Buffer.concat([binary, other]), new Date()),
    file('several-recipients'),
  )
  const subkeyOfOther = lastSubkey(other)
  const noSubkey = binary.subarray(0, binary.length - lastSubkey(binary).length)
  assert.throws(
    () => readOpenPgpKey(Buffer.concat([noSubkey, subkeyOfOther]), new Date()),
    file('signature-wrong'),
  )
  const secretKey = execFileSync(
    'gpg',
    ['--batch', '--armor', '--export-secret-keys', '=p256@example.org'],
    { env },
  )
  assert.throws(() => readOpenPgpKey(secretKey, new Date()), file('private-key'))
  const damaged = Buffer.from(String(key).replace(/\n(.)(.)/, (_, a, b) => `\n${b}${a}`))
  assert.throws(() => readOpenPgpKey(damaged, new Date()), refusal('DELIVERY_FILE'))
  const fingerprint = /fpr:+([0-9A-F]{40}):/.exec(
    String(execFileSync('gpg', ['--with-colons', '--list-keys', 'p256'], { env })),
  )?.[1]
  const certificate = path.join(gpgHome, 'openpgp-revocs.d', `${fingerprint}.rev`)
  const revocation = String(readFileSync(certificate)).replace(/^:-----/m, '-----')
  execFileSync('gpg', ['--batch', '--import'], {
    env,
    input: revocation,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  assert.throws(() => readOpenPgpKey(exported('p256'), new Date()), file('revoked'))
})

/** From the packet of the last subkey on: tag 14, among packets of the old form, which gpg writes (RFC 9580, 4.2.2). */
function lastSubkey(key: Buffer): Buffer {
  let subkey = 0
  for (let at = 0; at < key.length; ) {
    const head = key.readUInt8(at)
    assert.equal(head & 0xc0, 0x80, 'a packet of the old form')
    if ((head & 0x3c) >> 2 === 14) subkey = at
    const lengthBytes = 1 << (head & 3)
    at += 1 + lengthBytes + key.readUIntBE(at + 1, lengthBytes)
  }
  assert.ok(subkey > 0, 'there is a subkey')
  return key.subarray(subkey)
}

test('a private key given to be read as a public one is refused by name', () => {
  const pem = Buffer.from(rsa.privateKey.export({ format: 'pem', type: 'pkcs8' }))
  for (const given of [pem, pkcs8]) {
    assert.throws(
      () => readRsaPublicKey(given, 'wrapping-key'),
      refusal('DELIVERY_FILE', { file: 'wrapping-key', problem: 'private-key', field: null }),
    )
  }
})
