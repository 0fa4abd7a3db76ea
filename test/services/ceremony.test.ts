/** The ceremony in the window: its order, whose turn it is, and every way in which it ends early. */
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import type { Input } from '../../shared/contract.ts'
import type { DataOf } from '../../shared/errors.ts'
import { refusal } from '../core/refusal.ts'
import { infoOf } from '../paper/printed.ts'
import { seeded } from '../setup/seed.ts'
import {
  type FakeWindow,
  folderFor,
  openWindow,
  PASSPHRASE,
  PLAN,
  planFor,
  readAllBack,
  toPassphrase,
  toShares,
} from './window.ts'

const FORM = { source: { kind: 'form', plan: PLAN } } as const
const WORDS = Array.from({ length: 40 }, () => 'abandon')
const TEXT = { format: 'text' } as const
const PAGE = { format: 'pdf', paper: 'a4', plain: false, layout: 'standard' } as const

/** Every call that belongs to some step, with an input that would do. */
const STEP_CALLS: { readonly [name: string]: { readonly input: object; readonly at: string } } = {
  'ceremony.checkRoom': { input: {}, at: 'room' },
  'ceremony.acceptRoom': { input: { overrides: [] }, at: 'room' },
  'ceremony.addRolls': { input: { rolls: [1] }, at: 'entropy' },
  'ceremony.clearRolls': { input: {}, at: 'entropy' },
  'ceremony.acceptEntropy': { input: {}, at: 'entropy' },
  'ceremony.suggestPassphrase': { input: {}, at: 'passphrase' },
  'ceremony.judgePassphrase': { input: { passphrase: PASSPHRASE }, at: 'passphrase' },
  'ceremony.found': { input: { passphrase: PASSPHRASE, again: PASSPHRASE }, at: 'passphrase' },
  'ceremony.showShare': { input: { index: 1 }, at: 'shares' },
  'ceremony.saveCard': { input: { index: 1, folder: '/', as: TEXT }, at: 'shares' },
  'ceremony.readBackShare': { input: { index: 1, words: WORDS }, at: 'shares' },
  'ceremony.readBackCode': { input: { index: 1, text: 'x' }, at: 'shares' },
  'ceremony.readBackFile': { input: { index: 1, path: '/x' }, at: 'shares' },
  'ceremony.prove': { input: { passphrase: PASSPHRASE }, at: 'shares' },
  'ceremony.close': { input: { folders: ['/a', '/b'] }, at: 'proved' },
  'ceremony.leave': { input: {}, at: 'ended' },
}

/** Every call of another step is refused, and changes nothing. */
async function refusesOthers(window: FakeWindow, step: string): Promise<void> {
  const before = await window.call('ceremony.state', {})
  for (const [name, { input, at }] of Object.entries(STEP_CALLS)) {
    if (at === step) continue
    const code = step === 'none' ? 'CEREMONY_NONE' : 'CEREMONY_ORDER'
    await window.refused(name as 'ceremony.close', input as Input<'ceremony.close'>, code)
  }
  assert.deepEqual(await window.call('ceremony.state', {}), before)
}

