/** A strict ceremony with nine people, from the plan to the record; and what an insider may not do in it. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { type CeremonyRecord, verifyRecord } from '../../main/core/ceremony/record.ts'
import type { Output } from '../../shared/contract.ts'
import { type DataOf, KeyclaveError } from '../../shared/errors.ts'
import { messagesIn, sayDeed } from '../../shared/messages/index.ts'
import { entries, NINE, newcomer, officeWith, passphraseOf } from './office-people.ts'
import { type FakeWindow, folderFor, PASSPHRASE, planFor, refusalOf } from './window.ts'

const CUSTODIANS = ['Ada', 'Bob', 'Cyd', 'Dan', 'Eve']
const PLAN = {
  ...planFor(...CUSTODIANS),
  people: { administrators: ['Ines'], witnesses: ['Walt', 'Wanda'], recoveryOfficers: ['Olga'] },
  profile: 'strict' as const,
}

async function throughRoom({ call }: FakeWindow): Promise<void> {
  const state = await call('ceremony.checkRoom', {})
  assert.ok(state.step === 'room' && state.checks !== null)
  const overrides = state.checks
    .filter(check => check.result !== 'passed')
    .map(({ check }) => ({ check, reason: 'this is a test' }))
  await call('ceremony.acceptRoom', { overrides })
  await call('ceremony.acceptEntropy', {})
}

test('a strict ceremony with nine people', async context => {
  const { window, office } = await officeWith(context, NINE)
  const { call } = window
  const source = { kind: 'form', plan: PLAN } as const
  const { planHash, planWords } = await call('ceremony.checkPlan', { source })
  assert.equal(planWords?.length, 32)
  const run = { action: 'ceremony.run', planHash } as const

  // 1. Nobody begins alone. 2. Nor with a custodian. 3. Nor by a plan that was changed afterwards.
  await window.refused('ceremony.begin', { source }, 'APPROVAL_NEEDED')
  const alone = await office.sign(run, 'Ines')
  await window.refused('ceremony.begin', { source, approval: alone }, 'APPROVAL_SHORT')
  const friend = await office.sign(run, 'Ines', 'Ada')
  await window.refused('ceremony.begin', { source, approval: friend }, 'APPROVAL_SHORT')
  const approval = await office.sign(run, 'Ines', 'Walt')
  const swapped = { ...PLAN, quorum: { ...PLAN.quorum, threshold: 3 } }
  const other = { kind: 'form', plan: swapped } as const
  await window.refused('ceremony.begin', { source: other, approval }, 'APPROVAL_VOID')
  await window.refused('ceremony.begin', { source, approval }, 'APPROVAL_UNKNOWN')
  // 4. Nor with people in roles that they do not have.
  const people = { ...PLAN.people, witnesses: ['Olga'] }
  const roles = { kind: 'form', plan: { ...PLAN, people } } as const
  await window.refused('ceremony.begin', { source: roles }, 'PLAN_FORMAT')
  const unknown = { ...PLAN, people: { ...PLAN.people, witnesses: ['Mallory'] } }
  const nobody = { kind: 'form', plan: unknown } as const
  await window.refused('ceremony.begin', { source: nobody }, 'PLAN_PEOPLE', {
    faults: [{ where: 'people.witnesses[0]', problem: { nobody: 'Mallory' } }],
  })
  await judgesPlansAlike(window, folderFor(context))

  await office.go('Ada')
  const agreed = await office.sign(run, 'Ines', 'Walt')
  // Who signed for the ceremony came into the room by that, once.
  const { present } = await call('signIn.list', {})
  assert.deepEqual(present.map(({ name }) => name).toSorted(), ['Ines', 'Walt'])
  const came = (await entries(window)).filter(({ action }) => action === 'attendance.signed-in')
  assert.equal(came.filter(({ subject }) => subject === `person:${present[0]?.person}`).length, 1)
  await call('ceremony.begin', { source, approval: agreed })
  await throughRoom(window)
  // 5. The passphrase is not made without the officer.
  const typed = { passphrase: PASSPHRASE, again: PASSPHRASE }
  const absent = { names: [], roles: ['recovery-officer'] }
  await window.refused('ceremony.found', typed, 'ABSENT', absent)
  await office.come('Olga', 'Wanda')
  await call('ceremony.found', typed)

  const id = await office.id('Walt')
  const cards: string[][] = []
  for (const [i, name] of CUSTODIANS.entries()) {
    const index = i + 1
    // 6. No share is shown to somebody who is not there.
    await window.refused('ceremony.showShare', { index }, 'ABSENT', { names: [name] })
    await office.come(name)
    const { words } = await call('ceremony.showShare', { index })
    await call('ceremony.readBackShare', { index, words })
    await call('ceremony.evidence', { kind: 'bag', value: `B-00${index}`, index, person: id })
    cards.push(words)
  }
  // 7. Nobody speaks for somebody who is not there.
  await office.go('Wanda')
  const wanda = await office.id('Wanda')
  const exception = { what: 'a witness left', reason: 'unwell', accepted: [wanda] }
  await window.refused('ceremony.exception', exception, 'ABSENT', { names: ['Wanda'] })
  await window.refused('ceremony.exception', { ...exception, accepted: [] }, 'ABSENT')
  await call('ceremony.exception', { ...exception, accepted: [id] })
  await peopleChangeMeanwhile(window, office)
  await call('ceremony.prove', { passphrase: PASSPHRASE })

  const folder = folderFor(context, 'one', 'two')
  const folders = ['one', 'two'].map(name => path.join(folder, name))
  // 8. It does not close before the record was written, 9. nor unsigned.
  await window.refused('ceremony.close', { folders }, 'CEREMONY_ORDER')
  await window.refused('approval.ask', { deed: { action: 'ceremony.close' } }, 'CEREMONY_ORDER')
  const concluded = await call('ceremony.conclude', {})
  assert.ok(concluded.step === 'proved' && concluded.record?.words.length === 32)
  await window.refused('ceremony.close', { folders }, 'APPROVAL_NEEDED')
  // 10. Nor without somebody who is there.
  const all = ['Ines', 'Walt', 'Olga', ...CUSTODIANS]
  const close = { action: 'ceremony.close' } as const
  const short = await office.sign(close, ...all.slice(0, -1))
  await window.refused('ceremony.close', { folders, approval: short }, 'APPROVAL_SHORT', {
    action: 'ceremony.close',
    missing: [{ kind: 'person', person: await office.id('Eve'), name: 'Eve' }],
  })
  // 11. Nor by a record to which something was added afterwards.
  await call('approval.sign', {
    ...{ approval: short, person: await office.id('Eve'), secret: passphraseOf('Eve') },
  })
  const note = { kind: 'printer', value: 'unplugged', index: null, person: id } as const
  await call('ceremony.evidence', note)
  await window.refused('ceremony.close', { folders, approval: short }, 'CEREMONY_ORDER')
  await call('ceremony.conclude', {})
  await window.refused('ceremony.close', { folders, approval: short }, 'APPROVAL_VOID')
  // 12. Whoever comes in meanwhile signs too.
  const before = await office.sign(close, ...all)
  await office.come('Wanda')
  await call('ceremony.conclude', {})
  await window.refused('ceremony.close', { folders, approval: before }, 'APPROVAL_VOID')

  const everyone = await office.sign(close, ...all, 'Wanda')
  // A refusal of a folder does not ask them again.
  const bad = { folders: folders.slice(0, 1), approval: everyone }
  await window.refused('ceremony.close', bad, 'KIT_PLACES')
  const closed = await call('ceremony.close', { folders })
  assert.ok(closed.step === 'closed')
  checkRecord(closed)

  const sound = await call('audit.verify', {})
  assert.ok(sound.size > 30)
  const log = await entries(window)
  for (const entry of log) {
    assert.ok(entry.signed || entry.actor === 'keyclave', `${entry.sequence} ${entry.action}`)
  }
  assert.equal(log.find(entry => entry.action === 'ceremony.closed')?.actor, 'Ines')

  await call('ceremony.leave', {})
  const ada = await office.person('Ada')
  assert.deepEqual(ada.shares, [{ setId: closed.made.setId, index: 1, bag: 'B-001' }])
  const { setId } = closed.made
  await opensWithOfficerAndWitness(window, office, { setId, cards, out: path.join(folder, 'key') })
  await opensWithoutKit(window, office, { setId, cards })
  await notesPlaceOrBag(window, office, setId)
})

/** Checking a plan judges its people as beginning does, from the form and from a file alike. */
async function judgesPlansAlike(window: FakeWindow, folder: string): Promise<void> {
  const { people: _, ...nameless } = PLAN
  const witnesses = (...names: string[]) => ({
    ...PLAN,
    people: { ...PLAN.people, witnesses: names },
  })
  for (const [i, { plan, where }] of [
    { plan: nameless, where: 'people' },
    // All of them at once.
    { plan: witnesses('Walt', 'Mallory'), where: 'people.witnesses[1]' },
    {
      plan: { ...witnesses('Mallory', 'Mo'), profile: 'small-team' as const },
      where: 'profile, people.witnesses[0], people.witnesses[1]',
    },
    {
      plan: { ...witnesses('Eve'), quorum: { ...PLAN.quorum, custodians: ['Ada', 'Bob'] } },
      where: 'people.witnesses[0]',
    },
    { plan: { ...PLAN, profile: 'small-team' as const }, where: 'profile' },
    { plan: { ...PLAN, quorum: { ...PLAN.quorum, custodians: ['Ada', 'Olga'] } }, where: null },
  ].entries()) {
    const file = path.join(folder, `${i}.yaml`)
    const keys = plan.keys.map(({ expires, ...key }) => (expires ? { ...key, expires } : key))
    writeFileSync(file, JSON.stringify({ ...plan, keys }))
    for (const source of [
      { kind: 'form', plan },
      { kind: 'file', path: file },
    ] as const) {
      const judged = await refusalOf(window.call('ceremony.checkPlan', { source }))
      const begun = await refusalOf(window.call('ceremony.begin', { source }))
      assert.deepEqual([judged.code, judged.data], [begun.code, begun.data])
      if (where === null) continue
      const { faults } = judged.data as DataOf<'PLAN_PEOPLE'>
      assert.equal(judged.code, 'PLAN_PEOPLE')
      assert.equal(faults.map(fault => fault.where).join(', '), where)
    }
  }
  // A file that names nobody fills the form all the same, where people are chosen.
  const { plan } = await window.call('ceremony.readPlan', { path: path.join(folder, '0.yaml') })
  assert.deepEqual([plan.people, plan.title], [undefined, PLAN.title])
}

