/** In the window: a quorum is replaced, its register kept, and a recovery rehearsed. */
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import type { Output } from '../../shared/contract.ts'
import {
  type FakeWindow,
  folderFor,
  openWindow,
  PASSPHRASE,
  planFor,
  readAllBack,
  wholeCeremony,
} from './window.ts'

const NEW_PASSPHRASE = 'velvet-anchor 19 quiet lemons at dusk'
const plan = { ...planFor('Ada', 'Annie'), keys: [], title: 'Grace leaves' }
const source = { kind: 'form' as const, plan }
const typed = (words: readonly string[] = []) => ({ kind: 'words' as const, words: [...words] })

/** From the opened old quorum to the end. */
async function goOn(window: FakeWindow, folder: string, passphrase: string, keep = false) {
  const { call } = window
  const state = await call('ceremony.checkRoom', {})
  assert.ok(state.step === 'room' && state.checks !== null)
  const open = state.checks.filter(check => check.result !== 'passed')
  const overrides = open.map(({ check }) => ({ check, reason: 'a test' }))
  await call('ceremony.acceptRoom', { overrides })
  await call('ceremony.acceptEntropy', {})
  if (keep) {
    const other = { passphrase: NEW_PASSPHRASE, again: NEW_PASSPHRASE, keep }
    await window.refused('ceremony.found', other, 'PASSPHRASE_NOT_KEPT')
  }
  await call('ceremony.found', { passphrase, again: passphrase, keep })
  const cards = await readAllBack(window)
  await call('ceremony.prove', { passphrase })
  const folders = ['new one', 'new two'].map(name => path.join(folder, name))
  for (const at of folders) mkdirSync(at)
  const closed = await call('ceremony.close', { folders })
  assert.ok(closed.step === 'closed')
  await call('ceremony.leave', {})
  return { cards, closed }
}

const quorumStates = ({ quorums }: Output<'vault.overview'>) => quorums.map(({ state }) => state)

