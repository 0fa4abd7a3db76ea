/** Keys in the window: planned, signed for, carried out; what is due, on which day; and what their last days change. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { dayOf } from '../../main/core/life/index.ts'
import { entryOf } from '../../main/core/status/index.ts'
import { draftCertificate } from '../../main/services/destruction/certify.ts'
import { itemNamed } from '../../main/services/destruction/named-item.ts'
import { standingsIn } from '../../main/services/status/standings.ts'
import type { Output } from '../../shared/contract.ts'
import type { BackupKeyDeed } from '../../shared/key-life.ts'
import { doneJson } from '../cli/command-line.ts'
import { onCard } from '../fixtures/card-fingerprint.ts'
import type { ByPath } from '../fixtures/choosing.ts'
import { textOf } from '../paper/printed.ts'
import { withVault } from '../vault/vault-fixture.ts'
import { officeWith } from './office-people.ts'
import {
  enterCards,
  type FakeWindow,
  folderFor,
  openWindow,
  PASSPHRASE,
  PLAN,
  wholeCeremony,
} from './window.ts'

type Change = ByPath<'keys.plan'>['change']
type Version = Output<'keys.list'>['keys'][number]

const NO_DAYS = { activates: null, protectUntil: null, processUntil: null, unlimited: false }
const PERIOD = { protect: 12, process: 36, rotate: 11, warn: 60 }
const PURPOSE = 'content encryption'
const add = (label: string, days: Partial<typeof NO_DAYS> | object = {}): Change => ({
  ...{ kind: 'add', label, purpose: PURPOSE, bits: 256, setId: null, ...NO_DAYS, ...days },
})

/** As in a vault without people: nobody signs. */
async function carryOut(
  { call }: FakeWindow,
  change: Change,
  clock?: string,
): Promise<Output<'keys.carryOut'>> {
  const { draft } = await call('keys.plan', { change, ...(clock !== undefined && { clock }) })
  return await call('keys.carryOut', { draft })
}

const daysOf = ({ activates, protectUntil, processUntil }: Version) => [
  ...[activates, protectUntil, processUntil],
]

/** A window over a vault with one quorum and no keys, and a clock that a test moves. */
async function keysOffice(
  context: Parameters<typeof openWindow>[0] & Parameters<typeof folderFor>[0],
) {
  const folder = folderFor(context)
  let time = Date.parse('2026-11-21T09:00:00Z')
  const now = (): Date => new Date(time)
  const window = openWindow(context, { now })
  const vault = path.join(folder, 'office.vault')
  await window.call('vault.create', { path: vault })
  const { kit, cards } = await wholeCeremony(window, folder, { ...PLAN, keys: [] })
  const goTo = (day: string): void => {
    time = Date.parse(`${day}T09:00:00Z`)
  }
  return {
    folder,
    window,
    vault,
    kit,
    cards,
    now,
    goTo,
    at: (name: string) => path.join(folder, name),
  }
}

