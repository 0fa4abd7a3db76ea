/** PINs in the window: waiting, the lock, and changing them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entries, officeWith, pinOf } from './office-people.ts'

test('wrong PINs slow down, lock after ten, are logged, and a new key ends it', async context => {
  const { window, office, clock } = await officeWith(context)
  const { call } = window
  const person = await office.id('Ada')
  const wrong = { person, secret: '000001' }
  const right = { person, secret: pinOf('Ada') }
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

  const fresh = { person, secret: '840275', again: '840275' }
  const { draft } = await call('people.draftKey', fresh)
  const approval = await office.sign({ action: 'person.replace-key', draft }, 'Ines', 'Walt')
  await call('people.replaceKey', { draft, approval })
  await call('signIn.in', { person, secret: '840275' })
  await call('audit.verify', {})
  const actions = (await entries(window)).map(entry => entry.action)
  assert.equal(actions.filter(action => action === 'sign-in.refused').length, 10)
  assert.equal(actions.filter(action => action === 'sign-in.locked').length, 1)
})

test('several wrong PINs at once are no way round the waiting', async context => {
  const { window, office } = await officeWith(context)
  const person = await office.id('Ada')
  const tries = Array.from({ length: 4 }, (_, i) =>
    window.call('signIn.in', { person, secret: i === 3 ? pinOf('Ada') : '000001' }),
  )
  const answers = await Promise.allSettled(tries)
  const codes = answers.map(answer => (answer.status === 'rejected' ? answer.reason.code : 'DONE'))
  assert.deepEqual(codes, ['PIN_WRONG', 'PIN_WAIT', 'PIN_WAIT', 'PIN_WAIT'])
})

test('a person changes their own PIN, and the key stays', async context => {
  const { window, office, clock } = await officeWith(context)
  const before = await office.person('Ada')
  const change = { person: before.id, old: pinOf('Ada'), secret: '840275', again: '840275' }
  await window.refused('people.changeSecret', { ...change, again: '840276' }, 'PIN_DIFFERS')
  await window.refused('people.changeSecret', { ...change, old: '840275' }, 'PIN_WRONG')
  await window.refused('people.changeSecret', change, 'PIN_WAIT')
  clock.pass(1)
  await window.call('people.changeSecret', change)
  const { key } = await office.person('Ada')
  assert.deepEqual(key, before.key)
  await window.refused('signIn.in', { person: before.id, secret: pinOf('Ada') }, 'PIN_WRONG')
  clock.pass(1)
  await window.call('signIn.in', { person: before.id, secret: '840275' })
  await window.call('audit.verify', {})
})
