/** The lock: what it puts away, what it refuses, and that nobody waits for the main thread. */
import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { createLock } from '../../main/services/lock/lock.ts'
import { createProgressMeter } from '../../main/services/tasks/progress-meter.ts'
import { CALLS, type CallName } from '../../shared/contract.ts'
import {
  enterCards,
  folderFor,
  openWindow,
  PASSPHRASE,
  planFor,
  toShares,
  wholeCeremony,
} from './window.ts'

test('locked, nothing is answered but the lock itself; vault and recovery are put away', async context => {
  const folder = folderFor(context)
  const window = openWindow(context)
  const { call } = window
  await call('vault.create', { path: path.join(folder, 'v') })
  const { cards, kit } = await wholeCeremony(window, folder, planFor('Ada', 'Grace'))
  await call('recovery.begin', { kit: { kind: 'file', path: kit } })
  await enterCards(window, cards)
  await call('recovery.open', { passphrase: PASSPHRASE })

  await call('app.lock', {})
  assert.deepEqual(window.events.at(-1), { name: 'app.locked', payload: { reason: 'asked' } })
  const session = await call('app.session', {})
  assert.deepEqual([session.locked, session.vault, session.recovery], [true, null, false])
  assert.deepEqual(session.putAway, ['recovery', 'vault'])
  await call('app.about', {})
  await call('app.active', {})
  assert.equal((await call('app.session', {})).locked, true, 'a moved pointer unlocks nothing')

  const answered = [
    'app.about',
    'app.session',
    'app.lock',
    'app.unlock',
    'app.active',
    'app.close',
    'camera.close',
  ]
  const withoutInput = (Object.keys(CALLS) as CallName[]).filter(
    name => !answered.includes(name) && CALLS[name].input.safeParse({}).success,
  )
  assert.ok(withoutInput.length > 15)
  for (const name of withoutInput) await window.refused(name, {}, 'LOCKED')
  await window.refused('files.list', { folder: '/', hidden: false }, 'LOCKED')

  await call('app.unlock', {})
  assert.deepEqual((await call('app.session', {})).putAway, [])
  const ended = await call('recovery.state', {})
  assert.ok(ended.step === 'ended' && ended.summary.reason === 'locked')
  await window.refused('vault.overview', {}, 'VAULT_CLOSED')
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
  assert.deepEqual([session.ceremony, session.putAway], [true, []])

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

test('the idle lock comes after its time without a person, and not during work', async context => {
  context.mock.timers.enable({ apis: ['setTimeout'] })
  let now = 0
  const pass = (seconds: number): void => {
    now += seconds * 1000
    context.mock.timers.tick(seconds * 1000)
  }
  let busy = false
  const reasons: string[] = []
  const lock = createLock({
    ...{ idleSeconds: 60, monotonic: () => now },
    isBusy: () => busy,
    onLock: reason => reasons.push(reason),
  })
  pass(59)
  lock.touch()
  pass(59)
  assert.deepEqual(reasons, [])
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
  lock.lock('asked')
  lock.end()
  lock.unlock()
  pass(600)
  assert.deepEqual(reasons, ['idle', 'idle', 'asked'])
})

test('an untouched window locks itself', async context => {
  const window = openWindow(context, { idleSeconds: 1 })
  await window.call('files.places', {})
  await wait(1500)
  assert.deepEqual(window.events.at(-1), { name: 'app.locked', payload: { reason: 'idle' } })
  assert.equal((await window.call('app.session', {})).locked, true)
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