test('what was agreed on for a purpose gives keys their days, and says to the day what is due, everywhere', async context => {
  const { window, vault, now, goTo } = await keysOffice(context)
  const { call, refused } = window
  await refused('keys.plan', { change: { kind: 'rotate', keys: null, ...NO_DAYS } }, 'KEY_NONE_DUE')
  const agree = { kind: 'cryptoperiod', purpose: PURPOSE, period: PERIOD } as const
  await refused(
    'keys.plan',
    { change: { ...agree, period: { ...PERIOD, rotate: 13 } } },
    'CRYPTOPERIOD',
    {
      member: 'rotate',
    },
  )
  await refused('keys.plan', { change: { ...agree, period: null } }, 'CRYPTOPERIOD_NONE', {
    purpose: PURPOSE,
  })
  await carryOut(window, agree)

  const [video] = (await carryOut(window, add('video-root'))).keys
  assert.deepEqual(video && daysOf(video), [null, '2027-11-21', '2029-11-21'])
  const [free] = (await carryOut(window, add('free', { unlimited: true }))).keys
  assert.deepEqual(free && daysOf(free), [null, null, null])
  const other = { ...add('other', { protectUntil: '2028-01-01' }), purpose: 'CONTENT encryption' }
  const [own] = (await carryOut(window, other as Change)).keys
  assert.deepEqual(own && daysOf(own), [null, '2028-01-01', null])

  /** What each of them says: the list, the page, the overview, and the command line. */
  const said = async () => {
    const { due } = await call('keys.list', {})
    const { attention } = await call('vault.overview', {})
    const { due: page } = await call('keys.show', { key: video?.id ?? '' })
    const command = await doneJson<{ due: typeof due }>(['key', 'due', '--vault', vault], { now })
    assert.deepEqual(command.due, due)
    assert.deepEqual(
      page,
      due.filter(({ key }) => key.label === 'video-root').map(it => it.due),
    )
    return {
      due: due.map(({ key, due: { what, days } }) => [key.label, what, days]),
      attention: attention.flatMap(it => ('label' in it ? [[it.kind, it.label, it.days]] : [])),
    }
  }
  goTo('2027-08-21')
  assert.deepEqual(await said(), { due: [], attention: [] })
  goTo('2027-08-22')
  assert.deepEqual(await said(), {
    due: [
      ['video-root', 'rotate', 60],
      ['free', 'rotate', 60],
      ['other', 'rotate', 60],
    ],
    attention: ['video-root', 'free', 'other'].map(label => ['key-rotate', label, 60]),
  })
  goTo('2027-11-22')
  assert.deepEqual((await said()).attention, [
    ['key-expired', 'video-root', -1],
    ['key-rotate', 'free', -32],
    ['key-rotate', 'other', -32],
  ])

  // A year after the last entry somebody has to say that the clock is right.
  const due: Change = { kind: 'rotate', keys: null, ...NO_DAYS }
  await refused('keys.plan', { change: due }, 'CLOCK_DOUBTFUL')
  const { keys } = await carryOut(window, due, '2027-11-22')
  assert.deepEqual(
    keys.map(key => [key.label, key.version, key.protectUntil]),
    ['video-root', 'free', 'other'].map(label => [label, 2, '2028-11-22']),
  )
  assert.deepEqual((await said()).due, [])

  await carryOut(window, { ...agree, period: null }, '2027-11-22')
  const [after] = (await carryOut(window, add('after'), '2027-11-22')).keys
  assert.deepEqual(after && daysOf(after), [null, null, null])
  await call('audit.verify', {})
})

test('after its last days a version can be done with what the table says, and nothing else', async context => {
  const { window, vault, now: clock, goTo } = await keysOffice(context)
  const { call, refused } = window
  /** What a status list of that day says. */
  const listed = async () => {
    await call('vault.close', {})
    const standings = await withVault(vault, opened => standingsIn(opened))
    await call('vault.open', { path: vault, readOnly: false })
    const standing = standings.find(one => one.id === id) ?? assert.fail('it is listed')
    return entryOf(standing, dayOf(clock())).state
  }
  const days = { activates: '2026-12-01', protectUntil: '2027-11-21', processUntil: '2029-11-21' }
  const [{ id = '' } = {}] = (await carryOut(window, add('video-root', days))).keys
  const now = async () => {
    const { versions, due } = await call('keys.show', { key: id })
    const [newest] = versions
    assert.equal(await listed(), newest?.state)
    const uses = newest?.uses.map(({ use, although }) => [use, although])
    return {
      ...{ state: newest?.state, may: newest?.may, uses },
      due: due.map(it => [it.what, it.days]),
    }
  }
  const change = (kind: 'activate' | 'suspend' | 'resume' | 'retire'): Change => ({
    ...{ kind, key: id, version: 1, reason: 'unspecified', occurred: null },
  })
  assert.deepEqual(await now(), {
    state: 'pre-activation',
    may: ['activate', 'compromise', 'destroy'],
    uses: [],
    due: [['begins', 10]],
  })
  await refused('keys.plan', { change: change('suspend') }, 'KEY_STATE')
  goTo('2026-12-01')
  const inUse = {
    ...{ state: 'active', may: ['suspend', 'retire', 'compromise'] },
    uses: [
      ['protect', null],
      ['process', null],
    ],
  }
  assert.deepEqual(await now(), { ...inUse, due: [] })
  goTo('2027-11-21')
  assert.deepEqual(await now(), { ...inUse, due: [['protect-ends', 0]] })
  await carryOut(window, change('suspend'))
  assert.deepEqual((await now()).uses, [['process', 'suspended']])
  goTo('2027-11-22')
  await refused('keys.plan', { change: change('resume') }, 'KEY_PERIOD_OVER', {
    ...{ label: 'video-root', version: 1, ended: '2027-11-21' },
  })
  await carryOut(window, change('retire'))
  for (const kind of ['activate', 'suspend', 'resume', 'retire'] as const) {
    await refused('keys.plan', { change: change(kind) }, 'KEY_STATE')
  }
  assert.deepEqual((await now()).may, ['compromise', 'destroy'])
  assert.deepEqual((await now()).uses, [['process', null]])
  goTo('2029-11-22')
  assert.deepEqual(await now(), {
    ...{ state: 'deactivated', may: ['compromise', 'destroy'], due: [['process-ends', -1]] },
    uses: [['process', 'process-period-over']],
  })
  const { attention } = await call('vault.overview', {})
  assert.ok(attention.some(({ kind }) => kind === 'key-reading-ends'))
  const { events } = await call('keys.show', { key: id })
  assert.deepEqual(
    events.map(({ what, state }) => state ?? what),
    ['deactivated', 'suspended', 'made'],
  )
  // The next version follows whatever became of the one before.
  const next: Change = { kind: 'rotate', keys: [id], ...NO_DAYS }
  const { keys } = await carryOut(window, next, '2029-11-22')
  assert.deepEqual([keys[0]?.version, keys[0]?.state], [2, 'active'])
})