test('every step refuses the calls of every other step', async context => {
  const folder = folderFor(context, 'one', 'two')
  const window = openWindow(context)
  const { call } = window
  await refusesOthers(window, 'none')
  await window.refused('ceremony.back', {}, 'CEREMONY_NONE')
  await window.refused('ceremony.abort', { cause: 'other' }, 'CEREMONY_NONE')

  await call('ceremony.begin', FORM)
  await window.refused('ceremony.begin', FORM, 'CEREMONY_RUNNING', { title: PLAN.title })
  await window.refused('recovery.begin', { kit: null }, 'CEREMONY_RUNNING')
  await window.refused('vault.open', { path: '/x', readOnly: true }, 'CEREMONY_RUNNING')
  await window.refused(
    'backup.create',
    { paths: ['/x'], kit: { kind: 'file', path: '/x' }, out: '/y' },
    'CEREMONY_RUNNING',
  )
  await refusesOthers(window, 'room')

  await window.refused('ceremony.acceptRoom', { overrides: [] }, 'ROOM_UNCHECKED')
  const state = await call('ceremony.checkRoom', {})
  assert.ok(state.step === 'room' && state.checks?.length === 8)
  const open = state.checks.filter(check => check.result !== 'passed').map(({ check }) => check)
  const overrides = open.map(check => ({ check, reason: 'a test' }))
  for (const check of open) {
    const some = overrides.filter(override => override.check !== check)
    await window.refused('ceremony.acceptRoom', { overrides: some }, 'ROOM_UNANSWERED', { check })
    const blank = [...some, { check, reason: '   ' }]
    await window.refused('ceremony.acceptRoom', { overrides: blank }, 'ROOM_UNANSWERED', { check })
  }
  await call('ceremony.acceptRoom', { overrides })
  await refusesOthers(window, 'entropy')

  const full = { rolls: Array.from({ length: 100 }, () => 6) }
  for (let i = 0; i < 10; i += 1) await call('ceremony.addRolls', full)
  await window.refused('ceremony.addRolls', { rolls: [1] }, 'DICE_FULL')
  await call('ceremony.clearRolls', {})
  await call('ceremony.acceptEntropy', {})
  await refusesOthers(window, 'passphrase')

  const weak = 'password password password'
  await window.refused('ceremony.judgePassphrase', { passphrase: weak }, 'PASSPHRASE_WEAK')
  await window.refused('ceremony.found', { passphrase: 'a', again: 'b' }, 'PASSPHRASE_DIFFERS')
  await window.refused(
    'ceremony.found',
    { passphrase: 'short', again: 'short' },
    'PASSPHRASE_SHORT',
  )
  assert.equal((await call('ceremony.state', {})).step, 'passphrase')

  // While it founds, nothing else is answered but the state and abort.
  const founding = call('ceremony.found', { passphrase: PASSPHRASE, again: PASSPHRASE })
  await refusesOthers(window, 'founding')
  await founding
  await refusesOthers(window, 'shares')

  await window.refused('ceremony.prove', { passphrase: PASSPHRASE }, 'SHARES_UNREAD', {
    shares: [1, 2, 3],
  })
  await readAllBack(window)
  const wrong = 'another passphrase altogether'
  await window.refused('ceremony.prove', { passphrase: wrong }, 'PASSPHRASE_WRONG')
  await call('ceremony.prove', { passphrase: PASSPHRASE })
  await refusesOthers(window, 'proved')

  // Two different folders, whole paths, free names; a refusal leaves nothing behind.
  const [one, two] = [path.join(folder, 'one'), path.join(folder, 'two')]
  const look = (...folders: string[]) => call('ceremony.lookAtPlaces', { folders })
  assert.deepEqual(await look(one, two), { different: 2, sameDrive: true })
  assert.deepEqual(await look(one, `${one}/../one`), { different: 1, sameDrive: true })
  await window.refused('ceremony.close', { folders: [one] }, 'KIT_PLACES')
  await window.refused('ceremony.close', { folders: [one, `${one}/../one`] }, 'KIT_PLACES')
  await window.refused('ceremony.close', { folders: ['one', two] }, 'FILE_NOT_ABSOLUTE')
  await window.refused('ceremony.close', { folders: [one, `${two}/none`] }, 'FILE_MISSING')
  const proved = await call('ceremony.state', {})
  assert.ok(proved.step === 'proved')
  mkdirSync(path.join(two, `keyclave-${proved.made.setId}`))
  await window.refused('ceremony.close', { folders: [one, two] }, 'FILE_EXISTS')
  assert.deepEqual(readdirSync(one), [])
  mkdirSync(path.join(folder, 'three'))
  const folders = [one, path.join(folder, 'three')]
  const closed = await call('ceremony.close', { folders, paper: 'letter' })
  assert.ok(closed.step === 'closed' && closed.record.at(-1)?.step === 'recovery proved')
  const { setId } = closed.made
  const pages = ['record.pdf', 'recovery-sheet.pdf', 'register.pdf']
  const { bundle } = closed
  assert.deepEqual([bundle.name, bundle.package], [`keyclave-${setId}`, null])
  for (const { folder: place, kit, record } of closed.places) {
    const at = path.join(place, bundle.name)
    assert.deepEqual([kit, record], [path.join(at, 'kit.json'), path.join(at, 'record.json')])
    assert.deepEqual(readdirSync(place), [bundle.name], 'nothing else is left')
    const names = readdirSync(at)
    for (const name of [...pages, 'kit.json', 'record.json', 'START-HERE.txt', 'recover.py']) {
      assert.ok(names.includes(name), name)
    }
    for (const page of pages) {
      const pdf = readFileSync(path.join(at, page))
      assert.equal(infoOf(pdf).get('Page size'), '612 x 792 pts (letter)', page)
    }
    const sums = createHash('sha256').update(readFileSync(path.join(at, 'SHA256SUMS')))
    assert.equal(sums.digest('hex'), bundle.sums.sha256)
    execFileSync('sha256sum', ['--check', '--quiet', '--strict', 'SHA256SUMS'], { cwd: at })
  }
  await refusesOthers(window, 'ended')
  await call('ceremony.leave', {})
  assert.deepEqual(await call('ceremony.state', {}), { step: 'none' })
})

