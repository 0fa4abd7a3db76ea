/** One story of keys, from the ceremony to the last old card: what each answer says agrees with all the others. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { keyListIn, keyPageIn } from '../../main/services/keys/key-pages.ts'
import type { CompromiseReport } from '../../shared/compromise.ts'
import { withVault } from '../vault/vault-fixture.ts'
import { done, doneJson, keyclave, type RunOptions, refused } from './command-line.ts'
import { planHead, signedOffice } from './signed-office.ts'

const CUSTODIANS = ['Ada', 'Bob', 'Cleo'] as const
const KEYS = `keys:
  - { label: video-root, bits: 256, purpose: content encryption }
  - { label: release-signing, pair: ed25519, purpose: releases }
imports:
  - { label: api-token, file: token.txt, purpose: the shop }
`
const RECOVER = path.join(import.meta.dirname, '../../docs/recover.py')
const DAY_MS = 24 * 60 * 60 * 1000

interface Kit {
  readonly quorum: { readonly setId: string }
  readonly backupKeys: readonly { readonly generation: number; readonly recipient: string }[]
}
interface Copies {
  readonly copies: readonly { readonly copy: string }[]
}

describe('the life of keys', { concurrency: false }, () => {
  const desk = signedOffice()
  const { vault, sign } = desk
  let kits = 0
  const at = (name: string): string => desk.at(name)
  const ask = (...args: string[]): Promise<string> => done([...args, ...vault()])
  const signed = (...args: string[]): Promise<string> =>
    done([...args, ...vault(), ...sign('Ines', 'Walt')])
  const alone = (...args: string[]): Promise<string> => done([...args, ...vault(), ...sign('Walt')])
  const cards = (folder: string, passphrase: string): string[] => [
    ...['--share', at(`${folder}/shares/01-ada.txt`), at(`${folder}/shares/02-bob.txt`)],
    ...['--passphrase-file', at(passphrase)],
  ]
  const opening = (kit: string): string[] => [
    ...['--kit', kit, ...cards('ceremony', 'pass.txt'), ...vault(), ...sign('Olga', 'Walt')],
  ]
  const newKit = async (): Promise<string> => {
    kits += 1
    await ask('kit', 'export', '--out', at(`kit-${kits}.json`))
    return at(`kit-${kits}.json`)
  }
  const kitIn = (file: string): Kit => JSON.parse(readFileSync(file, 'utf8')) as Kit
  const backup = (kit: string, name: string): Promise<string> =>
    done([
      ...['backup', 'create', at('files'), '--kit', kit, '--out', at(name)],
      ...[...vault(), ...sign('Ines')],
    ])
  const keysIn = (said: string): string[] =>
    said
      .split('\n')
      .filter(line => /^(Key|Backup key) /.test(line))
      .map(line => line.replace(/^Key +(\S+) .*\((.+)\)$/, '$1 $2'))
      .map(line => line.replace(/^Backup key +(\d+) +\((.+)\)$/, 'backup-key-$1 $2'))
  const copiesOf = async (item: string): Promise<string[]> => {
    const { copies } = await doneJson<Copies>(['destruction', 'show', item, ...vault()])
    return copies.map(({ copy }) => copy.split(':')[0] ?? '')
  }
  const scope = (...of: string[]): Promise<CompromiseReport> =>
    doneJson<CompromiseReport>(['compromise', 'report', ...of, ...vault()])
  const check = async (list: string, kit: string, key: string): Promise<string> => {
    const { code, out } = await keyclave(['status', 'check', at(list), '--kit', kit, '--key', key])
    return `${code} ${/^(Good|Revoked: [a-z, ]+?)(?= until| since)/.exec(out)?.[0]}`
  }

  before(async () => {
    desk.write('token.txt', 'a token')
    desk.write('new-pass.txt', 'tarantula gumdrop unmixed yo-yo')
    for (const folder of ['files', 'new']) mkdirSync(at(folder))
    writeFileSync(at('files/what.txt'), 'what was written\n')
    const made = await desk.found(KEYS, CUSTODIANS)
    assert.match(made, /video-root@1 .*\n.*release-signing@1 .*\n.*api-token@1 /)
  })
  after(() => desk.remove())

  it('goes on: added, rotated, taken out, and backups made with two backup keys', async () => {
    await signed('cryptoperiod', 'set', 'content encryption', '--process', '36', '--warn', '30')
    await signed('key', 'add', 'audio-root', '--purpose', 'content encryption')
    await signed('key', 'rotate', 'video-root', 'release-signing')
    const kit = await newKit()
    const video = ['recover', 'key', 'video-root', ...opening(kit), '--out', at('video.key')]
    await done(video)
    await backup(kit, 'one.age')
    await signed('backup-key', 'rotate')
    await backup(await newKit(), 'two.age')
    const expected = [
      ...['video-root@1 retired', 'release-signing@1 retired', 'api-token@1 in use'],
      ...['audio-root@1 in use', 'video-root@2 in use', 'release-signing@2 in use'],
    ]
    assert.deepEqual(keysIn(await ask('vault', 'info')), expected)
    assert.deepEqual(keysIn(await ask('quorum', 'show')), [
      ...['backup-key-1 retired', 'backup-key-2 in use'],
      ...expected,
    ])
  })

  it('is cut short: a key and a backup key are compromised, and the sheets send nobody to a worse one', async () => {
    await alone('key', 'compromise', 'video-root')
    const ofKey = await ask('compromise', 'report', 'video-root')
    assert.match(ofKey, /Compromise of key video-root@2/)
    assert.match(ofKey, /took out the key video-root@2 to .*video\.key/)
    const before = await ask('compromise', 'report', 'video-root@1')
    assert.doesNotMatch(before, /Use version 2|has taken its place/)

    await alone('backup-key', 'compromise', '2')
    const ofBackupKey = await ask('compromise', 'report', '--backup-key', '2')
    assert.match(ofBackupKey, /No backup is made until the next one is made/)
    assert.match(ofBackupKey, /two\.age.*to be encrypted again/)
    await signed('backup-key', 'rotate')
    await done([
      ...['backup', 'reencrypt', at('one.age'), at('two.age'), '--out', at('new')],
      ...opening(await newKit()),
    ])
    const { backups } = await scope('--backup-key', '2')
    assert.deepEqual(
      backups.map(({ fileName, replacedBy }) => [fileName, replacedBy?.fileName]),
      [['two.age', 'two.age']],
    )
  })

  it('ends: each certificate names every kit that had it, and what became of it before', async () => {
    for (const item of ['video-root@1', 'release-signing@1']) await signed('key', 'destroy', item)
    const gone = await signed('backup-key', 'destroy', '2')
    assert.match(gone, /backup-key-2: destroyed, and compromised since/)
    const kit = (count: number): string[] => Array.from({ length: count }, () => 'kit')
    assert.deepEqual(await copiesOf('video-root@1'), [...kit(5), 'vault-copies'])
    assert.deepEqual(await copiesOf('release-signing@1'), [...kit(6), 'vault-copies'])
    assert.deepEqual(await copiesOf('backup-key-2'), [...kit(4), 'vault-copies'])
    const [json, pdf] = [at('certificate.json'), at('certificate.pdf')]
    await signed('destruction', 'certify', 'backup-key-2', '--out', json, '--pdf', pdf)
    const verified = await done(['destruction', 'verify', json, ...vault()])
    assert.match(verified, /backup key 2, destroyed, and compromised since/)
    assert.match(verified, /0 of 5 that are known are destroyed/)
    const { states } = JSON.parse(readFileSync(json, 'utf8')) as {
      readonly states: readonly { readonly from: string; readonly to: string }[]
    }
    assert.deepEqual(
      states.map(({ from, to }) => `${from} ${to}`),
      ['active compromised', 'compromised destroyed-compromised'],
    )
    const inspected = await ask('kit', 'inspect', await newKit())
    assert.match(inspected, /Key video-root@2: added by revision/)
    assert.match(inspected, /Destroyed.*: video-root@1, release-signing@1, backup-key-2/)
  })

  it('is known outside by the status list, also of keys that were destroyed', async () => {
    await signed('status', 'publish', '--out', at('list-1.json'))
    const kit = at(`kit-${kits}.json`)
    assert.equal(await check('list-1.json', kit, 'video-root@1'), '11 Revoked: destroyed')
    assert.equal(await check('list-1.json', kit, 'video-root'), '11 Revoked: compromised')
    assert.equal(await check('list-1.json', kit, 'release-signing'), '0 Good')
    assert.equal(await check('list-1.json', kit, 'backup-key-3'), '0 Good')
    assert.match(await check('list-1.json', kit, 'backup-key-2'), /^11 /)
    const later: RunOptions = { now: () => new Date(Date.now() + 80 * DAY_MS) }
    const due = /Status list 1 counts until .*, in 10 days\. Publish/
    assert.match(await done(['vault', 'info', ...vault()], later), due)
    assert.doesNotMatch(await ask('vault', 'info'), /Status list/)
  })

  it('is over for what a re-issue leaves out, which keeps its history all the same', async () => {
    const old = kitIn(at(`kit-${kits}.json`)).quorum.setId
    await signed('key', 'retire', 'audio-root')
    desk.write('next.yaml', `${planHead(CUSTODIANS)}leaveOut: [audio-root@1, video-root]\n`)
    const reissued = await done([
      ...['ceremony', 'reissue', at('next.yaml'), '--kit', at(`kit-${kits}.json`), '--no-pdf'],
      ...[...cards('ceremony', 'pass.txt'), '--new-passphrase-file', at('new-pass.txt')],
      ...['--out', at('next'), ...vault(), ...sign('Ines', 'Walt', 'Olga', ...CUSTODIANS)],
    ])
    const sealed = 'api-token@1, audio-root@1, video-root@2, release-signing@2; backup keys 1, 3'
    const earlier = 'video-root@1, release-signing@1; backup key 2'
    assert.ok(reissued.includes(`(${sealed})`) && reissued.includes(`(${earlier})`), reissued)
    const info = await ask('vault', 'info')
    assert.deepEqual(keysIn(info), ['api-token@1 in use', 'release-signing@2 in use'])
    assert.ok(info.includes(`${old}  Root key ceremony 2026  (replaced)`))
    assert.match(
      await ask('key', 'history', 'video-root'),
      /video-root@1[\s\S]*today {2}destroyed\n[\s\S]*video-root@2[\s\S]*today {2}compromised/,
    )
    await alone('key', 'compromise', 'audio-root')
    assert.equal((await scope('audio-root')).mark?.state, 'compromised')
    const sheet = await ask('compromise', 'report', 'audio-root')
    assert.match(sheet, /It gets no next version: a re-issue left it out/)
    assert.match(sheet, /keyclave key add NEW-LABEL[\s\S]*keyclave share destroy --set/)
    assert.doesNotMatch(sheet, /key rotate/)
    const tooLate = ['key', 'retire', 'video-root@2', ...vault(), ...sign('Ines', 'Walt')]
    await refused(tooLate, 2, 'KEY_STATE')
    await withVault(at('office.vault'), opened => {
      const { leftOut } = keyListIn(opened, new Date())
      assert.deepEqual(
        leftOut.map(({ label, version, openers }) => [`${label}@${version}`, openers[0]?.setId]),
        ['video-root@1', 'release-signing@1', 'audio-root@1', 'video-root@2'].map(key => [
          key,
          old,
        ]),
      )
      const [gone, left] = keyPageIn(opened, leftOut[2]?.id ?? '', new Date()).versions
      assert.deepEqual([gone?.may, left], [['destroy'], undefined])
    })
    await alone('key', 'compromise', 'video-root@1')
    assert.match(await ask('key', 'show', 'video-root@1'), /destroyed, and compromised/)

    const left = await signed('share', 'destroy', '--set', old, '--card', '1', '2')
    assert.match(left, /can no longer open anything/)
    assert.deepEqual(keysIn(await ask('quorum', 'show', old)), [
      ...['backup-key-1 retired', 'backup-key-2 destroyed, and compromised'],
      ...['backup-key-3 retired', 'video-root@1 destroyed, and compromised'],
      ...['release-signing@1 destroyed', 'api-token@1 in use', 'audio-root@1 compromised'],
      ...['video-root@2 compromised', 'release-signing@2 in use'],
    ])
  })

  it('of a backup key in two sets is one, and of a destroyed one it goes on', async () => {
    const [old, next] = [at('kit-1.json'), at('next/kit.json')].map(kitIn)
    await alone('backup-key', 'compromise', '1')
    for (const { quorum } of [old, next].filter(kit => kit !== undefined)) {
      const report = await scope('--backup-key', '1', '--set', quorum.setId)
      assert.equal(report.mark?.state, 'compromised')
      assert.ok(report.of.kind === 'backup-key' && report.of.places.length === 2)
      assert.deepEqual(
        report.backups.map(({ fileName, replacedBy }) => [fileName, replacedBy?.fileName]),
        [['one.age', 'one.age']],
      )
    }
    const gone = ['compromise', 'report', '--backup-key', '2', '--set', old?.quorum.setId ?? '']
    const said = await ask(...gone)
    assert.match(said, /It is destroyed in this vault; copies elsewhere are not/)
    assert.doesNotMatch(said, /Mark it compromised/)
    await signed('status', 'publish', '--out', at('list-2.json'))
    assert.match(await check('list-2.json', at('next/kit.json'), 'backup-key-1'), /^11 /)
    assert.equal(await check('list-2.json', at('next/kit.json'), 'release-signing'), '0 Good')
  })

  it('is whole in log, report and kit, and docs/recover.py opens what is left', async () => {
    assert.match(await ask('audit', 'verify'), /whole/)
    const period = ['--from', '2020-01-01', '--to', new Date().toISOString().slice(0, 10)]
    await ask('compliance', 'report', ...period, '--out', at('compliance'))
    const { keys } = JSON.parse(readFileSync(at('compliance/compliance.json'), 'utf8')) as {
      readonly keys: readonly { readonly [field: string]: string | number }[]
    }
    assert.deepEqual(
      keys.map(({ label, version, state }) => `${label}@${version} ${state}`).toSorted(),
      [
        ...['api-token@1 active', 'audio-root@1 compromised', 'release-signing@1 destroyed'],
        ...['release-signing@2 active', 'video-root@1 destroyed-compromised'],
        'video-root@2 compromised',
      ],
    )
    const kit = at('next/kit.json')
    const inspected = await ask('kit', 'inspect', kit)
    assert.match(inspected, /\nKey +api-token@1 .*\nKey +release-signing@2 /)
    assert.doesNotMatch(inspected, /video-root|audio-root/)
    const identity = ['recover', 'identity', '--kit', kit, ...cards('next', 'new-pass.txt')]
    desk.write('identity.txt', await done([...identity, ...vault(), ...sign('Olga', 'Walt')]))
    const item = ['item', kit, 'api-token', at('identity.txt'), '--out', at('token.again')]
    execFileSync('python3', [RECOVER, ...item], { stdio: 'pipe' })
    assert.equal(readFileSync(at('token.again'), 'utf8'), 'a token')
  })
})