function checkRecord(closed: Extract<Output<'ceremony.state'>, { step: 'closed' }>): void {
  const shown = closed.record.find(({ step }) => step === 'share read back')
  assert.deepEqual(shown?.by, { name: 'Ada', role: 'custodian' }, 'and so does the window')
  const file = closed.places[0]?.record
  assert.ok(file)
  const bytes = readFileSync(file)
  const record = verifyRecord(bytes)
  assert.equal(record.signatures?.by.length, 9)
  // Wren was added, came, and was suspended: the record has all of it.
  assert.deepEqual(record.people.map(({ name }) => name).slice(9), ['Wren'])
  const left = record.attendance.filter(({ change }) => change === 'left')
  assert.deepEqual(
    left.map(({ person }) => record.people.find(({ id }) => id === person)?.name),
    ['Wanda', 'Wren'],
  )
  const exception = record.steps.find(({ step }) => step === 'exception')
  assert.deepEqual(exception?.by, { name: 'Walt', role: 'witness', initials: 'W' })
  assert.equal(exception?.facts['accepted by'], 'Walt')
  checkWhoDidWhat(record)
  assert.deepEqual(record.waivers, [])

  // Every byte of the record is held: by canonical JSON, the hash, or a signature.
  const refused = (changed: Uint8Array): string => {
    try {
      verifyRecord(changed)
      return ''
    } catch (error) {
      assert.ok(error instanceof KeyclaveError, String(error))
      return error.code
    }
  }
  for (let at = 0; at < bytes.length - 1; at += 997) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    assert.match(refused(changed), /^RECORD_(FORMAT|TAMPERED)$/, `byte ${at}`)
  }
  const text = bytes.toString()
  const { signatures, people } = JSON.parse(text)
  assert.ok(signatures.by.length > 0)
  const less = { ...JSON.parse(text), signatures: { ...signatures, by: signatures.by.slice(1) } }
  assert.equal(refused(Buffer.from(JSON.stringify(less))), 'RECORD_UNSIGNED')
  const stranger = text.replaceAll(people[0].key, '00'.repeat(32))
  assert.equal(refused(Buffer.from(stranger)), 'RECORD_TAMPERED')
  assert.equal(
    refused(Buffer.from(text.replace('"keyclave ceremony', ' "keyclave'))),
    'RECORD_FORMAT',
  )
}

