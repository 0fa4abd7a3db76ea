/** Key pairs and imported secrets on the command line: the same life as every key, and what is theirs alone. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { onCard } from '../fixtures/card-fingerprint.ts'
import { done, doneJson, refused } from './command-line.ts'
import { dayIn, signedOffice } from './signed-office.ts'

const KEYS = `keys:
  - { label: release-signing, pair: ed25519, purpose: releases, expires: ${dayIn(40)} }
imports:
  - { label: shop-tls, file: shop.pem, purpose: the shop }
  - { label: old-tls, file: shop.pem, purpose: as it was, as: secret }
`

interface Facts {
  readonly label: string
  readonly version: number
  readonly kind: string
  readonly algorithm: string | null
  readonly state: string
  readonly fingerprint: string | null
  readonly protectUntil: string | null
}

const RECOVER = path.join(import.meta.dirname, '../../docs/recover.py')

/** A public half in PEM, as openssl computes it of a private one. */
const byOpenssl = (privatePem: Buffer): string =>
  execFileSync('openssl', ['pkey', '-pubout'], { input: privatePem }).toString()

describe('key pairs and imported secrets over their life', { concurrency: false }, () => {
  const desk = signedOffice()
  const { vault, sign } = desk
  let taken = 0
  const at = (name: string): string => desk.at(name)
  const key = (...args: string[]): string[] => ['key', ...args, ...vault()]
  const signed = (...args: string[]): string[] => [...key(...args), ...sign('Ines', 'Walt')]
  const kitNow = async (): Promise<string> => {
    taken += 1
    const file = at(`kit-${taken}.json`)
    await done(['kit', 'export', ...vault(), '--out', file])
    return file
  }
  /** What is opened of a key, with the newest kit. */
  const opened = async (what: string, ...more: string[]): Promise<Buffer> => {
    const kit = await kitNow()
    const out = at(`${what}-${taken}`)
    const said = await done([
      ...['recover', 'key', what, '--kit', kit, ...vault(), ...sign('Olga', 'Walt'), ...more],
      ...[...desk.cards(), '--out', out],
    ])
    assert.match(said, /^Wrote [a-z-]+@\d+ /, 'the receipt names the version')
    return readFileSync(out)
  }

  before(async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    desk.write('shop.pem', String(privateKey.export({ type: 'sec1', format: 'pem' })))
    await desk.found(KEYS)
  })
  after(() => desk.remove())

  it('come out of a ceremony: one made, one taken in, and a private key that is to stay a secret', async () => {
    const { keys } = await doneJson<{ keys: readonly Facts[] }>(key('list'))
    assert.deepEqual(
      keys.map(({ label, kind, algorithm }) => [label, kind, algorithm]),
      [
        ['release-signing', 'key-pair', 'ed25519'],
        ['shop-tls', 'key-pair', 'ec-p256'],
        ['old-tls', 'imported-secret', null],
      ],
    )
    assert.match(await done(key('list')), /release-signing@1 {2}in use {2}Ed25519 key pair/)
    assert.deepEqual(await opened('old-tls'), readFileSync(at('shop.pem')))
  })

  it('show their public half to everybody, from vault and kit, and openssl agrees with what is opened', async () => {
    const out = at('release.pub.pem')
    assert.match(await done(key('public', 'release-signing', '--out', out)), /release-signing@1/)
    const half = readFileSync(out, 'utf8')
    const kit = await kitNow()
    const fromKit = ['key', 'public', 'release-signing@1', '--kit', kit]
    assert.equal(await done([...fromKit, '--fingerprint', onCard(kit)]), half)
    const pem = await opened('release-signing')
    assert.match(String(pem), /^-----BEGIN PRIVATE KEY-----\n/)
    assert.equal(byOpenssl(pem), half)
    assert.equal(byOpenssl(await opened('shop-tls')), await done(key('public', 'shop-tls')))
    await refused(key('public', 'old-tls'), 2, 'KEY_NO_PAIR')
    await refused(['key', 'public', 'shop-tls'], 1, 'USAGE')
  })

  it('are added: made here, or taken in when nothing is wrong with them', async () => {
    await done(signed('add', 'tls', '--purpose', 'the shop', '--pair', 'rsa-2048'))
    const rsa = await opened('tls')
    assert.equal(byOpenssl(rsa), await done(key('public', 'tls')))
    writeFileSync(at('rsa.pem'), rsa)
    await done(signed('add', 'tls-again', '--purpose', 'x', '--import', at('rsa.pem')))
    assert.equal(await done(key('public', 'tls-again')), await done(key('public', 'tls')))

    const { privateKey: weak } = generateKeyPairSync('rsa', { modulusLength: 1024 })
    desk.write('weak.pem', String(weak.export({ type: 'pkcs1', format: 'pem' })))
    const add = signed('add', 'weak', '--purpose', 'x', '--import', at('weak.pem'))
    assert.match(await refused(add, 2, 'KEY_PAIR_UNFIT'), /2048/)
    await done([...add, '--as-secret'])
    await refused([...add, '--pair', 'ed25519'], 1, 'USAGE')
  })

  it('are opened without Keyclave, to PKCS#8, and refused when their public half is another', async () => {
    const kit = await kitNow()
    const identity = await done([
      ...['recover', 'identity', '--kit', kit, ...vault(), ...sign('Olga', 'Walt')],
      ...['--share', at('ceremony/shares/01-ada.txt'), at('ceremony/shares/02-bob.txt')],
      ...['--passphrase-file', at('pass.txt')],
    ])
    desk.write('identity.txt', identity)
    const item = (label: string): string[] => [
      ...['item', kit, label, at('identity.txt'), '--out', at(`${label}.by-hand`)],
    ]
    for (const label of ['release-signing', 'shop-tls', 'tls']) {
      execFileSync('python3', [RECOVER, ...item(label)], { stdio: 'pipe' })
      const pem = readFileSync(at(`${label}.by-hand`))
      assert.equal(byOpenssl(pem), await done(key('public', label)))
    }
  })

  it('are followed by a pair of the same kind; a label is the newest that is in use', async () => {
    const { keys } = await doneJson<{ keys: readonly Facts[] }>(signed('rotate', 'release-signing'))
    const [next] = keys
    assert.deepEqual(
      [next?.version, next?.algorithm, next?.protectUntil],
      [2, 'ed25519', dayIn(40)],
    )
    const [old, now] = [await opened('release-signing@1'), await opened('release-signing')]
    assert.notDeepEqual(old, now)
    assert.equal(byOpenssl(now), await done(key('public', 'release-signing')))
    assert.equal(byOpenssl(old), await done(key('public', 'release-signing@1')))

    await done(signed('rotate', 'release-signing', '--activates', dayIn(9)))
    const half = await done(key('public', 'release-signing@2'))
    assert.equal(await done(key('public', 'release-signing')), half, 'the third waits for its day')
    assert.equal(byOpenssl(await opened('release-signing')), half)
    const fromKit = await done(['key', 'public', 'release-signing', '--kit', await kitNow()])
    assert.equal(fromKit, half)

    const other = signed('rotate', 'tls', '--import', at('shop.pem'))
    assert.match(await refused(other, 2, 'KEY_PAIR_OTHER'), /RSA-2048.*EC P-256/)
    await done(signed('rotate', 'shop-tls', '--import', at('shop.pem')))
    assert.equal(await done(key('public', 'shop-tls@2')), await done(key('public', 'shop-tls@1')))
  })

  it('that were imported have days and states as every key, and their next version is brought', async () => {
    desk.write('token.txt', 'first token')
    desk.write('next.txt', 'second token')
    const days = ['--protect-until', dayIn(5), '--process-until', dayIn(9)]
    const add = ['add', 'token', '--purpose', 'the shop', '--import', at('token.txt')]
    await done(signed(...add, ...days))
    assert.match(await done(key('due', '--within', '6d')), /in 5 days {2}token@1/)
    await refused(signed('rotate', 'token'), 1, 'KEY_NOT_GENERATED')
    await refused(signed('rotate', '--due', '--within', '6d'), 1, 'KEY_NOT_GENERATED')
    // What can be made is made, whatever else is due, and that is named.
    await done(signed('add', 'soon', '--purpose', 'the shop', '--protect-until', dayIn(5)))
    const elsewhere = signed('rotate', '--due', '--within', '6d', '--set', '0123456789')
    await refused(elsewhere, 2, 'KEY_NONE_DUE')
    const due = await done(signed('rotate', '--due', '--within', '6d'))
    assert.match(due, /soon@2 .*in use[\s\S]*soon@1 is retired/)
    assert.match(due, /token@1 was imported\. Bring its next secret: .* --import FILE/)
    await done(signed('rotate', 'token', '--import', at('next.txt')))
    assert.equal(String(await opened('token')), 'second token')
    assert.equal(String(await opened('token@1')), 'first token')

    await done([...key('suspend', 'token'), ...sign('Walt')])
    assert.match(await done(key('show', 'token@2')), /suspended/)
    await done(signed('resume', 'token@2'))
    await done(signed('retire', 'token'))
    await done([...key('compromise', 'token@1'), ...sign('Walt')])
    const history = await done(key('history', 'token'))
    assert.match(history, /token@1[\s\S]*compromised[\s\S]*token@2[\s\S]*retired|deactivated/)
    const known = await opened('token@1', '--although', 'compromised')
    assert.equal(String(known), 'first token')
    assert.match(await done(['audit', 'verify', ...vault()]), /whole/)
  })
})
