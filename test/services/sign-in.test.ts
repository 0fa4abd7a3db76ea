/** PINs in the window: waiting, the lock, and changing them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { secondsToWait } from '../../main/services/people/sign-in.ts'
import { entries, officeWith, passphraseOf } from './office-people.ts'

const FRESH = 'a calm zither over Oslo'

test('wrong PINs slow down, lock after ten, are logged, and a new key ends it', async context => {
  const { window, office, clock } = await officeWith(context)
  const { call } = window
  const person = await office.id('Ada')
  const wrong = { person, secret: 'not hers at all' }
  const right = { person, secret: passphraseOf('Ada') }
  await window.refused('signIn.in', wrong, 'PIN_WRONG', { name: 'Ada', left: 9 })
  await window.refused('signIn.in', right, 'PIN_WAIT', { name: 'Ada', seconds: 1 })
  clock.pass(1)
  await call('signIn.in', right)
  assert.equal((await office.person('Ada')).attempts.failed, 0, 'a right entry counts anew')

  for (let failed = 1; failed <= 9; failed += 1) {
    await window.refused('signIn.in', wrong, 'PIN_WRONG', { name: 'Ada', left: 10 - failed })
    const seconds = 2 ** (failed - 1)
    await window.refused('signIn.in', right, 'PIN_WAIT', { name: 'Ada', seconds })
    clock.pass(seconds)
  }
  await window.refused('signIn.in', wrong, 'PIN_WRONG', { name: 'Ada', left: 0 })
  clock.pass(10 ** 6)
  await window.refused('signIn.in', right, 'PIN_LOCKED', { name: 'Ada' })
  const { attention } = await call('vault.overview', {})
  const kinds = attention.map(item => ('what' in item ? item.what : item.kind))
  assert.ok(kinds.includes('pin') && kinds.includes('person-locked'), kinds.join())

  const fresh = { person, secret: FRESH, again: FRESH }
  const { draft } = await call('people.draftKey', fresh)
  const approval = await office.sign({ action: 'person.replace-key', draft }, 'Ines', 'Walt')
  await call('people.replaceKey', { draft, approval })
  await call('signIn.in', { person, secret: FRESH })
  await call('audit.verify', {})
  const actions = (await entries(window)).map(entry => entry.action)
  assert.equal(actions.filter(action => action === 'sign-in.refused').length, 10)
  assert.equal(actions.filter(action => action === 'sign-in.locked').length, 1)
})

test('a wrong PIN under a wrong clock costs its second and no more, whatever the clock is set to', async context => {
  const { window, office, clock } = await officeWith(context)
  const person = await office.id('Ada')
  const wrong = { person, secret: 'not hers at all' }
  const right = { person, secret: passphraseOf('Ada') }
  clock.set('2099-06-01T00:00:00Z')
  await window.refused('signIn.in', wrong, 'PIN_WRONG')
  clock.set('2026-11-22T00:00:00Z')
  assert.equal((await office.person('Ada')).attempts.wait, 1)
  await window.refused('signIn.in', right, 'PIN_WAIT', { name: 'Ada', seconds: 1 })
  clock.pass(1)
  await window.call('signIn.in', right)

  for (const failed of [1, 2, 3]) {
    await window.refused('signIn.in', wrong, 'PIN_WRONG')
    if (failed < 3) clock.pass(2 ** (failed - 1))
  }
  for (const set of ['2099-06-01T00:00:00Z', '1970-01-01T00:00:00Z', '2026-11-23T00:00:00Z']) {
    clock.set(set)
    await window.refused('signIn.in', right, 'PIN_WAIT', { name: 'Ada', seconds: 4 })
  }
  clock.pass(4)
  await window.call('signIn.in', right)
})

test('law: a wait is never shortened, and never longer than its own step, over any number of starts', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.nat(10 ** 9),
      fc.array(fc.record({ passes: fc.nat(600_000), isRestarted: fc.boolean() }), { maxLength: 9 }),
      (failed, failedAtUptime, course) => {
        const step = 2 ** (failed - 1)
        let uptime = failedAtUptime
        let passed = 0
        for (const { passes, isRestarted } of course) {
          if (isRestarted) uptime = 0
          uptime += passes
          passed += passes
          const left = secondsToWait({ failed, failedAtUptime }, uptime)
          assert.ok(left <= step)
          assert.ok(1000 * left >= 1000 * step - passed, `${left} s left after ${passed} ms`)
        }
        const sat = secondsToWait({ failed, failedAtUptime }, uptime + 2 * (10 ** 9 + 1000 * step))
        assert.equal(sat, 0, 'it ends')
      },
    ),
  )
})

test('several wrong PINs at once are no way round the waiting', async context => {
  const { window, office } = await officeWith(context)
  const person = await office.id('Ada')
  const tries = Array.from({ length: 4 }, (_, i) =>
    window.call('signIn.in', { person, secret: i === 3 ? passphraseOf('Ada') : '000001' }),
  )
  const answers = await Promise.allSettled(tries)
  const codes = answers.map(answer => (answer.status === 'rejected' ? answer.reason.code : 'DONE'))
  assert.deepEqual(codes, ['PIN_WRONG', 'PIN_WAIT', 'PIN_WAIT', 'PIN_WAIT'])
})

test('a person changes their own PIN, and the key stays', async context => {
  const { window, office, clock } = await officeWith(context)
  const before = await office.person('Ada')
  const change = { person: before.id, old: passphraseOf('Ada'), secret: FRESH, again: FRESH }
  await window.refused('people.changeSecret', { ...change, again: 'another' }, 'PIN_DIFFERS')
  await window.refused('people.changeSecret', { ...change, old: FRESH }, 'PIN_WRONG')
  await window.refused('people.changeSecret', change, 'PIN_WAIT')
  clock.pass(1)
  await window.call('people.changeSecret', change)
  const { key } = await office.person('Ada')
  assert.deepEqual(key, before.key)
  await window.refused('signIn.in', { person: before.id, secret: passphraseOf('Ada') }, 'PIN_WRONG')
  clock.pass(1)
  await window.call('signIn.in', { person: before.id, secret: FRESH })
  await window.call('audit.verify', {})
})
