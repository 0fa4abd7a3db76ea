import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { infoOf, textOf } from '../paper/printed.ts'
import { type Desk, done, doneJson, newDesk, planText, refused } from './command-line.ts'

/** Printed pages, from the command line. */

const POLICY = 'threshold: 2, custodians: [Ada, Катерина, 山田], identity: classic'
const PASSPHRASE = 'unmixed tarantula yo-yo gumdrop sandal'

describe('a ceremony on paper', { concurrency: 1 }, () => {
  let desk: Desk
  let kit = ''
  before(async () => {
    desk = newDesk()
    desk.write('plan.yaml', planText(POLICY))
    desk.write('pass.txt', `${PASSPHRASE}\n`)
  })
  after(() => desk.remove())

  const runCeremony = (out: string, ...options: readonly string[]) =>
    doneJson<{
      readonly setId: string
      readonly fingerprint: string
      readonly kit: string
      readonly shares: readonly { readonly card: string | null }[]
      readonly printed: { readonly record: string } | null
    }>([
      ...['ceremony', 'run', desk.at('plan.yaml'), '--passphrase-file', desk.at('pass.txt')],
      ...['--out', desk.at(out), ...options],
    ])

  it('has a card for each custodian, a record, a register and a recovery sheet', async () => {
    const made = await runCeremony('plain', '--paper', 'letter', '--plain')
    assert.deepEqual(readdirSync(desk.at('plain')).sort(), [
      ...['kit.json', 'record.json', 'record.pdf', 'recover.html', 'recovery-sheet.pdf'],
      ...['register.pdf', 'shares'],
    ])
    for (const [i, { card }] of made.shares.entries()) {
      assert.ok(card)
      assert.equal(statSync(card).mode & 0o777, 0o600)
      const pdf = readFileSync(card)
      assert.equal(infoOf(pdf).get('Page size'), '612 x 792 pts (letter)')
      const text = textOf(pdf, 'layout')
      assert.ok(text.includes(`Share ${i + 1} of 3`) && text.includes(made.fingerprint))
      assert.ok(!text.includes('Example Ltd'), 'a plain card')
    }
    const named = ['Example Ltd', 'Root key ceremony 2026']
    for (const file of readdirSync(desk.at('plain/shares'))) {
      const bytes = readFileSync(desk.at(`plain/shares/${file}`))
      const text = file.endsWith('.pdf') ? textOf(bytes, 'raw') : bytes.toString('utf8')
      for (const name of named) assert.ok(!text.includes(name), `${file} says ${name}`)
      assert.ok(text.includes(made.setId), file)
    }
    for (const page of ['record.pdf', 'recovery-sheet.pdf', 'register.pdf']) {
      const text = textOf(readFileSync(desk.at(`plain/${page}`)), 'raw')
      assert.ok(text.includes(made.setId) && text.includes('Катерина'), page)
    }

    // The passphrase's card, named after the kit.
    const card = desk.at('card.pdf')
    const source = ['--passphrase-file', desk.at('pass.txt'), '--kit', made.kit]
    await done(['card', 'passphrase', ...source, '--out', card])
    assert.equal(statSync(card).mode & 0o777, 0o600)
    const text = textOf(readFileSync(card), 'raw').replaceAll(/\s+/g, ' ')
    assert.ok(text.includes(PASSPHRASE) && text.includes(made.setId))
    await refused(['card', 'passphrase', ...source, '--out', card], 6, 'FILE_EXISTS')
  })

  it('makes none where none are wanted', async () => {
    const made = await runCeremony('text', '--no-pdf')
    assert.equal(made.printed, null)
    kit = made.kit
    assert.deepEqual(readdirSync(desk.at('text')).sort(), [
      ...['kit.json', 'record.json', 'recover.html', 'shares'],
    ])
    assert.ok(readdirSync(desk.at('text/shares')).every(name => name.endsWith('.txt')))
  })

  it('makes register and recovery sheet later, from the kit alone', async () => {
    const desk = newDesk()
    try {
      writeFileSync(desk.at('kit.json'), readFileSync(kit))
      const pages = await doneJson<{ readonly setId: string; readonly register: string }>([
        ...['kit', 'print', desk.at('kit.json'), '--out', desk.at('pages'), '--paper', 'letter'],
      ])
      assert.deepEqual(readdirSync(desk.at('pages')).sort(), [
        ...['recover.html', 'recovery-sheet.pdf', 'register.pdf'],
      ])
      const page = createHash('sha256').update(readFileSync(desk.at('pages/recover.html')))
      const digits = (page.digest('hex').match(/.{4}/g) ?? []).join(' ')
      const sheet = textOf(readFileSync(desk.at('pages/recovery-sheet.pdf')), 'raw')
      assert.ok(
        sheet.replaceAll(/\s+/g, ' ').includes(digits),
        'the sheet names the page that lies beside it',
      )
      for (const page of ['recovery-sheet', 'register']) {
        const pdf = readFileSync(desk.at(`pages/${page}.pdf`))
        assert.equal(infoOf(pdf).get('Page size'), '612 x 792 pts (letter)')
        const text = textOf(pdf, 'raw')
        assert.ok(text.includes(pages.setId) && text.includes('Катерина'), page)
      }
      const again = ['kit', 'print', desk.at('kit.json'), '--out', desk.at('pages')]
      await refused(again, 6, 'FOLDER_NOT_EMPTY')
    } finally {
      desk.remove()
    }
  })

  it('gives out blank cards', async () => {
    await done(['card', 'blank', '--out', desk.at('blank.pdf'), '--paper', 'letter'])
    assert.equal(infoOf(readFileSync(desk.at('blank.pdf'))).get('Pages'), '1')
  })

  it('refuses paper that it does not know, and two layouts at once', async () => {
    const blank = ['card', 'blank', '--out', desk.at('never.pdf')]
    await refused([...blank, '--paper', 'a5'], 1, 'USAGE')
    const run = ['ceremony', 'run', 'p', '--passphrase-file', 'f', '--out', 'o']
    await refused([...run, '--fold', '--large-print'], 1, 'USAGE')
  })
})