test('a quorum is replaced; then register, drill and recovery are of the new one', async context => {
  const folder = folderFor(context)
  const window = openWindow(context)
  const { call } = window
  await call('vault.create', { path: path.join(folder, 'office.vault') })
  const old = await wholeCeremony(window, folder)
  const { setId } = old.state.made
  const kit = { kind: 'vault', setId } as const

  const checked = await call('ceremony.checkPlan', { source, old: kit })
  assert.equal(checked.plan.replaces, setId)
  const key = { label: 'Video-Root', purpose: 'x', bits: 128 as const, expires: null }
  const taken = { ...plan, keys: [key] }
  // What is in use is not left out, and that is said before anybody gathers.
  const leaving = { kind: 'form' as const, plan: { ...plan, leaveOut: ['video-root'] } }
  const inUse = { problem: { leftOutInUse: 'video-root@1' } }
  await window.refused('ceremony.checkPlan', { source: leaving, old: kit }, 'REISSUE_PLAN', inUse)
  await window.refused('ceremony.beginReissue', { source: leaving, kit }, 'REISSUE_PLAN', inUse)
  const bare = await call('ceremony.checkPlan', { source })
  assert.notEqual(bare.planHash, checked.planHash)
  const named = { kind: 'form', plan: { ...plan, replaces: setId } } as const
  assert.equal((await call('ceremony.checkPlan', { source: named })).planHash, checked.planHash)
  await window.refused('ceremony.begin', { source: named }, 'REISSUE_PLAN')

  const begun = await call('ceremony.beginReissue', { source, kit })
  assert.ok(begun.step === 'old-quorum' && begun.kit.setId === setId)
  assert.deepEqual([begun.agreed.planHash, begun.old.need], [checked.planHash, 2])
  await window.refused('ceremony.checkRoom', {}, 'CEREMONY_ORDER')
  await window.refused('drill.begin', { kit }, 'CEREMONY_RUNNING')
  const passphrase = PASSPHRASE
  await window.refused('ceremony.openOld', { passphrase }, 'QUORUM_SHORT', { have: 0, need: 2 })
  await call('share.add', { for: 'reissue', card: typed(old.cards[0]) })
  await window.refused(
    'share.add',
    { for: 'reissue', card: typed(old.cards[0]) },
    'SHARE_DUPLICATE',
  )
  const [card = []] = old.cards.slice(2)
  const worn = await call('share.add', { for: 'reissue', card: typed(['?', ...card.slice(1)]) })
  assert.ok(worn.kind === 'proposal' && worn.corrections[0]?.to === card[0])
  await window.refused('ceremony.openOld', { passphrase }, 'CORRECTIONS_PENDING')
  await call('share.reject', { for: 'reissue' })
  await call('share.add', { for: 'reissue', card: typed(['?', ...card.slice(1)]) })
  await call('share.confirm', { for: 'reissue' })
  const confirmed = await call('ceremony.state', {})
  assert.ok(confirmed.step === 'old-quorum' && confirmed.old.complete)
  await call('share.remove', { for: 'reissue', index: 1 })
  await call('share.add', { for: 'reissue', card: typed(old.cards[1]) })
  await window.refused('ceremony.openOld', { passphrase: NEW_PASSPHRASE }, 'PASSPHRASE_WRONG')
  assert.equal((await call('ceremony.openOld', { passphrase })).step, 'room')
  assert.deepEqual(quorumStates(await call('vault.overview', {})), ['in-force'])

  // Bags: of a share of this ceremony, in plain words, and the newest counts.
  const bag = { kind: 'bag', value: 'A-0011', index: 1, person: null } as const
  const ninth = { ...bag, index: 9 }
  await window.refused('ceremony.evidence', ninth, 'SHARE_UNKNOWN_INDEX', { index: 9, count: 2 })
  const hidden = { ...bag, value: 'A\u202e-0011' }
  await window.refused('ceremony.evidence', hidden, 'CUSTODY_NOTE')
  await call('ceremony.evidence', bag)
  await call('ceremony.evidence', { ...bag, value: 'A-0012' })
  await call('ceremony.evidence', { ...bag, value: 'A-0013', index: null })

  const { cards, closed } = await goOn(window, folder, NEW_PASSPHRASE)
  assert.equal(closed.replaced?.setId, setId)
  assert.equal(closed.replaced?.keptPassphrase, false)
  assert.equal(closed.record.filter(({ step }) => step === 'evidence').length, 3)
  assert.equal(closed.replaced?.cards.length, 3)
  assert.deepEqual([closed.replaced?.threshold, closed.replaced?.backupKeys], [2, [1]])
  assert.deepEqual(
    closed.made.keys.map(key => key.label),
    ['video-root', 'old-box'],
  )
  assert.equal(closed.made.backupKey.generation, 2)
  assert.ok(closed.record.some(({ step }) => step === 'old quorum replaced'))
  const overview = await call('vault.overview', {})
  assert.deepEqual(quorumStates(overview), ['replaced', 'in-force'])
  assert.equal(overview.keys.length, 2, 'each key once')
  const newKit = { kind: 'vault', setId: closed.made.setId } as const
  await window.refused('ceremony.beginReissue', { source, kit }, 'QUORUM_REPLACED')
  await window.refused('drill.begin', { kit }, 'QUORUM_REPLACED')
  const clash = { kind: 'form' as const, plan: taken }
  await call('ceremony.beginReissue', { source: clash, kit: newKit })
  for (const words of cards) await call('share.add', { for: 'reissue', card: typed(words) })
  await window.refused('ceremony.openOld', { passphrase: NEW_PASSPHRASE }, 'KEY_EXISTS')
  await call('ceremony.abort', { cause: 'plan-wrong' })
  await call('ceremony.leave', {})

  // Register: who holds what and where, told newest, kept for ever.
  const share = { setId: closed.made.setId, index: 2 }
  await call('register.note', { ...share, place: 'bank, Zürich', bag: 'A-0001' })
  const register = await call('register.note', { ...share, place: 'bank, Bern', bag: null })
  const [, now] = register.quorums
  assert.deepEqual(
    now?.shares.map(({ custodian, place, bag, state }) => [custodian, place, bag, state]),
    [
      ['Ada', null, 'A-0012', 'in-force'],
      ['Annie', 'bank, Bern', null, 'in-force'],
    ],
  )
  assert.deepEqual([register.quorums[0]?.replacedBy, now?.replacedBy], [share.setId, null])
  const bad = { ...share, place: 'a\u202eb', bag: null }
  await window.refused('register.note', bad, 'CUSTODY_NOTE')
  await window.refused('register.note', { ...share, place: '', bag: null }, 'CUSTODY_NOTE')
  await window.refused('register.note', { ...share, place: null, bag: null }, 'CUSTODY_NOTE', {
    ...{ field: 'place', problem: 'absent' },
  })
  await window.refused(
    'register.note',
    { ...share, index: 9, place: 'x', bag: null },
    'VAULT_UNKNOWN',
  )

  // Drill.
  await window.refused('share.add', { for: 'drill', card: typed(cards[0]) }, 'DRILL_NONE')
  await call('drill.begin', { kit: newKit })
  await window.refused('recovery.begin', { kit: newKit }, 'DRILL_RUNNING')
  await window.refused('ceremony.begin', { source }, 'DRILL_RUNNING')
  await window.refused('share.add', { for: 'drill', card: typed(old.cards[0]) }, 'SHARE_FOREIGN')
  for (const words of cards) await call('share.add', { for: 'drill', card: typed(words) })
  const run = { passphrase: NEW_PASSPHRASE, backup: null }
  await window.refused('drill.run', { ...run, passphrase }, 'PASSPHRASE_WRONG')
  const held = await call('drill.run', run)
  assert.ok(held.step === 'held' && held.items === 4 && held.recorded && held.next !== null)
  await window.refused('drill.run', run, 'DRILL_ORDER')
  await call('drill.leave', {})
  assert.deepEqual(await call('drill.state', {}), { step: 'none' })
  const { drills } = await call('register.list', {})
  assert.deepEqual(
    drills.map(drill => [drill.setId, drill.items, drill.problem, drill.shares.length]),
    [[share.setId, 4, null, 2]],
  )
  // What was tried with the old quorum and the new one, in the order in which it was.
  const { entries } = await call('audit.page', { before: null, limit: 100 })
  assert.deepEqual(
    entries
      .filter(({ action }) => /^(passphrase|share)\.refused$/.test(action))
      .map(({ action, subject }) => `${action} ${subject}`)
      .reverse(),
    [
      `passphrase.refused quorum:${old.state.made.setId}`,
      `share.refused quorum:${share.setId}`,
      `passphrase.refused quorum:${share.setId}`,
    ],
  )
  await call('audit.verify', {})
})

