/** Whom to call, and other languages, on pages that are drawn again of a kit: a kit does not say them. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { textOf } from '../paper/printed.ts'
import { type Desk, done, newDesk, planText, refused } from './command-line.ts'

const CONTACT = 'The board office, +49 30 1234567'
let desk: Desk
const at = (name: string): string => desk.at(name)
const words = (file: string): string =>
  textOf(readFileSync(file), 'raw').replaceAll(/[\s\u2066-\u2069]+/g, ' ')

before(async () => {
  desk = newDesk()
  const quorum = planText('threshold: 2, custodians: [Ada, Bob], identity: classic')
  writeFileSync(at('plan.yaml'), `${quorum}\ncontact: "${CONTACT}"\nlanguages: [de, ar]\n`)
  await done(['passphrase', 'generate', '--out', at('pass.txt')])
  await done([
    ...['ceremony', 'run', at('plan.yaml'), '--passphrase-file', at('pass.txt'), '--no-pdf'],
    ...['--out', at('ceremony'), '--vault', at('office.vault')],
  ])
})
after(() => desk.remove())

test('the plan in the vault says them; otherwise somebody does, and it takes the place of the plan', async () => {
  const print = ['kit', 'print', at('ceremony/kit.json')]
  await done([...print, '--vault', at('office.vault'), '--out', at('by-vault')])
  const planned = words(at('by-vault/recovery-sheet.pdf'))
  assert.ok(planned.includes(CONTACT) && planned.includes('Jetzt wiederherstellen'), planned)
  assert.ok(words(at('by-vault/register.pdf')).includes(CONTACT))

  await done([...print, '--out', at('by-kit')])
  const alone = words(at('by-kit/recovery-sheet.pdf'))
  assert.ok(!alone.includes(CONTACT) && !alone.includes('Jetzt wiederherstellen'))

  const said = ['--contact', 'Zoë, zoe@example.org', '--language', 'fr']
  await done([...print, '--vault', at('office.vault'), ...said, '--out', at('by-hand')])
  const other = words(at('by-hand/recovery-sheet.pdf'))
  assert.ok(other.includes('Zoë, zoe@example.org') && other.includes('Récupérer maintenant'))
  assert.ok(!other.includes(CONTACT) && !other.includes('Jetzt wiederherstellen'))

  await refused([...print, '--contact', 'a  b', '--out', at('never')], 2, 'PAGE_CONTACT')
  await refused([...print, '--language', 'xx', '--out', at('never')], 1, 'USAGE')
  await refused([...print, '--language', 'de', 'fr', 'es', '--out', at('never')], 1, 'USAGE')
})

test('so it is with a passphrase card and a bundle', async () => {
  const said = ['--contact', CONTACT, '--language', 'de']
  const kit = ['--kit', at('ceremony/kit.json')]
  const card = ['card', 'passphrase', '--passphrase-file', at('pass.txt'), ...kit]
  await done([...card, ...said, '--out', at('card.pdf')])
  const page = words(at('card.pdf'))
  assert.ok(page.includes(CONTACT) && page.includes('Bindestriche und Leerzeichen zählen'), page)

  await done(['bundle', 'make', ...kit, ...said, '--out', at('bundle')])
  assert.ok(words(at('bundle/recovery-sheet.pdf')).includes(CONTACT))
  assert.ok(readFileSync(at('bundle/START-HERE.txt'), 'utf8').includes(CONTACT))
  const byVault = ['bundle', 'make', ...kit, '--vault', at('office.vault'), '--out', at('kept')]
  await done(byVault)
  assert.ok(words(at('kept/recovery-sheet.pdf')).includes('Jetzt wiederherstellen'))
})
