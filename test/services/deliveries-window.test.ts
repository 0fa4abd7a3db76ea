/** Deliveries in the window: checked, waiting, made with an opened quorum, read back, noted. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import {
  DELIVERY_FILE_NAMES,
  DESTINATION_GROUPS,
  DESTINATION_IDS,
} from '../../shared/deliveries.ts'
import { doneJson } from '../cli/command-line.ts'
import { awsParameters, rsaKey } from '../core/deliveries/sides.ts'
import type { ByPath } from '../fixtures/choosing.ts'
import { textOf } from '../paper/printed.ts'
import { enterCards, folderFor, openWindow, PASSPHRASE, PLAN, wholeCeremony } from './window.ts'

type Order = ByPath<'deliveries.check'>

const DAY = '2026-11-27'

async function office(context: TestContext) {
  const folder = folderFor(context)
  let time = Date.parse(`${DAY}T10:00:00Z`)
  const window = openWindow(context, { now: () => new Date(time) })
  const at = (name: string): string => path.join(folder, name)
  const vault = at('office.vault')
  await window.call('vault.create', { path: vault })
  const { cards } = await wholeCeremony(window, folder, {
    ...PLAN,
    keys: [
      ...PLAN.keys,
      { label: 'hls', purpose: 'video', bits: 128, expires: null },
      { label: 'kek', purpose: 'wrapping', bits: 256, expires: null },
    ],
  })
  const { keys } = await window.call('keys.list', {})
  const identity = await generateX25519Identity()
  writeFileSync(at('recipient.txt'), `${await identityToRecipient(identity)}\n`)
  writeFileSync(at('identity.txt'), `${identity}\n`)
  writeFileSync(at('params.json'), awsParameters())
  const keyOf = (label: string): string =>
    keys.find(key => key.label === label)?.id ?? assert.fail(label)
  const order = (label: string, more: Partial<Order>): Order => ({
    ...{ key: keyOf(label), version: 1, destination: 'age', files: [], options: [] },
    ...{ use: 'protect', although: null, plain: null, kek: null, ...more },
  })
  return {
    ...{ window, vault, at, cards, keyOf, order },
    setId: keys[0]?.setId ?? '',
    goTo: (moment: string) => {
      time = Date.parse(moment)
    },
    open: async () => {
      await window.call('recovery.begin', { kit: { kind: 'vault', setId: keys[0]?.setId ?? '' } })
      await enterCards(window, cards.slice(0, 2))
      await window.call('recovery.open', { passphrase: PASSPHRASE })
    },
    forAge: (label: string): Order =>
      order(label, { files: [{ name: 'recipient', file: at('recipient.txt') }] }),
    forKms: (label: string): Order =>
      order(label, {
        destination: 'aws-kms',
        files: [{ name: 'parameters', file: at('params.json') }],
      }),
  }
}

test('every destination stands in one group', () => {
  assert.deepEqual(
    Object.values(DESTINATION_GROUPS).flat().toSorted(),
    [...DESTINATION_IDS].toSorted(),
  )
})

test('what the destination would refuse is refused before anybody gathers, and nothing waits then', async context => {
  const { window, at, keyOf, order, forKms, setId } = await office(context)
  const { call, refused } = window
  const found = await call('deliveries.destinations', { key: keyOf('old-box'), version: 1 })
  assert.equal(found.setId, setId)
  assert.deepEqual(
    found.destinations.filter(({ fits }) => fits).map(({ id }) => id),
    [...['azure-hsm', 'pkcs11', 's3-sse-s3', 'aws-encryption-sdk'], ...['age', 'cms', 'openpgp']],
  )
  assert.deepEqual(
    found.keks.map(({ label }) => label),
    ['video-root', 'hls', 'kek'],
  )
  const aws = found.destinations.find(({ id }) => id === 'aws-kms')
  assert.deepEqual(
    aws?.files.map(({ name }) => name),
    DELIVERY_FILE_NAMES.slice(0, 4),
  )
  const no = (label: string, more: Partial<Order>, code: string) =>
    refused('deliveries.check', order(label, more), code)
  await refused('deliveries.check', forKms('old-box'), 'DELIVERY_KEY_SIZE', {
    ...{ destination: 'aws-kms', bits: 192, takes: [256] },
  })
  await no('video-root', { destination: 'mediaconvert' }, 'DELIVERY_ONLINE')
  await no('video-root', { destination: 'transit' }, 'DELIVERY_ASKED')
  await no('video-root', { destination: 'ffmpeg-hls' }, 'DELIVERY_KEY_SIZE')
  const recipient = { name: 'recipient', file: at('recipient.txt') } as const
  await no('video-root', { files: [recipient], plain: 'why not' }, 'DELIVERY_PLAIN')
  writeFileSync(at('bad.txt'), 'no recipient\n')
  await no('video-root', { files: [{ name: 'recipient', file: at('bad.txt') }] }, 'DELIVERY_FILE')
  const { key, ...parameters } = forKms('video-root')
  await refused(
    'deliveries.check',
    { key, ...parameters, options: [{ name: 'fingerprint', value: '0'.repeat(64) }] },
    'DELIVERY_FINGERPRINT',
  )
  // Nobody has a path that they did not choose, and no destination has a file of another name.
  await assert.rejects(
    call('deliveries.check', {
      ...parameters,
      key,
      files: [{ name: 'no' as 'zip', file: at('x') }],
    }),
  )
  assert.deepEqual(await call('deliveries.waiting', {}), { waiting: null })
  await refused('deliveries.plan', {}, 'DELIVERY_NONE_WAITS')
  // A check alone, of what no secret leaves for: it says what is done there, and nothing waits.
  const s3 = await call(
    'deliveries.check',
    order('video-root', {
      destination: 's3-sse-s3',
      options: [{ name: 'bucket', value: 'films' }],
    }),
  )
  assert.equal(s3.form, 'nothing')
  assert.match(JSON.stringify(s3.instructions), /put-bucket-encryption/)
  assert.deepEqual(await call('deliveries.waiting', {}), { waiting: null })
})

test('a key is handed over: checked, signed for, wrapped, read back, listed, and noted with its proof', async context => {
  const { window, vault, at, goTo, open, forKms, keyOf } = await office(context)
  const { call, refused } = window
  const first = await call('deliveries.check', forKms('video-root'))
  assert.equal(first.under?.words.length, 32)
  assert.equal(first.validTo, '2026-11-28T10:00:00.000Z')
  const words = first.under?.words.join(' ') ?? ''
  const compared = await call('deliveries.check', {
    ...forKms('video-root'),
    options: [{ name: 'fingerprint', value: words }],
  })
  assert.deepEqual((await call('deliveries.waiting', {})).waiting, compared)
  // The drive is gone: what it gave is there all the same.
  renameSync(at('params.json'), at('elsewhere.json'))
  await refused('deliveries.make', { out: at('kms'), paper: 'a4' }, 'RECOVERY_NONE')
  await open()
  // Too late for the way over the gap: said before anything is opened, and nothing is made or recorded.
  goTo('2026-11-28T09:30:00Z')
  await refused('deliveries.make', { out: at('kms'), paper: 'a4' }, 'DELIVERY_EXPIRES_SOON')
  assert.equal(existsSync(at('kms')), false)
  goTo(`${DAY}T12:00:00Z`)
  await refused('deliveries.make', { out: at('office.vault'), paper: 'a4' }, 'FILE_EXISTS')
  await call('deliveries.plan', {})
  const made = await call('deliveries.make', { out: at('kms'), paper: 'a4' })
  assert.deepEqual(made.files.map(({ name }) => name).toSorted(), readdirSync(at('kms')).toSorted())
  assert.match(JSON.stringify(made.checked.instructions.arrive), /import-key-material/)
  assert.match(readFileSync(at('kms/commands.md'), 'utf8'), /import-key-material/)
  assert.deepEqual(await call('deliveries.waiting', {}), { waiting: null })
  writeFileSync(at('kms.pem'), rsaKey(4096).privateKey.export({ format: 'pem', type: 'pkcs8' }))
  const secret = execFileSync('openssl', [
    ...['pkeyutl', '-decrypt', '-inkey', at('kms.pem')],
    ...['-in', at('kms/EncryptedKeyMaterial.bin'), '-pkeyopt', 'rsa_padding_mode:oaep'],
    ...['-pkeyopt', 'rsa_oaep_md:sha256', '-pkeyopt', 'rsa_mgf1_md:sha256'],
  ])
  assert.equal(secret.length, 32)
  const state = await call('recovery.state', {})
  assert.ok(state.step === 'open')
  assert.deepEqual(
    state.opened.map(({ kind, what, path: to }) => ({ kind, what, to })),
    [{ kind: 'key-delivered', what: 'video-root@1', to: at('kms') }],
  )
  // Its receipt is a page, from its file alone.
  const { pdf } = await call('page.draw', {
    of: { page: 'receipt', file: made.receipt },
    paper: 'a4',
  })
  assert.match(textOf(Buffer.from(pdf, 'base64'), 'raw'), /video-root/)
  await call('recovery.end', {})
  await call('recovery.leave', {})

  const { deliveries } = await call('deliveries.list', { key: keyOf('video-root') })
  const [delivery] = deliveries
  assert.equal(delivery?.id, made.id)
  assert.deepEqual(delivery?.events, [])
  const { events } = await call('keys.show', { key: keyOf('video-root') })
  assert.equal(events[0]?.what, 'delivered')
  assert.match(events[0]?.destination ?? '', /^aws-kms \(arn:aws:kms:/)
  const sheet = await call('page.draw', {
    of: { page: 'key', key: keyOf('video-root') },
    paper: 'a4',
  })
  assert.match(textOf(Buffer.from(sheet.pdf, 'base64'), 'raw'), /handed over/)

  writeFileSync(at('described.json'), '{}')
  const noting = { delivery: made.id, outcome: 'arrived' } as const
  const { draft } = await call('deliveries.planNote', { ...noting, proof: at('described.json') })
  await call('deliveries.note', { draft })
  await refused('deliveries.note', { draft }, 'DRAFT_UNKNOWN')
  await refused(
    'deliveries.planNote',
    { ...noting, delivery: '0'.repeat(16), proof: null },
    'VAULT_UNKNOWN',
  )
  const [noted] = (await call('deliveries.list', { key: keyOf('video-root') })).deliveries
  assert.deepEqual(
    noted?.events.map(({ outcome, proof }) => [outcome, proof?.slice(0, 8)]),
    [['arrived', '44136fa3']],
  )
  await call('vault.close', {})
  const known = await doneJson<object[]>(['deliver', 'list', '--vault', vault])
  assert.equal(known.length, 1)
})

test('a key goes under one of the vault, to read alone, or plain with a reason; a bad drive is named', async context => {
  const { window, at, open, order, forAge, keyOf } = await office(context)
  const { call, refused } = window
  const pkcs11 = order('hls', {
    destination: 'pkcs11',
    options: [
      { name: 'module', value: '/usr/lib/softhsm/libsofthsm2.so' },
      { name: 'token', value: 'keyclave' },
      { name: 'label', value: 'video' },
      { name: 'id', value: '0a' },
      { name: 'unwrap-id', value: '01' },
      { name: 'kek-check', value: '000000' },
    ],
  })
  await refused('deliveries.check', pkcs11, 'DELIVERY_KEK', { problem: 'none-named' })
  const under = await call('deliveries.check', { ...pkcs11, kek: `${keyOf('kek')}@1` })
  assert.equal(under.kek, 'kek@1')
  await open()
  await refused('deliveries.make', { out: at('hsm'), paper: 'a4' }, 'DELIVERY_CHECK_VALUE')
  assert.deepEqual((await call('deliveries.list', { key: keyOf('hls') })).deliveries, [])
  assert.notEqual((await call('deliveries.waiting', {})).waiting, null)

  const hls = order('hls', {
    destination: 'ffmpeg-hls',
    options: [
      { name: 'uri', value: 'https://keys.example.org/video.key' },
      { name: 'closed', value: 'nothing' },
    ],
  })
  await refused('deliveries.check', hls, 'DELIVERY_PLAIN', { problem: 'no-reason' })
  const plain = await call('deliveries.check', { ...hls, plain: 'the machine has no age' })
  assert.equal(plain.form, 'plain')
  await call('deliveries.make', { out: at('hls'), paper: 'a4' })
  assert.equal(readFileSync(at('hls/hls.key')).length, 16)

  // Retired, it goes to be read with alone.
  const { draft } = await call('keys.plan', {
    change: {
      ...{ kind: 'retire', key: keyOf('hls'), version: 1 },
      ...{ reason: 'superseded', occurred: null },
    },
  })
  await call('keys.carryOut', { draft })
  await refused('deliveries.check', forAge('hls'), 'KEY_NOT_PROTECTING')
  await call('deliveries.check', { ...forAge('hls'), use: 'process' })
  const { id } = await call('deliveries.make', { out: at('for-age'), paper: 'letter' })
  const opened = execFileSync('age', ['-d', '-i', at('identity.txt'), at('for-age/key.age')])
  assert.deepEqual(opened, readFileSync(at('hls/hls.key')))
  const all = (await call('deliveries.list', { key: keyOf('hls') })).deliveries
  assert.deepEqual(
    all.map(one => [one.id === id, one.form]),
    [
      [true, 'wrapped'],
      [false, 'plain'],
    ],
  )
  await call('deliveries.check', forAge('kek'))
  await call('deliveries.forget', {})
  assert.deepEqual(await call('deliveries.waiting', {}), { waiting: null })
  // What waits belongs to the vault that is open.
  await call('deliveries.check', forAge('kek'))
  await call('recovery.end', {})
  await call('recovery.leave', {})
  await call('vault.close', {})
  assert.deepEqual(await call('deliveries.waiting', {}), { waiting: null })
})