test('a secret comes from a file, and so does its next version', async context => {
  const { window, at } = await keysOffice(context)
  const { call, refused } = window
  writeFileSync(at('one.secret'), 'the first secret')
  writeFileSync(at('two.secret'), 'the second one')
  const meant = { label: 'token', purpose: 'the shop', setId: null, ...NO_DAYS }
  const { keys, kit } = await carryOut(window, {
    ...{ kind: 'import', file: at('one.secret'), asSecret: false, ...meant },
  })
  const [{ id = '', kind, bytes } = {}] = keys
  assert.deepEqual([kind, bytes], ['imported-secret', 16])
  const rotate: Change = { kind: 'rotate', keys: [id], ...NO_DAYS }
  await refused('keys.plan', { change: rotate }, 'KEY_NOT_GENERATED')
  const next = await carryOut(window, {
    kind: 'replace',
    key: id,
    file: at('two.secret'),
    ...NO_DAYS,
  })
  assert.deepEqual([next.keys[0]?.version, next.keys[0]?.bytes], [2, 14])
  assert.notEqual(next.kit?.digest, kit?.digest)
  const { versions, events } = await call('keys.show', { key: id })
  assert.deepEqual(
    versions.map(({ version, state }) => [version, state]),
    [
      [2, 'active'],
      [1, 'deactivated'],
    ],
  )
  assert.equal(events.find(({ state }) => state === 'deactivated')?.reason, 'superseded')
  const { pdf } = await call('page.draw', { of: { page: 'key', key: id }, paper: 'a4' })
  const text = textOf(Buffer.from(pdf, 'base64'), 'raw').replaceAll(/\s+/g, ' ')
  const kinds = ['imported secret of 14 bytes', `Id ${id}`]
  for (const said of [
    'Key token',
    'retired',
    'a newer one takes its place',
    'no last day',
    ...kinds,
  ]) {
    assert.ok(text.includes(said), `${said}: ${text}`)
  }
})