/** While it runs: no new key and no other profile; who is suspended has left, who is added may come. */
async function peopleChangeMeanwhile(
  window: FakeWindow,
  office: Awaited<ReturnType<typeof officeWith>>['office'],
): Promise<void> {
  const { call } = window
  const change = { profile: 'small-team', approval: '00'.repeat(8) } as const
  await window.refused('policy.change', change, 'CEREMONY_RUNNING')
  const [person, secret] = [await office.id('Wanda'), passphraseOf('Wren')]
  const { draft } = await call('people.draftKey', { person, secret, again: secret })
  const key = { draft, approval: change.approval }
  await window.refused('people.replaceKey', key, 'CEREMONY_RUNNING')

  const { draft: wren } = await call('people.draft', newcomer('Wren', 'witness'))
  const added = await office.sign({ action: 'person.add', draft: wren }, 'Ines', 'Walt')
  await call('people.add', { draft: wren, approval: added })
  await office.come('Wren')
  const deed = { person: wren, reason: 'other' } as const
  const approval = await office.sign({ action: 'person.suspend', ...deed }, 'Ines', 'Walt')
  await call('people.suspend', { ...deed, approval })
  const { present } = await call('signIn.list', {})
  assert.ok(!present.some(({ name }) => name === 'Wren'))
}

