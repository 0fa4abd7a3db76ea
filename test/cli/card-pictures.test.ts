/** Cards as pictures and PDFs on the command line, and checks of cards that go into the register. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openVault } from '../../main/vault/vault.ts'
import { type Office, openOffice } from '../fixtures/office.ts'
import { drawCodes, pdfOf, pngOf } from '../paper/reading/card-files.ts'
import { optionsFor } from '../vault/vault-fixture.ts'
import { done, doneJson, qrTextOf, refused, wordsOf } from './command-line.ts'

let office: Office
before(async () => {
  office = await openOffice('classic', true)
})
after(() => office.desk.remove())

const png = (...texts: string[]): Buffer =>
  pngOf(drawCodes(texts), { colourType: 0, depth: 1, filter: 0 })

test('a recovery takes a picture, a PDF and words together', async () => {
  const { desk, cards, kit, opening } = office
  const [first = '', second = ''] = cards
  desk.write('card.png', png(qrTextOf(first)))
  desk.write('card.pdf', await pdfOf([{ words: wordsOf(second) }]))
  const shares = [desk.at('card.png'), desk.at('card.pdf'), office.share(3)]
  const identity = await done(['recover', 'identity', '--kit', kit, ...opening(...shares)])
  assert.match(identity, /^AGE-SECRET-KEY-/)
  desk.write('both.png', png(qrTextOf(first), qrTextOf(second)))
  const both = ['recover', 'identity', '--kit', kit, ...opening(desk.at('both.png'))]
  await refused(both, 2, 'PICTURE_SEVERAL')
})

test('share inspect reads a picture, also from standard input', async () => {
  const { kit, cards } = office
  const input = png(qrTextOf(cards[3] ?? ''))
  const said = await done(['share', 'inspect', '-', '--kit', kit], { input })
  assert.match(said, /issued to Zoë/)
  await refused(['share', 'inspect', '-'], 2, 'CODE_NOT_SHARE', {
    input: png('HTTPS://EXAMPLE.ORG'),
  })
})

test('share inspect records a check with --vault, and needs the kit for it', async () => {
  const { kit, cards, desk, share, vault } = office
  await refused(['share', 'inspect', share(1), ...vault], 1, 'USAGE')
  const found = await doneJson<{ recorded: { result: string } | null }>([
    ...['share', 'inspect', share(1), '--kit', kit, ...vault],
  ])
  assert.equal(found.recorded?.result, 'sound')
  const worn = wordsOf(cards[1] ?? '').with(4, '?')
  desk.write('worn.txt', worn.join(' '))
  const inspect = ['share', 'inspect', desk.at('worn.txt'), '--kit', kit, ...vault]
  assert.match(await done(inspect), /Nothing was recorded/)
  assert.match(await done([...inspect, '--worn']), /Recorded as worn/)

  const open = await openVault(optionsFor(vault[1] ?? '', 'read'))
  try {
    const results = open.shareChecks.of(office.founded.setId)
    assert.deepEqual(
      results.map(({ index, result }) => [index, result]),
      [
        [1, 'sound'],
        [2, 'worn'],
      ],
    )
  } finally {
    open.close()
  }
})
