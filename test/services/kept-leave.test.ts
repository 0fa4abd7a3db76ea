/** Whoever has signed for an opening signs once: what keeps their leave, and what ends it. */
import assert from 'node:assert/strict'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import { Clock, entries, Office } from './office-people.ts'
import { folderFor, openWindow, PASSPHRASE, planFor, wholeCeremony } from './window.ts'

const PEOPLE = [
  ['Ines', 'administrator'],
  ['Walt', 'witness'],
  ['Wanda', 'witness'],
  ['Olga', 'recovery-officer'],
] as const
const WRONG = 'not the passphrase at all'

let made: Awaited<ReturnType<typeof wholeCeremony>>
const built = mkdtempSync(path.join(tmpdir(), 'keyclave-leave-'))
const quorums = path.join(built, 'quorums.vault')

before(async () => {
  const window = openWindow({ after: () => {} })
  await window.call('vault.create', { path: quorums })
  made = await wholeCeremony(window, built, planFor('Ada', 'Bob'))
  await window.close()
})
after(() => rmSync(built, { recursive: true, force: true }))

/** A vault with a quorum, and then with people. */
async function openOffice(context: TestContext) {
  const { cards, kit, state } = made
  const clock = new Clock()
  const window = openWindow(context, { now: clock.now })
  const folder = folderFor(context)
  const file = path.join(folder, 'office.vault')
  copyFileSync(quorums, file)
  await window.call('vault.open', { path: file, readOnly: false })
  const office = new Office(window)
  await office.found(PEOPLE)
  const { setId } = state.made
  const enter = async (purpose: 'recovery' | 'drill'): Promise<void> => {
    await window.call(`${purpose}.begin`, { kit: { kind: 'file', path: kit } })
    for (const words of cards) {
      await window.call('share.add', { for: purpose, card: { kind: 'words', words } })
    }
  }
  const officerAndWitness = (action: 'quorum.open' | 'drill.run') =>
    office.sign({ action, setId }, 'Olga', 'Walt')
  const leaveUntil = async (): Promise<string | null> => {
    const now = await window.call('recovery.state', {})
    assert.ok(now.step === 'shares')
    return now.leaveUntil
  }
  return { window, office, clock, folder, file, kit, enter, officerAndWitness, leaveUntil }
}

test('a typing error asks nobody to sign again; every try stands in the log', async context => {
  const { window, enter, officerAndWitness, leaveUntil } = await openOffice(context)
  await enter('recovery')
  assert.equal(await leaveUntil(), null)
  await window.refused('recovery.open', { passphrase: PASSPHRASE }, 'APPROVAL_NEEDED')
  const approval = await officerAndWitness('quorum.open')
  await window.refused('recovery.open', { passphrase: WRONG, approval }, 'PASSPHRASE_WRONG')
  assert.equal(await leaveUntil(), '2026-11-21T00:15:00.000Z')
  await window.refused('approval.state', { approval }, 'APPROVAL_UNKNOWN')
  await window.refused('recovery.open', { passphrase: WRONG }, 'PASSPHRASE_WRONG')
  assert.equal((await window.call('recovery.open', { passphrase: PASSPHRASE })).step, 'open')
  assert.deepEqual(
    (await entries(window)).slice(0, 4).map(({ action, actor }) => [action, actor]),
    [
      ['quorum.opened', 'Olga'],
      ['passphrase.refused', 'keyclave'],
      ['passphrase.refused', 'keyclave'],
      ['action.refused', 'keyclave'],
    ],
  )
  await window.call('audit.verify', {})
})

test('the leave ends with the session, after a quarter of an hour, and with whoever gave it', async context => {
  const { window, office, clock, enter, officerAndWitness, leaveUntil } = await openOffice(context)
  const wrong = { passphrase: WRONG }
  const right = { passphrase: PASSPHRASE }
  const sign = async (): Promise<void> => {
    const approval = await officerAndWitness('quorum.open')
    await window.refused('recovery.open', { ...wrong, approval }, 'PASSPHRASE_WRONG')
    assert.notEqual(await leaveUntil(), null)
  }
  await enter('recovery')
  await sign()
  await window.call('recovery.end', {})
  await window.call('recovery.leave', {})
  await enter('recovery')
  await window.refused('recovery.open', right, 'APPROVAL_NEEDED')

  await sign()
  clock.pass(15 * 60 - 1)
  await window.refused('recovery.open', wrong, 'PASSPHRASE_WRONG')
  clock.pass(1)
  assert.equal(await leaveUntil(), null)
  await window.refused('recovery.open', right, 'APPROVAL_NEEDED')

  await sign()
  const suspend = { action: 'person.suspend', person: await office.id('Walt') } as const
  const reason = 'misconduct'
  const approval = await office.sign({ ...suspend, reason }, 'Ines', 'Wanda')
  await window.call('people.suspend', { person: suspend.person, reason, approval })
  await window.refused('recovery.open', right, 'APPROVAL_NEEDED')
  assert.equal(await leaveUntil(), null)
})