/** Each step is somebody's: the custodian's, the officer's, or the administrator's. */
function checkWhoDidWhat({ steps }: CeremonyRecord): void {
  const byOf = (wanted: string) =>
    steps.flatMap(({ step, by }) => (step === wanted ? [`${by?.name}, ${by?.role}`] : []))
  assert.ok(steps.every(({ by }) => by !== undefined && by.initials.length > 0))
  for (const step of ['share issued', 'share shown', 'share read back']) {
    assert.deepEqual(
      byOf(step),
      CUSTODIANS.map(name => `${name}, custodian`),
      step,
    )
  }
  for (const step of ['passphrase accepted', 'recovery proved']) {
    assert.deepEqual(byOf(step), ['Olga, recovery-officer'], step)
  }
  // One went home, and one was suspended.
  assert.deepEqual(byOf('person left'), ['Wanda, witness', 'Wren, witness'])
  for (const step of ['opened', 'room checked', 'randomness', 'founded']) {
    assert.deepEqual([...new Set(byOf(step))], ['Ines, administrator'], step)
  }
}

/** Opening takes the quorum, the officer and a witness; each without the others opens nothing. */
async function opensWithOfficerAndWitness(
  window: FakeWindow,
  office: Awaited<ReturnType<typeof officeWith>>['office'],
  { setId, cards, out }: { setId: string; cards: readonly string[][]; out: string },
): Promise<void> {
  const { call } = window
  await call('recovery.begin', { kit: { kind: 'vault', setId } })
  for (const words of cards.slice(0, 2)) {
    await call('share.add', { for: 'recovery', card: { kind: 'words', words } })
  }
  const passphrase = PASSPHRASE
  await window.refused('recovery.open', { passphrase }, 'APPROVAL_NEEDED')
  const deed = { action: 'quorum.open', setId } as const
  const officer = await office.sign(deed, 'Olga')
  await window.refused('recovery.open', { passphrase, approval: officer }, 'APPROVAL_SHORT')
  const other = await office.sign({ ...deed, setId: '0123456789' }, 'Olga', 'Walt')
  await window.refused('recovery.open', { passphrase, approval: other }, 'APPROVAL_VOID')
  const both = await office.sign(deed, 'Olga', 'Walt')
  const open = await call('recovery.open', { passphrase, approval: both })
  assert.equal(open.step, 'open')
  await takesOutEachBySignatures(window, office, { setId, out })
  await call('recovery.end', {})
  await call('audit.verify', {})
  const [opened] = (await entries(window)).filter(entry => entry.action === 'key.opened')
  assert.deepEqual([opened?.actor, opened?.signed], ['Olga', true])
  await call('recovery.leave', {})
}