test('the public half of a pair is shown and saved, and a private key is taken in as a pair or as a secret', async context => {
  const { window, at } = await keysOffice(context)
  const { call, refused } = window
  const { privateKey, publicKey } = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  writeFileSync(at('key.pem'), privateKey)
  const take = async (label: string, asSecret: boolean) => {
    const meant = { label, purpose: 'releases', setId: null, asSecret, ...NO_DAYS }
    const { keys } = await carryOut(window, { kind: 'import', file: at('key.pem'), ...meant })
    return keys[0]
  }
  const secret = await take('as a secret', true)
  assert.equal(secret?.kind, 'imported-secret')
  const pair = await take('as a pair', false)
  assert.equal(pair?.kind, 'key-pair')
  const of = { key: pair?.id ?? '', version: 1 }
  assert.equal((await call('keys.publicHalf', of)).pem, publicKey)
  await call('keys.savePublicHalf', { ...of, out: at('key.pub.pem') })
  assert.equal(readFileSync(at('key.pub.pem'), 'utf8'), publicKey)
  const again = { ...of, out: at('key.pub.pem') }
  await refused('keys.savePublicHalf', again, 'FILE_EXISTS')
  const none = { key: secret?.id ?? '', version: 1 }
  await refused('keys.publicHalf', none, 'KEY_NO_PAIR')
})

test('what people signed is what is done: a kit that has changed meanwhile voids it', async context => {
  const { kit } = await keysOffice(context)
  const { window, office } = await officeWith(context)
  const { call, refused } = window
  const source = { kind: 'file', path: kit, fingerprint: onCard(kit) } as const
  const checked = await call('kit.checkImport', { kit: source })
  const taken = await office.sign({ action: 'kit.take-in', ...checked }, 'Ines', 'Walt')
  const { setId } = await call('kit.import', { kit: source, approval: taken })

  const first = await call('keys.plan', { change: add('first') })
  const second = await call('keys.plan', { change: { kind: 'rotate-backup-key', setId } })
  await refused('keys.carryOut', { draft: first.draft }, 'APPROVAL_NEEDED')
  const otherDeed = { action: 'key.rotate', draft: first.draft } as const
  await refused('approval.ask', { deed: otherDeed }, 'DRAFT_UNKNOWN')
  const { action, draft } = first
  const [one, two] = [
    await office.sign({ action, draft }, 'Ines', 'Walt'),
    await office.sign({ action: second.action, draft: second.draft }, 'Ines', 'Walt'),
  ]
  const { keys } = await call('keys.carryOut', { draft, approval: one })
  assert.deepEqual([keys[0]?.label, keys[0]?.state], ['first', 'active'])
  await refused('keys.carryOut', { draft, approval: one }, 'DRAFT_UNKNOWN')
  await refused('keys.carryOut', { draft: second.draft, approval: two }, 'APPROVAL_VOID')
  // Signed for anew, the same plan is good: its key follows what is there now.
  const again = await office.sign({ action: second.action, draft: second.draft }, 'Ines', 'Walt')
  await call('keys.carryOut', { draft: second.draft, approval: again })
  const { generations } = await call('keys.showBackupKeys', { setId })
  assert.deepEqual(
    generations.map(({ generation, isCurrent, people }) => [generation, isCurrent, people]),
    [
      [2, true, ['Ines', 'Walt']],
      [1, false, []],
    ],
  )
  const { events } = await call('keys.show', { key: keys[0]?.id ?? '' })
  assert.deepEqual(events[0]?.people, ['Ines', 'Walt'])
  await call('audit.verify', {})
})

