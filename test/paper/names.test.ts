/** Names in many scripts, and of any length, on paper. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { headText } from '../../main/core/text/audit-head.ts'
import { nameProblem } from '../../main/core/text/public-name.ts'
import { printShareCards, printShareRegister } from '../../main/paper/pages.ts'
import { qrToShare } from '../../shared/share-text.ts'
import { render } from './page-picture.ts'
import {
  choose,
  codesIn,
  FACTS,
  fontsOf,
  infoOf,
  STANDARD,
  shareInText,
  shareOf,
  textOf,
} from './printed.ts'

const NAMES = {
  Latin: 'Zoë Žluťoučká Ñandú',
  Vietnamese: 'Nguyễn Thị Hồng',
  Cyrillic: 'Екатерина Щёлокова',
  Greek: 'Ἑλένη Παπαδοπούλου',
  Hebrew: 'דוד בן־גוריון',
  Arabic: 'محمد بن علي',
  Chinese: '张伟明',
  Japanese: '渡辺 さくら',
  Korean: '김철수',
  Devanagari: 'कीर्ति श्रीवास्तव',
  Thai: 'สมชาย ใจดี',
  Lao: 'ສົມສັກ ວົງສາ',
  Khmer: 'សុខា ចាន់',
} as const

/** What a person reads: without the marks of direction that poppler puts around words. */
const plain = (text: string): string =>
  text.replaceAll(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')

/** The numbers of all glyphs that a PDF draws, each 4 hex digits; 0000 is the box for no glyph. */
const glyphsOf = (pdf: Buffer): string[] =>
  [...pdf.toString('latin1').matchAll(/\[([^\]]*)\] TJ/g)].flatMap(([, runs = '']) =>
    [...runs.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, run = '']) => run.match(/.{4}/g) ?? []),
  )

/** A card for each of them, all printed at once, under a title that each script has a part in. */
const EVERYBODY = Object.values(NAMES)
const cards = printShareCards(
  EVERYBODY.map((_, i) => shareOf(i + 1)),
  { ...FACTS, custodians: EVERYBODY, title: EVERYBODY.map(name => name.split(' ')[0]).join(' ') },
  STANDARD,
  choose,
)

for (const [i, [script, name]] of Object.entries(NAMES).entries()) {
  test(`a name in ${script} is printed and can be taken out of the PDF`, async () => {
    const pdf = (await cards)[i]
    assert.ok(pdf)
    assert.ok(!textOf(pdf, 'layout').includes('U+'), 'a letter has no font')
    const words = plain(textOf(pdf, 'raw')).replaceAll(/\s+/g, ' ')
    assert.ok(words.includes(name.normalize('NFC')), words.slice(0, 200))
    const codes = glyphsOf(pdf)
    assert.ok(
      codes.length > 300 && !codes.includes('0000'),
      'a box stands in the place of a letter',
    )
    assert.ok(fontsOf(pdf).every(font => font.embedded === 'yes' && font.subset === 'yes'))
    assert.deepEqual(Buffer.from(shareInText(textOf(pdf, 'layout'))), Buffer.from(shareOf(i + 1)))
  })
}

test('all scripts at once, on a register', async () => {
  const pdf = await printShareRegister({ ...FACTS, custodians: EVERYBODY }, 'a4', choose)
  const text = plain(textOf(pdf, 'raw')).replaceAll(/\s+/g, ' ')
  for (const name of EVERYBODY) assert.ok(text.includes(name), name)
})

test('letters with marks that their font has no place for are printed all the same', async () => {
  const custodians = ['B', 'ភ្នំពេញ', 'ﭳڣﯢﳊݾﺉ', 'ນ຺໊ພົ໓', 'E']
  const pdf = await printShareRegister({ ...FACTS, custodians }, 'a4', choose)
  assert.ok(plain(textOf(pdf, 'raw')).includes('ភ្នំពេញ'))
})

test('a character that no font has is printed as its number, and the card says so', async () => {
  const facts = { ...FACTS, custodians: ['Ada 🦉 𓀀', 'B', 'C', 'D', 'E'] }
  const [pdf] = await printShareCards([shareOf(1)], facts, STANDARD, choose)
  assert.ok(pdf)
  const text = textOf(pdf, 'layout')
  assert.ok(text.includes('Ada [U+1F989] [U+13000]'), text.slice(0, 300))
  assert.ok(text.includes('[U+…] stands for a character'))
})

test('the longest names leave everything else in its place', async () => {
  const long = [
    'W'.repeat(200),
    'ŵ '.repeat(99).trim(),
    '漢'.repeat(200),
    'ع'.repeat(200),
    'श्री'.repeat(50),
    '🦉'.repeat(200),
  ]
  const layouts = ['standard', 'fold', 'large-print'] as const
  for (const [i, name] of long.entries()) {
    assert.equal(nameProblem(name), null)
    const facts = {
      ...FACTS,
      title: name,
      organisation: name,
      contact: name,
      custodians: [name, 'B', 'C', 'D', 'E'],
      auditHead: headText({ size: 12_345, hash: '0123456789abcdef'.repeat(4) }),
    }
    const layout = layouts[i % 3] ?? 'standard'
    const style = { paper: 'letter', plain: false, layout } as const
    const [pdf] = await printShareCards([shareOf(1)], facts, style, choose)
    assert.ok(pdf)
    assert.equal(infoOf(pdf).get('Pages'), layout === 'large-print' ? '2' : '1')
    const text = textOf(pdf, 'layout')
    assert.deepEqual(Buffer.from(shareInText(text)), Buffer.from(shareOf(1)))
    const share = qrToShare(codesIn(render(pdf, 150))[0] ?? '')
    assert.deepEqual(Buffer.from(share), Buffer.from(shareOf(1)))
    for (const part of [FACTS.setId, 'Seal bag number']) assert.ok(text.includes(part), part)
    const flat = plain(textOf(pdf, 'raw')).replaceAll(/\s+/g, ' ')
    assert.ok(
      flat.includes('notary or a bank, and tell them so.'),
      'the name is cut, not the advice',
    )
  }
})

test('any name is printed', async () => {
  const letters = [...Object.values(NAMES).join(' '), ..."(-'/1.)", '🦉']
  const name = fc
    .array(fc.constantFrom(...letters), { minLength: 1, maxLength: 60 })
    .map(characters => characters.join('').normalize('NFC').replaceAll(/ +/g, ' ').trim())
    .filter(text => nameProblem(text) === null)
  await fc.assert(
    fc.asyncProperty(name, name, async (title, custodian) => {
      const facts = { ...FACTS, title, custodians: [custodian, 'B', 'C', 'D', 'E'] }
      const [pdf] = await printShareCards([shareOf(1)], facts, STANDARD, choose)
      assert.ok(pdf)
      assert.deepEqual(Buffer.from(shareInText(textOf(pdf, 'layout'))), Buffer.from(shareOf(1)))
    }),
    { numRuns: 6 },
  )
})