/** What is taken out is signed for by itself: this version of this key, to this place, and nothing more. */
async function takesOutEachBySignatures(
  window: FakeWindow,
  office: Awaited<ReturnType<typeof officeWith>>['office'],
  { setId, out }: { setId: string; out: string },
): Promise<void> {
  const { call } = window
  const state = await call('recovery.state', {})
  assert.ok(state.step === 'open')
  const [{ id: key, version } = assert.fail()] = state.kit?.keys ?? []
  await window.refused('recovery.exportKey', { key, out }, 'APPROVAL_NEEDED')
  const deed = { action: 'key.open', key, version, destination: out } as const
  const alone = await office.sign(deed, 'Walt')
  await window.refused('recovery.exportKey', { key, out, approval: alone }, 'APPROVAL_SHORT')
  for (const other of [{ version: version + 1 }, { destination: `${out}2` }, { key: 'another' }]) {
    const approval = await office.sign({ ...deed, ...other }, 'Olga', 'Walt')
    await window.refused('recovery.exportKey', { key, out, approval }, 'APPROVAL_VOID')
  }
  const again = await office.sign({ action: 'quorum.open', setId }, 'Olga', 'Walt')
  await window.refused('recovery.exportKey', { key, out, approval: again }, 'APPROVAL_VOID')
  // The identity opens everything for ever: one officer and a witness are not enough.
  const identity = { backupKey: null, out: `${out}.identity` } as const
  const ask = { action: 'identity.open', setId, destination: identity.out } as const
  const one = await office.sign(ask, 'Olga', 'Walt')
  await window.refused('recovery.exportIdentity', { ...identity, approval: one }, 'APPROVAL_SHORT')
  const approval = await office.sign(deed, 'Olga', 'Walt')
  await call('recovery.exportKey', { key, out, approval })
}

/** Without a kit the cards say which quorum it is, and officer and witness sign for that one. */
async function opensWithoutKit(
  window: FakeWindow,
  office: Awaited<ReturnType<typeof officeWith>>['office'],
  { setId, cards }: { setId: string; cards: readonly string[][] },
): Promise<void> {
  const { call } = window
  await call('recovery.begin', { kit: null })
  for (const words of cards.slice(0, 2)) {
    await call('share.add', { for: 'recovery', card: { kind: 'words', words } })
  }
  const state = await call('recovery.state', {})
  assert.equal(state.step === 'shares' && state.setId, setId)
  const deed = { action: 'quorum.open', setId } as const
  const other = await office.sign({ ...deed, setId: '0123456789' }, 'Olga', 'Walt')
  const passphrase = PASSPHRASE
  await window.refused('recovery.open', { passphrase, approval: other }, 'APPROVAL_VOID')
  const approval = await office.sign(deed, 'Olga', 'Walt')
  const open = await call('recovery.open', { passphrase, approval })
  assert.ok(open.step === 'open' && open.setId === setId && !open.proved)
  await call('recovery.end', {})
  const [entry] = (await entries(window)).filter(({ action }) => action === 'quorum.opened')
  assert.deepEqual([entry?.actor, entry?.subject], ['Olga', `quorum:${setId}`])
}

/** Where a card lies: place, bag, or both, each signed to the letter. */
async function notesPlaceOrBag(
  window: FakeWindow,
  office: Awaited<ReturnType<typeof officeWith>>['office'],
  setId: string,
): Promise<void> {
  const { call } = window
  for (const [place, bag, where] of [
    ['the bank', null, 'at the bank'],
    [null, 'B-107', 'in bag B-107'],
    ['the safe', 'B-107', 'at the safe, in bag B-107'],
  ] as const) {
    const note = { setId, index: 2, place, bag }
    const approval = await office.sign({ action: 'custody.change', ...note }, 'Ines', 'Walt')
    const { deed, name } = await call('approval.state', { approval })
    assert.equal(
      sayDeed(messagesIn('en'), deed, name),
      `Record share 2 of quorum ${setId} ${where}`,
    )
    const { quorums } = await call('register.note', { ...note, approval })
    const share = quorums[0]?.shares.find(({ index }) => index === 2)
    assert.deepEqual([share?.place, share?.bag], [place, bag])
  }
  const note = { setId, index: 2, place: 'the bank', bag: null }
  const approval = await office.sign({ action: 'custody.change', ...note }, 'Ines', 'Walt')
  const other = { ...note, bag: 'B-107', approval }
  await window.refused('register.note', other, 'APPROVAL_VOID')
  await call('audit.verify', {})
}