test('a drill that found something has used up its leave', async context => {
  const { window, folder, enter, officerAndWitness } = await openOffice(context)
  const backup = path.join(folder, 'no.age')
  writeFileSync(backup, 'this is no backup')
  await enter('drill')
  const run = { passphrase: PASSPHRASE, backup: null }
  const approval = await officerAndWitness('drill.run')
  await window.refused('drill.run', { ...run, passphrase: WRONG, approval }, 'PASSPHRASE_WRONG')
  await window.refused('drill.run', { ...run, backup }, 'AGE_HEADER')
  await window.refused('drill.run', run, 'APPROVAL_NEEDED')
  const again = await officerAndWitness('drill.run')
  assert.equal((await window.call('drill.run', { ...run, approval: again })).step, 'held')
  const { drills } = await window.call('register.list', {})
  assert.deepEqual(
    drills.map(({ problem }) => problem),
    [null, 'AGE_HEADER'],
  )
  await window.call('audit.verify', {})
})

test('a session keeps the vault that it began with, and no other takes its place meanwhile', async context => {
  const { window, file, folder, office, enter, officerAndWitness } = await openOffice(context)
  for (const purpose of ['recovery', 'drill'] as const) {
    await enter(purpose)
    const code = purpose === 'recovery' ? 'RECOVERY_RUNNING' : 'DRILL_RUNNING'
    await window.refused('vault.close', {}, code)
    await window.refused('vault.open', { path: file, readOnly: true }, code)
    await window.refused('vault.create', { path: path.join(folder, 'new.vault') }, code)
    const last = purpose === 'recovery' ? 'recovery.end' : 'drill.leave'
    await window.call(last, {})
  }
  await window.call('recovery.leave', {})
  await enter('recovery')
  const approval = await officerAndWitness('quorum.open')
  await window.call('recovery.open', { passphrase: PASSPHRASE, approval })
  await window.refused('vault.close', {}, 'RECOVERY_RUNNING')
  const out = path.join(folder, 'key')
  const { keys } = made.state.made
  const [{ id: key, version } = assert.fail()] = keys
  // The key has days, and this test's clock is behind the log.
  await window.refused('recovery.exportKey', { key, out }, 'CLOCK_DOUBTFUL')
  await window.call('clock.confirm', { day: '2026-11-21' })
  await window.refused('recovery.exportKey', { key, out }, 'APPROVAL_NEEDED')
  const deed = { action: 'key.open', key, version, destination: out } as const
  const toTake = await office.sign(deed, 'Olga', 'Walt')
  await window.call('recovery.exportKey', { key, out, approval: toTake })
  const [last] = await entries(window)
  assert.deepEqual([last?.action, last?.actor], ['key.opened', 'Olga'])
  await window.call('recovery.end', {})
  await window.call('vault.close', {})
})

test('a vault with people that was opened for reading is for looking only', async context => {
  const { window, file, kit, folder } = await openOffice(context)
  await window.call('vault.open', { path: file, readOnly: true })
  const source = { kit: { kind: 'file', path: kit } } as const
  for (const name of ['recovery.begin', 'drill.begin'] as const) {
    await window.refused(name, source, 'VAULT_READ_ONLY', { path: file })
  }
  await window.refused('recovery.begin', { kit: null }, 'VAULT_READ_ONLY', { path: file })
  assert.equal((await window.call('recovery.state', {})).step, 'none')

  // Without people there is nobody to ask: it is opened, and recorded nowhere.
  const empty = path.join(folder, 'empty.vault')
  await window.call('vault.create', { path: empty })
  await window.call('vault.open', { path: empty, readOnly: true })
  assert.equal((await window.call('recovery.begin', source)).step, 'shares')
})