test('one custodian at a time; errors are named by word; a checked card is not shown again', async context => {
  const folder = folderFor(context, 'drive')
  const window = openWindow(context)
  const { call } = window
  await toShares(window)
  const drive = path.join(folder, 'drive')

  await window.refused(
    'ceremony.saveCard',
    { index: 1, folder: drive, as: TEXT },
    'CEREMONY_TURN',
    {
      index: 1,
      turn: null,
    },
  )
  await window.refused('ceremony.readBackShare', { index: 1, words: WORDS }, 'CEREMONY_TURN')
  await window.refused('ceremony.showShare', { index: 4 }, 'SHARE_UNKNOWN_INDEX')
  const { words } = await call('ceremony.showShare', { index: 2 })
  const { words: again } = await call('ceremony.showShare', { index: 2 })
  assert.deepEqual(again, words)
  await window.refused('ceremony.showShare', { index: 1 }, 'CEREMONY_TURN', { index: 1, turn: 2 })
  await window.refused('ceremony.saveCard', { index: 1, folder: drive, as: PAGE }, 'CEREMONY_TURN')
  await window.refused('ceremony.readBackShare', { index: 1, words }, 'CEREMONY_TURN')

  const changed = (...places: readonly (readonly [number, string])[]): string[] => {
    const entered = [...words]
    for (const [place, word] of places) entered[place - 1] = word
    return entered
  }
  const other = (place: number): string => (words[place - 1] === 'zoo' ? 'zone' : 'zoo')
  const readBack = (entered: string[]) => ({ index: 2, words: entered })
  const refusals = [
    [changed([17, 'xylophon']), 'SHARE_WORD_UNKNOWN', { word: 17 }],
    [changed([17, '']), 'SHARE_WORD_UNKNOWN', { word: 17 }],
    [changed([17, `${words[16]} ${words[17]}`]), 'SHARE_WORD_UNKNOWN', { word: 17 }],
    [changed([3, other(3)], [40, other(40)]), 'SHARE_WORDS_WRONG', { words: [3, 40] }],
    [changed([5, '?'], [6, other(6)]), 'SHARE_WORDS_WRONG', { words: [5, 6] }],
    [[...words].reverse(), 'SHARE_DAMAGED', undefined],
  ] as const
  for (const [entered, code, data] of refusals) {
    await window.refused('ceremony.readBackShare', readBack([...entered]), code, data)
  }
  const prefixes = words.map(word => word.slice(0, 4).toUpperCase())
  const state = await call('ceremony.readBackShare', readBack(prefixes))
  assert.ok(state.step === 'shares' && state.turn === null)
  assert.equal(state.shares[1]?.state, 'read-back')
  await window.refused('ceremony.showShare', { index: 2 }, 'CARD_CHECKED', { index: 2 })

  // Somebody else's card is not this custodian's.
  await call('ceremony.showShare', { index: 1 })
  await window.refused('ceremony.readBackShare', { index: 1, words }, 'SHARE_EXPECTED', {
    index: 2,
    expected: 1,
  })
  await call('ceremony.saveCard', { index: 1, folder: drive, as: PAGE })
  await window.refused('ceremony.saveCard', { index: 1, folder: drive, as: PAGE }, 'FILE_EXISTS')

  // Given up: void, and the saved card is gone.
  const void_ = await call('ceremony.abort', { cause: 'person-missing' })
  assert.ok(void_.step === 'void')
  assert.deepEqual([void_.cause, void_.shown, void_.leftBehind], ['person-missing', [1, 2], []])
  assert.deepEqual(readdirSync(drive), [])
  await window.refused('ceremony.showShare', { index: 3 }, 'CEREMONY_ORDER')
  assert.equal((await call('app.session', {})).ceremony, false)
})