test('a backup key is suspended, resumed, compromised and destroyed, and its page and a status list say so', async context => {
  const office = await keysOffice(context)
  const { window, vault, now, goTo } = office
  const { call, refused } = window
  const { quorums } = await call('keys.list', {})
  const setId = quorums[0]?.setId ?? ''
  const change = (deed: BackupKeyDeed, generation: number, occurred: string | null = null) =>
    carryOut(window, {
      ...{ kind: 'change-backup-key', deed, setId, generation },
      ...{ reason: 'key-compromise', occurred },
    })
  const page = async () =>
    (await call('keys.showBackupKeys', { setId })).generations.map(
      ({ generation, state, occurred, may }) => ({ generation, state, occurred, may }),
    )
  /** Of the first backup key, on a list of that day. */
  const standing = async () => {
    await call('vault.close', {})
    const listed = await withVault(vault, opened => standingsIn(opened))
    await call('vault.open', { path: vault, readOnly: false })
    return listed.find(({ kind, version }) => kind === 'backup-key' && version === 1)?.last
  }

  await change('suspend', 1)
  const suspended = { generation: 1, state: 'suspended', occurred: null }
  assert.deepEqual(await page(), [{ ...suspended, may: ['resume', 'compromise'] }])
  const today = { on: '2026-11-21', reason: 'key-compromise', occurred: null }
  assert.deepEqual(await standing(), { to: 'suspended', ...today })

  // Whoever takes it out has to know.
  await call('recovery.begin', { kit: { kind: 'file', path: office.kit } })
  await enterCards(window, office.cards.slice(0, 2))
  await call('recovery.open', { passphrase: PASSPHRASE })
  assert.deepEqual(await call('recovery.checkIdentity', { backupKey: 1 }), { suspect: 'suspended' })
  assert.deepEqual(await call('recovery.checkIdentity', { backupKey: null }), { suspect: null })
  const identity = { backupKey: 1, out: office.at('identity') }
  await refused('recovery.exportIdentity', identity, 'BACKUP_KEY_SUSPECT')
  await call('recovery.exportIdentity', { ...identity, although: 'suspended' })
  await call('recovery.end', {})
  await call('recovery.leave', {})

  goTo('2026-11-23')
  await carryOut(window, { kind: 'rotate-backup-key', setId })
  goTo('2026-11-24')
  await change('resume', 1)
  // Another one has followed it: it opens what it opened, and is not the current one again.
  assert.equal((await page())[1]?.state, 'deactivated')
  assert.deepEqual(await standing(), {
    ...{ to: 'deactivated', on: '2026-11-24', reason: 'superseded', occurred: null },
  })

  goTo('2026-11-25')
  await change('compromise', 1, '2026-11-22')
  assert.deepEqual((await page())[1], {
    ...{ generation: 1, state: 'compromised', occurred: '2026-11-22', may: [] },
  })
  const marked = { reason: 'key-compromise', occurred: '2026-11-22' }
  assert.deepEqual(await standing(), { to: 'compromised', on: '2026-11-25', ...marked })
  const resume = { kind: 'change-backup-key', deed: 'resume', setId, generation: 1 } as const
  await refused(
    'keys.plan',
    { change: { ...resume, reason: 'unspecified', occurred: null } },
    'BACKUP_KEY_STATE',
  )

  goTo('2026-11-26')
  const { draft } = await call('destruction.plan', {
    step: { kind: 'destroy', item: 'backup-key-1', setId, reason: 'key-compromise' },
  })
  await call('destruction.carryOut', { draft })
  assert.deepEqual((await page())[1], {
    ...{ generation: 1, state: 'destroyed-compromised', occurred: '2026-11-22', may: [] },
  })
  assert.deepEqual(await standing(), {
    ...{ to: 'destroyed-compromised', on: '2026-11-26', ...marked },
  })

  // One that was destroyed before anybody marked it is marked all the same, at its page and in an incident.
  goTo('2026-11-27')
  await carryOut(window, { kind: 'rotate-backup-key', setId })
  const unmarked = await call('destruction.plan', {
    step: { kind: 'destroy', item: 'backup-key-2', setId, reason: 'superseded' },
  })
  await call('destruction.carryOut', { draft: unmarked.draft })
  assert.deepEqual((await page())[1], {
    ...{ generation: 2, state: 'destroyed', occurred: null, may: ['compromise'] },
  })
  await change('compromise', 2)
  assert.equal((await page())[1]?.state, 'destroyed-compromised')
  const suspect = { kind: 'backup-key', setId, generation: 2 } as const
  const { report } = await call('incident.report', { suspect })
  assert.equal(report.mark?.state, 'destroyed-compromised')
  await call('vault.close', {})
  await withVault(vault, opened => {
    const issuing = { observer: null, software: 'keyclave', now: now() }
    const { states } = draftCertificate(opened, itemNamed(opened, 'backup-key-1', setId), issuing)
    assert.deepEqual(
      states.map(({ from, to }) => `${from} → ${to}`),
      [
        ...['active → suspended', 'suspended → active', 'deactivated → compromised'],
        'compromised → destroyed-compromised',
      ],
    )
  })
})
