/** One verb, two desks: what the window answers is what the command line answers. */
import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import type { KeyclaveError } from '../../shared/errors.ts'
import { keyclave } from '../cli/command-line.ts'
import { entries, FEW, newcomer, officeWith, passphraseOf } from './office-people.ts'
import { type FakeWindow, folderFor, openWindow, wholeCeremony } from './window.ts'

/** The code by which the command line refuses; null: it does it. */
async function atCommandLine(...args: readonly string[]): Promise<string | null> {
  const { code, out } = await keyclave([...args, '--json'])
  return code === 0 ? null : (JSON.parse(out) as { error: { code: string } }).error.code
}

/** The code by which the window refuses; null: it does it. */
const atWindow = (work: Promise<unknown>): Promise<string | null> =>
  work.then(
    () => null,
    (error: KeyclaveError) => error.code,
  )

const FRESH = 'a calm zither over Oslo'

/** The vault of an office, and its people's PINs as files. */
async function officeAtBothDesks(context: TestContext, ...more: Parameters<typeof newcomer>[]) {
  const people = [...FEW, ['Wanda', 'witness'] as const]
  const office = await officeWith(context, people)
  const folder = path.dirname(office.file)
  const pinFile = (name: string, secret = passphraseOf(name)): string => {
    const at = path.join(folder, `${name}-${secret}.pin`)
    writeFileSync(at, secret)
    return at
  }
  for (const [name, ...roles] of more) {
    const { draft } = await office.window.call('people.draft', newcomer(name, ...roles))
    const deed = { action: 'person.add', draft } as const
    const approval = await office.office.sign(deed, 'Ines', 'Walt')
    await office.window.call('people.add', { draft, approval })
  }
  const vault = ['--vault', office.file]
  const sign = ['Ines', 'Walt'].flatMap(name => ['--sign', `${name}=${pinFile(name)}`])
  return { ...office, folder, pinFile, vault, sign }
}

test('nobody who has retired is given a new key, and nobody leaves who is needed', async context => {
  const desks = await officeAtBothDesks(context)
  const { window, office, pinFile, vault, sign } = desks
  const person = await office.id('Wanda')
  const { draft } = await window.call('people.draftKey', {
    ...{ person, secret: FRESH, again: FRESH },
  })
  const rekeyed = { action: 'person.replace-key', draft } as const
  const signed = await office.sign(rekeyed, 'Ines', 'Walt')
  const deed = { person, reason: 'left' } as const
  const retire = await office.sign({ action: 'person.retire', ...deed }, 'Ines', 'Walt')
  await window.call('people.retire', { ...deed, approval: retire })

  // Also what was signed while they still were there.
  assert.equal(
    await atWindow(window.call('people.replaceKey', { draft, approval: signed })),
    'PERSON_STATE',
  )
  const rekey = ['people', 'rekey', 'Wanda', '--pin-file', pinFile('Wanda', FRESH)]
  assert.equal(await atCommandLine(...rekey, ...vault, ...sign), 'PERSON_STATE')

  const last = { person: await office.id('Walt'), reason: 'left' } as const
  const ask = window.call('approval.ask', { deed: { action: 'person.suspend', ...last } })
  assert.equal(await atWindow(ask), 'PERSON_LAST')
  const suspend = ['people', 'suspend', 'Walt', '--reason', 'left', ...vault, ...sign]
  assert.equal(await atCommandLine(...suspend), 'PERSON_LAST')
})

test('a name that was taken meanwhile is refused where it is recorded', async context => {
  const desks = await officeAtBothDesks(context)
  const { window, office, pinFile, vault, sign } = desks
  const draftOf = async (): Promise<string> =>
    (await window.call('people.draft', newcomer('Wren', 'witness'))).draft
  const [first, second] = [await draftOf(), await draftOf()]
  const approvals = []
  for (const draft of [first, second]) {
    approvals.push(await office.sign({ action: 'person.add', draft }, 'Ines', 'Walt'))
  }
  const [one = '', other = ''] = approvals
  await window.call('people.add', { draft: first, approval: one })
  const again = window.call('people.add', { draft: second, approval: other })
  assert.equal(await atWindow(again), 'PERSON_NAME')
  const add = ['people', 'add', 'Wren', '--role', 'witness', '--pin-file', pinFile('Wren')]
  assert.equal(await atCommandLine(...add, ...vault, ...sign), 'PERSON_NAME')
})

test('how often drills are due is put down to the same office at both desks', async context => {
  const { window, file } = await officeWith(context, null)
  await window.call('register.setInterval', { months: 3 })
  const interval = (months: string) => ['drill', 'interval', months, '--vault', file]
  assert.equal(await atCommandLine(...interval('4')), null)
  const chosen = (await entries(window)).filter(it => it.action === 'drill.interval-chosen')
  assert.deepEqual(
    chosen.map(({ actor, details }) => [actor, details[0]?.json]),
    [
      ['administrator', '4'],
      ['administrator', '3'],
    ],
  )
  for (const months of [0, 61]) {
    const refused = window.call('register.setInterval', { months })
    assert.equal(await atWindow(refused), 'DRILL_INTERVAL')
    assert.equal(await atCommandLine(...interval(String(months))), 'DRILL_INTERVAL')
  }
  assert.equal(await atCommandLine(...interval('often')), 'DRILL_INTERVAL')
})

test('a misspelt vault is refused by every verb that records in one, and not made', async context => {
  const own = folderFor(context)
  const { cards, kit } = await wholeCeremony(openWindow(context), own)
  const missing = path.join(own, 'ofice.vault')
  const vault = ['--vault', missing]
  const card = path.join(own, 'card.txt')
  writeFileSync(card, cards[0]?.join(' ') ?? '')
  for (const args of [
    ['drill', 'interval', '6'],
    ['backup', 'create', kit, '--kit', kit, '--out', path.join(own, 'b.age')],
    ['share', 'inspect', card, '--kit', kit],
    ['people', 'list'],
    ['policy', 'change', 'strict'],
    ['kit', 'export', '--out', path.join(own, 'k.json')],
    ['audit', 'verify'],
    ['audit', 'export', '--out', path.join(own, 'l.jsonl')],
  ]) {
    assert.equal(await atCommandLine(...args, ...vault), 'VAULT_MISSING', args.join(' '))
    assert.ok(!existsSync(missing), args.join(' '))
  }
})

/** A vault whose quorum has its kit in force, and a kit that something newer has taken the place of. */
async function quorumIn(window: FakeWindow, own: string) {
  const vault = path.join(own, 'office.vault')
  await window.call('vault.create', { path: vault })
  return { vault, ...(await wholeCeremony(window, own)) }
}

test('a vault that was opened for reading records neither a card nor a backup', async context => {
  const own = folderFor(context)
  const window = openWindow(context)
  const { vault, cards, kit } = await quorumIn(window, own)
  await window.call('vault.open', { path: vault, readOnly: true })
  const { size } = await window.call('audit.page', { before: null, limit: 1 })
  const file = { kind: 'file', path: kit } as const
  const card = { kind: 'words', words: cards[0] ?? [] } as const
  const checked = await window.call('share.check', { kit: file, card, worn: false })
  assert.deepEqual([checked.result, checked.recorded], ['sound', null])
  const out = path.join(own, 'b.age')
  assert.equal((await window.call('backup.create', { paths: [kit], kit: file, out })).id, null)
  assert.equal((await window.call('audit.page', { before: null, limit: 1 })).size, size)
})