test('a plan is saved before the day, as a file that is the same plan again, and as a page', async context => {
  const folder = folderFor(context)
  const window = openWindow(context)
  const source = { kind: 'form', plan: PLAN } as const
  const agreed = await window.call('ceremony.checkPlan', { source })
  const [file, page] = [path.join(folder, 'plan.yaml'), path.join(folder, 'plan.pdf')]
  await window.call('ceremony.savePlan', { source, out: file, as: 'file', paper: 'a4' })
  await window.call('ceremony.savePlan', { source, out: page, as: 'page', paper: 'letter' })
  const drawn = await window.call('ceremony.drawPlan', { source, paper: 'letter' })
  assert.deepEqual(Buffer.from(drawn.pdf, 'base64'), readFileSync(page), 'the page as it was saved')
  const again = await window.call('ceremony.checkPlan', { source: { kind: 'file', path: file } })
  assert.equal(again.planHash, agreed.planHash)
  const printed = spawnSync('pdftotext', [page, '-'], { encoding: 'utf8' }).stdout
  assert.ok(
    printed.replaceAll(/\s+/g, ' ').includes(agreed.planWords?.slice(0, 8).join(' ') ?? '?'),
  )
})

test('a rehearsal begins without a vault alone, and its plan says what it is', async context => {
  const folder = folderFor(context)
  const window = openWindow(context)
  const source = { kind: 'form', plan: { ...PLAN, rehearsal: true } } as const
  const { plan } = await window.call('ceremony.checkPlan', { source })
  assert.equal(plan.title, `REHEARSAL, VOID: ${PLAN.title}`)
  await window.call('vault.create', { path: path.join(folder, 'own.vault') })
  for (const call of ['ceremony.checkPlan', 'ceremony.begin'] as const) {
    await assert.rejects(window.call(call, { source }), refusal('REHEARSAL_VAULT'))
  }
})

test('a plan is refused by field, from the form and from a file', async context => {
  const folder = folderFor(context)
  const window = openWindow(context)
  const check = (plan: typeof PLAN) => ({ source: { kind: 'form', plan } }) as const
  const people = (threshold: number, ...custodians: string[]) =>
    check({ ...PLAN, quorum: { ...PLAN.quorum, threshold, custodians } })
  const refusals = [
    [check({ ...PLAN, title: '' }), 'PLAN_FORMAT', 'title'],
    [people(2, 'Ada', 'ADA'), 'PLAN_FORMAT', 'quorum.custodians[1]'],
    [people(2, 'Ada', 'Gr\u202eace'), 'PLAN_FORMAT', 'quorum.custodians[1]'],
    [people(1, 'Ada', 'Grace'), 'QUORUM_THRESHOLD_ONE', null],
    [people(3, 'Ada', 'Grace'), 'QUORUM_POLICY', null],
    [
      check({ ...PLAN, keys: PLAN.keys.map(key => ({ ...key, expires: '2020-01-01' })) }),
      'PLAN_FORMAT',
      'keys[0].expires',
    ],
    [
      check({ ...PLAN, imports: [{ label: 'a', purpose: 'b', file: 'relative' }] }),
      'FILE_NOT_ABSOLUTE',
      null,
    ],
  ] as const
  for (const [input, code, where] of refusals) {
    await assert.rejects(window.call('ceremony.checkPlan', input), error => {
      assert.ok(error instanceof Error && 'code' in error && 'data' in error)
      assert.equal(error.code, code)
      if (where !== null) {
        const { faults } = error.data as DataOf<'PLAN_FORMAT'>
        assert.equal(faults[0]?.where, where)
      }
      return true
    })
  }

  const file = path.join(folder, 'plan.yaml')
  writeFileSync(
    file,
    'title: T\norganisation: O\nquorum: { threshold: 2, custodians: [A, B] }\nimports:\n  - { label: x, purpose: y, file: seed.bin }\n',
  )
  const source = { kind: 'file', path: file } as const
  const { plan, files, warnings } = await window.call('ceremony.checkPlan', { source })
  assert.deepEqual(files, [path.join(folder, 'seed.bin')], 'relative to the plan')
  assert.equal(plan.imports.length, 1)
  assert.equal(plan.quorum.kdf, 3)
  assert.deepEqual(warnings[0], { kind: 'every-share-needed', threshold: 2 })
  await window.refused('ceremony.begin', { source }, 'FILE_MISSING')
  writeFileSync(path.join(folder, 'seed.bin'), '')
  await window.refused('ceremony.begin', { source }, 'KEY_IMPORT_SIZE')
  assert.deepEqual(await window.call('ceremony.state', {}), { step: 'none' })
})

