/** A quorum and a past ceremony as pages of their own, pages drawn again, and the vaults opened last. */
import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { stateFolder } from '../../main/shells/state-folder.ts'
import { textOf } from '../paper/printed.ts'
import { folderFor, openWindow, PLAN, wholeCeremony } from './window.ts'

const OTHER_RECORD = '../vectors/golden-0.1.0/without-people/record.json'

const flat = (pdf: string | Uint8Array): string =>
  textOf(typeof pdf === 'string' ? Buffer.from(pdf, 'base64') : pdf, 'raw').replaceAll(/\s+/g, ' ')

test('a quorum says all that is its own; its ceremony opens again, with its pages', async context => {
  const folder = folderFor(context)
  const at = (name: string): string => path.join(folder, name)
  let time = Date.parse('2026-11-21T09:00:00Z')
  const window = openWindow(context, { now: () => new Date(time) })
  const { call } = window
  await call('vault.create', { path: at('office.vault') })
  const { state, kit } = await wholeCeremony(window, folder)
  const { setId, fingerprint } = state.made

  const first = await call('quorum.show', { setId })
  assert.equal(first.title, PLAN.title)
  assert.equal(first.organisation, PLAN.organisation)
  assert.equal(first.fingerprint, fingerprint)
  assert.deepEqual([first.kit?.revision, first.backupKeys.length, first.state], [1, 1, 'in-force'])
  assert.deepEqual(
    first.keys.map(({ label, version, state }) => [label, version, state]),
    [
      ['video-root', 1, 'active'],
      ['old-box', 1, 'active'],
    ],
  )
  assert.deepEqual(
    first.toDo.map(({ kind }) => kind),
    ['no-backup', 'places-unknown'],
  )
  const [made] = first.ceremonies
  assert.ok(made !== undefined && first.ceremonies.length === 1)
  assert.deepEqual([made.what, made.state], ['made', 'closed'])
  await window.refused('quorum.show', { setId: '0011223344' }, 'VAULT_UNKNOWN')

  // A place and a backup later, and when it is long ago that somebody looked.
  await call('register.note', { setId, index: 1, place: 'Safe 2', bag: 'B-1' })
  writeFileSync(at('file'), 'x')
  const source = { kind: 'vault', setId } as const
  await call('backup.create', { paths: [at('file')], kit: source, out: at('b.age') })
  time += 400 * 24 * 60 * 60 * 1000
  const later = await call('quorum.show', { setId })
  assert.deepEqual(
    later.cards.map(({ place, bag, isDue }) => [place, bag, isDue]),
    [
      ['Safe 2', 'B-1', true],
      [null, null, true],
      [null, null, true],
    ],
  )
  assert.deepEqual([later.backups[0]?.fileName, later.backupCount], ['b.age', 1])
  const unknown = later.toDo.find(({ kind }) => kind === 'places-unknown')
  assert.deepEqual(unknown?.kind === 'places-unknown' && unknown.shares.map(it => it.index), [2, 3])

  const ceremony = await call('ceremony.show', { ceremony: made.id })
  assert.deepEqual(ceremony.pages, ['plan', 'register', 'recovery-sheet'])
  assert.equal(ceremony.quorum?.setId, setId)
  assert.equal(ceremony.plan?.keys.length, 2)
  assert.deepEqual(
    ceremony.steps.map(({ action, card }) => [action, card?.custodian ?? null]),
    [
      ['ceremony.opened', null],
      ['quorum.founded', null],
      ...PLAN.quorum.custodians.map(name => ['share.issued', name]),
      ...PLAN.quorum.custodians.map(name => ['share.read-back', name]),
      ['ceremony.closed', null],
    ].toSorted(inTurn(ceremony.steps)),
  )

  // What is drawn again says so, and is the page of that day otherwise.
  const AGAIN = 'Drawn again on 2027-12-26'
  const draw = async (of: Parameters<typeof call<'page.draw'>>[1]['of']): Promise<string> =>
    flat((await call('page.draw', { of, paper: 'a4' })).pdf)
  const register = await draw({ page: 'register', kit: source })
  assert.ok(register.includes('Register of shares') && register.includes(AGAIN), register)
  const sheet = await draw({ page: 'recovery-sheet', kit: { kind: 'file', path: kit } })
  assert.ok(sheet.includes(fingerprint) && sheet.includes(AGAIN))
  const finders = { contact: 'The board office', languages: ['de' as const] }
  const explained = await draw({ page: 'recovery-sheet', kit: source, finders })
  assert.ok(explained.includes('The board office') && explained.includes('Jetzt wiederherstellen'))
  const plan = await draw({ page: 'plan', ceremony: made.id })
  assert.ok(plan.includes('old-box') && plan.includes(AGAIN))
  const label = await draw({ page: 'backup-label', backup: later.backups[0]?.id ?? '' })
  assert.ok(label.includes('b.age') && !label.includes('Drawn again'))
  assert.ok(!(await draw({ page: 'blank-card' })).includes('Drawn again'))
  const saved = { of: { page: 'register', kit: source }, paper: 'letter' } as const
  const { path: out } = await call('page.save', { ...saved, out: at('register.pdf') })
  assert.ok(flat(readFileSync(out)).includes(AGAIN))
  await window.refused('page.save', { ...saved, out }, 'FILE_EXISTS')

  // The record is opened from where it was saved, and only the one of this ceremony.
  const file = state.places[0]?.record ?? ''
  const record = await call('ceremony.openRecord', { ceremony: made.id, file })
  assert.deepEqual([record.setId, record.signed], [setId, []])
  assert.ok(record.steps.some(({ step }) => step === 'recovery proved'))
  assert.ok((await draw({ page: 'record', file })).includes(AGAIN))
  const changed = at('changed.json')
  writeFileSync(changed, readFileSync(file, 'utf8').replace(PLAN.organisation, 'Other Ltd'))
  const [id, other] = [made.id, path.join(import.meta.dirname, OTHER_RECORD)]
  const { title, quorum } = JSON.parse(readFileSync(other, 'utf8'))
  await window.refused('ceremony.openRecord', { ceremony: id, file: other }, 'RECORD_OTHER', {
    ...{ title, setId: quorum.setId, problem: 'quorum' },
  })
  await window.refused('ceremony.openRecord', { ceremony: id, file: changed }, 'RECORD_OTHER', {
    ...{ title: PLAN.title, setId, problem: 'hash' },
  })
})