test('a passphrase that is kept is not to be destroyed, and old cards are ticked off', async context => {
  const folder = folderFor(context)
  const window = openWindow(context)
  const { call } = window
  await call('vault.create', { path: path.join(folder, 'office.vault') })
  const old = await wholeCeremony(window, folder, planFor('Ada', 'Grace'))
  const { setId } = old.state.made
  await call('ceremony.beginReissue', { source, kit: { kind: 'vault', setId } })
  for (const words of old.cards) await call('share.add', { for: 'reissue', card: typed(words) })
  await call('ceremony.openOld', { passphrase: PASSPHRASE })
  const { closed } = await goOn(window, folder, PASSPHRASE, true)
  assert.equal(closed.replaced?.keptPassphrase, true)
  const replaced = closed.record.find(({ step }) => step === 'old quorum replaced')
  const toDo = replaced?.facts.find(({ name }) => name === 'to do')?.value
  assert.match(`${toDo}`, /Do not destroy the passphrase: it stays the same/)

  await call('register.note', { setId, index: 1, place: 'destroyed', bag: null })
  const { quorums } = await call('register.list', {})
  const places = quorums.find(quorum => quorum.setId === setId)?.shares.map(({ place }) => place)
  assert.deepEqual(places, ['destroyed', null])
  const { entries } = await call('audit.page', { before: null, limit: 1 })
  assert.deepEqual(
    entries.map(({ action, subject }) => [action, subject]),
    [['custody.changed', `share:${setId}/1`]],
  )

  // The page of the old quorum says what is left to do, and leads to the new one.
  const page = await call('quorum.show', { setId })
  const newSet = closed.made.setId
  assert.deepEqual([page.state, page.replacedBy?.setId], ['replaced', newSet])
  assert.deepEqual(page.toDo, [
    { kind: 'cards-to-destroy', setId, shares: [{ setId, index: 2, custodian: 'Grace' }] },
  ])
  assert.deepEqual(
    page.ceremonies.map(({ what }) => what),
    ['replaced', 'made'],
  )
  await call('register.note', { setId, index: 2, place: 'destroyed', bag: null })
  assert.deepEqual((await call('quorum.show', { setId })).toDo, [])
  assert.equal((await call('quorum.show', { setId: newSet })).replaces?.setId, setId)
})

