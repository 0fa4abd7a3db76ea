/** The cover: what it keeps, what it refuses, and that nobody waits for the main thread. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { createLock } from '../../main/services/lock/lock.ts'
import { createProgressMeter } from '../../main/services/tasks/progress-meter.ts'
import { CALLS, type CallName } from '../../shared/contract.ts'
import { DEFAULT_SETTINGS } from '../../shared/settings.ts'
import {
  enterCards,
  folderFor,
  openWindow,
  PASSPHRASE,
  planFor,
  toShares,
  wholeCeremony,
} from './window.ts'

test('covered, nothing is answered but the cover itself; vault and recovery wait behind it', async context => {
  const folder = folderFor(context)
  const window = openWindow(context)
  const { call } = window
  await call('vault.create', { path: path.join(folder, 'v') })
  const { cards, kit } = await wholeCeremony(window, folder, planFor('Ada', 'Grace'))
  await call('recovery.begin', { kit: { kind: 'file', path: kit } })
  await enterCards(window, cards.slice(0, 1))
  await call('recovery.keepPassphrase', { passphrase: PASSPHRASE })

  await call('app.lock', {})
  assert.deepEqual(window.events.at(-1), { name: 'app.locked', payload: { reason: 'asked' } })
  const session = await call('app.session', {})
  assert.deepEqual([session.locked, session.recovery, session.signedOut], [true, true, false])
  assert.deepEqual(session.kept, ['recovery', 'vault'])
  await call('app.about', {})
  await call('app.active', {})
  assert.equal((await call('app.session', {})).locked, true, 'a moved pointer uncovers nothing')

  const answered = [
    'app.about',
    'app.session',
    'app.settings',
    'app.lock',
    'app.unlock',
    'app.active',
    'app.close',
    'camera.close',
    'seal.offer',
  ]
  const withoutInput = (Object.keys(CALLS) as CallName[]).filter(
    name => !answered.includes(name) && CALLS[name].input.safeParse({}).success,
  )
  assert.ok(withoutInput.length > 15)
  for (const name of withoutInput) await window.refused(name, {}, 'LOCKED')
  await window.refused('files.list', { folder: '/', hidden: false }, 'LOCKED')

  await call('app.unlock', {})
  assert.deepEqual((await call('app.session', {})).kept, [])
  // What was entered is still there, and only what is missing is entered.
  const waiting = await call('recovery.state', {})
  assert.ok(waiting.step === 'shares' && waiting.passphrase === 'entered')
  assert.equal(waiting.shares.length, 1)
  await enterCards(window, cards.slice(1))
  assert.equal((await call('recovery.open', {})).step, 'open')
  await call('app.lock', {})
  await call('app.unlock', {})
  assert.equal((await call('recovery.state', {})).step, 'open')
  await call('vault.overview', {})
})

test('a running ceremony is blanked and goes on, in its vault', async context => {
  const folder = folderFor(context)
  const window = openWindow(context)
  const { call } = window
  const vault = path.join(folder, 'v')
  await call('vault.create', { path: vault })
  await toShares(window, planFor('Ada', 'Grace'))
  const { words } = await call('ceremony.showShare', { index: 1 })

  // Locked while a share was on its way to the screen.
  const onItsWay = call('ceremony.showShare', { index: 1 })
  await call('app.lock', {})
  await assert.rejects(onItsWay, { code: 'LOCKED' })
  await window.refused('ceremony.showShare', { index: 1 }, 'LOCKED')
  await window.refused('ceremony.state', {}, 'LOCKED')
  const session = await call('app.session', {})
  assert.deepEqual([session.ceremony, session.kept], [true, ['ceremony', 'vault']])

  await call('app.unlock', {})
  assert.equal((await call('app.session', {})).vault?.path, vault)
  await call('ceremony.readBackShare', { index: 1, words })
  const second = await call('ceremony.showShare', { index: 2 })
  await call('ceremony.readBackShare', { index: 2, words: second.words })
  await call('ceremony.abort', { cause: 'other' })
  await call('ceremony.leave', {})
  const { entries } = await call('audit.page', { before: null, limit: 3 })
  assert.deepEqual(
    entries.map(entry => entry.action),
    ['ceremony.voided', 'share.read-back', 'share.issued'],
  )
})

test('the cover comes after its time without a person, is announced, and not during work', async context => {
  context.mock.timers.enable({ apis: ['setTimeout'] })
  let now = 0
  const pass = (seconds: number): void => {
    now += seconds * 1000
    context.mock.timers.tick(seconds * 1000)
  }
  let busy = false
  const reasons: string[] = []
  const warnings: (number | null)[] = []
  const lock = createLock({
    ...{ idleSeconds: 60, monotonic: () => now },
    isExempt: () => busy,
    onLock: reason => reasons.push(reason),
    onWarning: secondsLeft => warnings.push(secondsLeft),
  })
  pass(48)
  assert.deepEqual(warnings, [12])
  pass(11)
  lock.touch()
  assert.deepEqual(warnings, [12, null], 'somebody is there')
  pass(48)
  pass(11)
  assert.deepEqual(reasons, [])
  assert.deepEqual(warnings, [12, null, 12])
  pass(1)
  assert.deepEqual(reasons, ['idle'])
  assert.throws(() => lock.requireUnlocked(), { code: 'LOCKED' })
  pass(600)
  assert.deepEqual(reasons, ['idle'], 'locked once')
  lock.unlock()
  lock.requireUnlocked()
  busy = true
  pass(600)
  assert.equal(lock.isLocked(), false)
  busy = false
  pass(61)
  pass(60)
  assert.deepEqual(reasons, ['idle', 'idle'])
  lock.unlock()
  lock.setIdleSeconds(600)
  assert.equal(lock.idleSeconds(), 600)
  pass(539)
  assert.deepEqual(reasons, ['idle', 'idle'])
  lock.unlock()
  lock.lock('asked')
  lock.end()
  lock.unlock()
  pass(600)
  assert.deepEqual(reasons, ['idle', 'idle', 'asked'])
})

test('an untouched window covers itself once something is open in it, and the front door never', async context => {
  const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-lock-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  const settingsFile = path.join(folder, 'settings.json')
  const window = openWindow(context, { idleSeconds: 1, settingsFile })
  const covered = new Promise<unknown>(resolve => window.on('app.locked', resolve))
  await wait(1500)
  assert.equal((await window.call('app.session', {})).locked, false, 'the front door shows nothing')
  await window.call('recovery.begin', { kit: null })
  assert.deepEqual(await covered, { reason: 'idle' })
  const { locked, kept } = await window.call('app.session', {})
  assert.deepEqual([locked, kept], [true, ['recovery']])
  await window.refused('settings.save', DEFAULT_SETTINGS, 'LOCKED')
  await window.call('app.unlock', {})
  await window.call('settings.save', { ...DEFAULT_SETTINGS, coverMinutes: 60 })
  assert.equal((await window.call('app.session', {})).idleSeconds, 3600)
  assert.equal((await window.call('recovery.state', {})).step, 'shares')
})

test('progress is thinned out, ends with the end, and tells rate and time left', () => {
  let now = 0
  const meter = createProgressMeter(() => now)
  const at = (time: number, done: number) => {
    now = time
    return meter({ kind: 'progress', task: 'backing-up', unit: 'bytes', done, total: 100 })
  }
  assert.deepEqual(at(0, 0), {
    done: 0,
    total: 100,
    unit: 'bytes',
    perSecond: null,
    secondsLeft: null,
  })
  assert.equal(at(50, 1), null)
  assert.equal(at(500, 10)?.perSecond, null)
  assert.deepEqual(at(2000, 20), {
    done: 20,
    total: 100,
    unit: 'bytes',
    perSecond: 10,
    secondsLeft: 8,
  })
  assert.equal(at(2050, 100)?.secondsLeft, 0)
  const endless = createProgressMeter(() => now)
  const reading = endless({
    kind: 'progress',
    task: 'backing-up',
    unit: 'shares',
    done: 1,
    total: null,
  })
  assert.deepEqual(reading, {
    done: 1,
    total: null,
    unit: 'shares',
    perSecond: null,
    secondsLeft: null,
  })
})