/** In the order of the log, whichever order people took. */
const inTurn =
  (steps: readonly { action: string; card: { custodian: string } | null }[]) =>
  (a: readonly (string | null)[], b: readonly (string | null)[]): number => {
    const at = ([action, custodian]: readonly (string | null)[]): number =>
      steps.findIndex(
        step => step.action === action && (step.card?.custodian ?? null) === custodian,
      )
    return at(a) - at(b)
  }

test('the vaults that were opened last are remembered, forgotten, and named where they are missing', async context => {
  const folder = folderFor(context)
  const at = (name: string): string => path.join(folder, name)
  const window = openWindow(context, { stateFolder: at('state') })
  const { call } = window
  assert.deepEqual(await call('vault.recent', {}), { remembers: true, vaults: [] })
  await call('vault.create', { path: at('one.vault') })
  await call('vault.create', { path: at('two.vault') })
  await call('vault.open', { path: at('one.vault'), readOnly: true })
  const names = async () =>
    (await call('vault.recent', {})).vaults.map(it => [path.basename(it.path), it.isThere])
  assert.deepEqual(await names(), [
    ['one.vault', true],
    ['two.vault', true],
  ])
  const file = at('state/recent-vaults.json')
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.deepEqual(Object.keys(JSON.parse(readFileSync(file, 'utf8')).vaults[0]).sort(), [
    'opened',
    'path',
  ])
  rmSync(at('two.vault'))
  assert.deepEqual((await names()).at(-1), ['two.vault', false])
  await call('vault.forgetRecent', { file: at('two.vault') })
  assert.deepEqual(await names(), [['one.vault', true]])
  assert.deepEqual((await call('vault.forgetRecent', { file: null })).vaults, [])

  // A damaged file is only a help that is gone.
  writeFileSync(file, '{')
  assert.deepEqual(await names(), [])
  await call('vault.open', { path: at('one.vault'), readOnly: true })
  assert.deepEqual(await names(), [['one.vault', true]])
})

test('where the machine must not remember, nothing is kept', async context => {
  const folder = folderFor(context)
  const { call } = openWindow(context, { stateFolder: null })
  await call('vault.create', { path: path.join(folder, 'v') })
  assert.deepEqual(await call('vault.recent', {}), { remembers: false, vaults: [] })
  const [tmpfs, ext4] = [0x01021994, 0xef53]
  assert.equal(
    stateFolder('/home/amnesia', 'linux', () => tmpfs),
    null,
  )
  assert.equal(
    stateFolder('/home/ada', 'linux', () => ext4),
    '/home/ada/.local/state/keyclave',
  )
})