test('a ceremony that is given up leaves a vault as it was, with the shares void', async context => {
  const folder = folderFor(context)
  const vault = path.join(folder, 'v.vault')
  const window = openWindow(context)
  const { call } = window
  await call('vault.create', { path: vault })
  await toPassphrase(window, planFor('Ada', 'Grace'))
  const founding = call('ceremony.found', { passphrase: PASSPHRASE, again: PASSPHRASE })
  const given = await call('ceremony.abort', { cause: 'machine-distrusted' })
  assert.equal(given.step, 'void')
  await assert.rejects(founding)
  assert.equal((await call('ceremony.state', {})).step, 'void', 'what was at work came too late')
  await call('ceremony.leave', {})

  // Abort while recovery is being proved.
  await toShares(window, planFor('Ada', 'Grace'))
  await readAllBack(window)
  const proving = call('ceremony.prove', { passphrase: PASSPHRASE })
  await call('ceremony.abort', { cause: 'card-seen' })
  await assert.rejects(proving)
  assert.equal((await call('ceremony.state', {})).step, 'void')
  await call('ceremony.leave', {})

  // The window is closed in the middle.
  await toShares(window, planFor('Ada', 'Grace'))
  const { words } = await call('ceremony.showShare', { index: 1 })
  assert.ok(words)
  await window.close()
  const state = await call('ceremony.state', {})
  assert.ok(state.step === 'void' && state.cause === 'window-closed')
  assert.deepEqual(state.shown, [1])

  const next = openWindow(context)
  const opened = await next.call('vault.open', { path: vault, readOnly: false })
  assert.equal(opened.interrupted, null, 'it was ended, and not found open')
  const overview = await next.call('vault.overview', {})
  const [closed, ...others] = overview.attention
  assert.ok(closed?.kind === 'ceremony-interrupted', 'nobody was told which cards to destroy')
  assert.deepEqual(
    closed.destroy.map(({ index, custodian }) => [index, custodian]),
    [[1, 'Ada']],
  )
  assert.deepEqual(others, [{ kind: 'no-quorum' }])
  assert.deepEqual(overview.ceremonies.map(({ state: ended, reason }) => [ended, reason]).sort(), [
    ['void', 'cancelled'],
    ['void', 'cancelled'],
    ['void', 'interrupted'],
  ])
  const { entries } = await next.call('audit.page', { before: null, limit: 100 })
  const causes = entries
    .filter(entry => entry.action === 'ceremony.voided')
    .map(entry => JSON.parse(entry.details.find(({ name }) => name === 'error')?.json ?? 'null'))
  assert.deepEqual(causes, [
    'CEREMONY_ABORTED (window-closed)',
    'CEREMONY_ABORTED (card-seen)',
    'CEREMONY_ABORTED (machine-distrusted)',
  ])
  await next.call('audit.verify', {})
})

test('a crash leaves a ceremony open; the next opening declares it void and says so', async context => {
  const folder = folderFor(context)
  const vault = path.join(folder, 'v.vault')
  const child = spawnSync(
    process.execPath,
    [...seeded(), path.join(import.meta.dirname, 'crash.child.ts'), vault],
    { encoding: 'utf8' },
  )
  assert.equal(child.signal, 'SIGKILL', child.stderr)
  assert.ok(existsSync(vault))
  const window = openWindow(context)
  const { interrupted } = await window.call('vault.open', { path: vault, readOnly: false })
  assert.equal(interrupted?.title, PLAN.title)
  const { attention, quorums, ceremonies } = await window.call('vault.overview', {})
  assert.equal(quorums[0]?.state, 'void')
  // Which cards to destroy, by number: those that were shown before the crash, and no others.
  const destroy = [{ setId: quorums[0]?.setId, index: 1, custodian: 'Ada' }]
  const [item] = attention
  assert.ok(item?.kind === 'ceremony-interrupted')
  for (const cards of [interrupted?.destroy, item.destroy, ceremonies[0]?.destroy]) {
    assert.deepEqual(cards, destroy)
  }
})

test('a vault that cannot be written to refuses the ceremony before it begins', async context => {
  const folder = folderFor(context)
  const vault = path.join(folder, 'v.vault')
  const window = openWindow(context)
  await window.call('vault.create', { path: vault })
  chmodSync(vault, 0o400)
  await window.call('vault.open', { path: vault, readOnly: true })
  await window.refused('ceremony.begin', FORM, 'VAULT_READ_ONLY')
  assert.deepEqual(await window.call('ceremony.state', {}), { step: 'none' })
})