test('a drill, and a look at the cards, are asked for when the last is too long ago', async context => {
  const folder = folderFor(context)
  let now = Date.UTC(2026, 10, 21, 12)
  const window = openWindow(context, { now: () => new Date(now) })
  const { call } = window
  await call('vault.create', { path: path.join(folder, 'office.vault') })
  const { state, cards } = await wholeCeremony(window, folder)
  const { setId } = state.made
  const overdue = async () =>
    (await call('vault.overview', {})).attention.filter(item => item.kind.endsWith('-overdue'))
  const cardsDue = { kind: 'checks-overdue', setId, shares: [1, 2, 3] }

  now = Date.UTC(2027, 10, 21, 11)
  assert.deepEqual(await overdue(), [])
  now = Date.UTC(2027, 10, 21, 13)
  const due = new Date(Date.UTC(2027, 10, 21, 12)).toISOString()
  assert.deepEqual(await overdue(), [{ kind: 'drill-overdue', setId, due }, cardsDue])

  await call('drill.begin', { kit: { kind: 'vault', setId } })
  for (const words of cards) await call('share.add', { for: 'drill', card: typed(words) })
  await call('drill.run', { passphrase: PASSPHRASE, backup: null })
  assert.deepEqual(await overdue(), [cardsDue])
  const months = await call('register.setInterval', { months: 24 })
  assert.equal(months.interval, 24)
  assert.deepEqual(await overdue(), [])
  now = Date.UTC(2029, 10, 22)
  assert.equal((await overdue()).length, 2)
  await window.refused('register.setInterval', { months: 0 }, 'DRILL_INTERVAL')
})

test('a re-issue that is given up leaves the old quorum in force, and wipes what was entered', async context => {
  const folder = folderFor(context)
  const window = openWindow(context)
  const { call } = window
  await call('vault.create', { path: path.join(folder, 'office.vault') })
  const { state, cards } = await wholeCeremony(window, folder)
  const kit = { kind: 'vault', setId: state.made.setId } as const
  await call('ceremony.beginReissue', { source, kit })
  await call('share.add', { for: 'reissue', card: typed(cards[0]) })
  const given = await call('ceremony.abort', { cause: 'person-missing' })
  assert.ok(given.step === 'void' && given.shown.length === 0)
  await call('ceremony.leave', {})

  await call('ceremony.beginReissue', { source, kit })
  for (const words of cards) await call('share.add', { for: 'reissue', card: typed(words) })
  const opening = call('ceremony.openOld', { passphrase: PASSPHRASE })
  await call('ceremony.abort', { cause: 'other' })
  await assert.rejects(opening)
  await call('ceremony.leave', {})
  assert.deepEqual(quorumStates(await call('vault.overview', {})), ['in-force'])
  await call('audit.verify', {})
})
