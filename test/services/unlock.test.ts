/**
 * The only witness is locked: neither an administrator nor anybody else could give them a new key, but those
 * who can open the quorum let them try again, at both desks and on record.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { done, newDesk, planText, refused, wordsOf } from '../cli/command-line.ts'
import { withVault } from '../vault/vault-fixture.ts'
import { entries, passphraseOf } from './office-people.ts'
import { openWindow } from './window.ts'

const PASSPHRASE = 'unmixed tarantula yo-yo gumdrop'

/** A strict vault with a quorum of two, whose only witness made ten wrong entries. */
async function lockedOffice(context: TestContext) {
  const desk = newDesk()
  context.after(() => desk.remove())
  const { at } = desk
  const file = (name: string): string => `${name}=${desk.write(name, passphraseOf(name))}`
  const vault = ['--vault', at('office.vault')]
  const sign = (...names: string[]): string[] => names.flatMap(name => ['--sign', file(name)])
  await done([
    ...['people', 'found', ...vault, '--profile', 'small-team', '--witness', file('Walt')],
    ...['--administrator', file('Ines'), '--recovery-officer', file('Olga')],
    ...['--custodian', file('Ada'), file('Bob')],
  ])
  const quorum = 'threshold: 2, custodians: [Ada, Bob], identity: classic'
  const places = 'people: { administrators: [Ines], witnesses: [Walt], recoveryOfficers: [Olga] }\n'
  desk.write('plan.yaml', planText(quorum, places))
  desk.write('other.yaml', planText(quorum))
  desk.write('pass.txt', PASSPHRASE)
  await done([
    ...['ceremony', 'run', at('plan.yaml'), '--passphrase-file', at('pass.txt'), '--no-pdf'],
    ...['--out', at('ceremony'), ...vault, ...sign('Ines', 'Walt')],
  ])
  await done(['policy', 'change', 'strict', ...vault, ...sign('Ines', 'Walt')])
  await withVault(at('office.vault'), ({ people }) => {
    for (let failed = 0; failed < 10; failed += 1) people.failed(people.named('Walt').id, 0)
  })
  const cards = ['01-ada', '02-bob'].map(name => at(`ceremony/shares/${name}.txt`))
  const kit = at('ceremony/kit.json')
  return { desk, at, vault, sign, cards, kit }
}

test('a quorum with an officer unlocks the only witness on the command line', async context => {
  const { desk, at, vault, sign, cards, kit } = await lockedOffice(context)
  const rekey = ['people', 'rekey', 'Walt', '--pin-file', at('Walt'), ...vault]
  const locked = await refused([...rekey, ...sign('Ines', 'Walt')], 4, 'PIN_LOCKED')
  assert.match(locked, /people unlock/)
  await refused([...rekey, ...sign('Ines')], 2, 'APPROVAL_SHORT')

  const opening = ['--kit', kit, '--share', ...cards, '--passphrase-file', at('pass.txt')]
  const unlock = (name: string) => ['people', 'unlock', name, ...vault]
  await refused([...unlock('Walt'), ...opening], 2, 'APPROVAL_NEEDED')
  await refused([...unlock('Walt'), ...opening, ...sign('Ines')], 2, 'APPROVAL_SHORT')
  await refused([...unlock('Ada'), ...opening, ...sign('Olga')], 2, 'KEY_NOT_LOCKED')
  const few = ['--kit', kit, '--share', cards[0] ?? '', '--passphrase-file', at('pass.txt')]
  await refused([...unlock('Walt'), ...few, ...sign('Olga')], 3, 'QUORUM_SHORT')
  // Whoever makes a quorum of their own makes a kit that this vault does not have.
  const other = ['ceremony', 'run', at('other.yaml'), '--passphrase-file', at('pass.txt')]
  await done([...other, '--no-pdf', '--out', at('other')])
  const foreign = ['01-ada', '02-bob'].map(name => at(`other/shares/${name}.txt`))
  const theirs = ['--kit', at('other/kit.json'), '--share', ...foreign]
  await refused(
    [...unlock('Walt'), ...theirs, '--passphrase-file', at('pass.txt'), ...sign('Olga')],
    2,
    'QUORUM_UNKNOWN',
  )
  const wrong = ['--passphrase-file', desk.write('wrong.txt', 'unmixed tarantula yo-yo gumball')]
  const mistyped = ['--kit', kit, '--share', ...cards, ...wrong]
  await refused([...unlock('Walt'), ...mistyped, ...sign('Olga')], 4, 'PASSPHRASE_WRONG')

  const said = await done([...unlock('Walt'), ...opening, ...sign('Olga')])
  assert.match(said, /^Walt may try again/)
  await done(['people', 'suspend', 'Bob', '--reason', 'left', ...vault, ...sign('Ines', 'Walt')])
  await done(['audit', 'verify', ...vault])
  await withVault(at('office.vault'), held => {
    const entry = [...held.audit.entries()].findLast(it => it.action === 'person.unlocked')
    assert.equal(entry?.actor, 'Olga')
    assert.deepEqual(entry?.details?.shares, [1, 2])
  })
})

test('and in the window, where the officer signs once and a typing error costs nothing', async context => {
  const { at, cards, kit } = await lockedOffice(context)
  const window = openWindow(context)
  await window.call('vault.open', { path: at('office.vault'), readOnly: false })
  const { people } = await window.call('people.list', {})
  const id = (name: string): string => people.find(person => person.name === name)?.id ?? ''
  await window.call('drill.begin', { kit: { kind: 'file', path: kit } })
  for (const card of cards) {
    const words = [...wordsOf(readFileSync(card, 'utf8'))]
    await window.call('share.add', { for: 'drill', card: { kind: 'words', words } })
  }
  const setId = (JSON.parse(readFileSync(kit, 'utf8')) as { quorum: { setId: string } }).quorum
    .setId
  const person = id('Walt')
  const right = { person, passphrase: PASSPHRASE }
  await window.refused('drill.unlock', right, 'APPROVAL_NEEDED')
  const deed = { action: 'person.unlock', person, setId } as const
  const { id: approval, name } = await window.call('approval.ask', { deed })
  assert.equal(name, 'Walt')
  const olga = { approval, person: id('Olga'), secret: passphraseOf('Olga') }
  assert.ok((await window.call('approval.sign', olga)).satisfied)
  const mistyped = { person, passphrase: `${PASSPHRASE}s`, approval }
  await window.refused('drill.unlock', mistyped, 'PASSPHRASE_WRONG')
  const elsewhere = { ...right, person: id('Ada') }
  await window.refused('drill.unlock', elsewhere, 'KEY_NOT_LOCKED')
  assert.deepEqual(await window.call('drill.unlock', right), { step: 'none' })
  await window.call('signIn.in', { person, secret: passphraseOf('Walt') })
  const actions = (await entries(window)).map(({ action }) => action)
  assert.deepEqual(
    actions.filter(action => ['drill.held', 'quorum.opened', 'person.unlocked'].includes(action)),
    ['person.unlocked'],
  )
  await window.call('audit.verify', {})
})
