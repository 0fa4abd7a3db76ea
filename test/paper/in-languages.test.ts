/** What a card says in other languages, on a page behind it: all of it, on the page, in the order in which it is read. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import {
  type ExplainedFacts,
  printCardIn,
  printPassphraseIn,
  printRecoveryIn,
  textsIn,
} from '../../main/paper/in-languages.ts'
import { printShareCards } from '../../main/paper/pages.ts'
import { Sheet } from '../../main/paper/sheet.ts'
import { startHere } from '../../main/paper/start-here.ts'
import type { Face } from '../../main/paper/typeface.ts'
import { paperWordsIn } from '../../shared/messages/paper/index.ts'
import { OTHER_LANGUAGES, type OtherLanguage } from '../../shared/paper-languages.ts'
import {
  checkStructure,
  choose,
  FACTS,
  placesOf,
  STANDARD,
  shareInText,
  shareOf,
  textOf,
} from './printed.ts'

const facts: ExplainedFacts = {
  organisation: 'Organisation '.repeat(30).trim(),
  setId: FACTS.setId,
  folder: `keyclave-${FACTS.setId}`,
  contact: 'The office of the board, third floor, on any working day, telephone +49 30 1234567',
}
const SHARE = { index: 3, threshold: 4, count: 9 }
/** What stands below names the document and the page. */
const FOOT = 24
const PAPERS = { a4: { width: 595, height: 842 }, letter: { width: 612, height: 792 } } as const
/** Nothing stands nearer to an edge. */
const SIDE = 40

let faces: readonly Face[]
before(async () => {
  faces = await choose([...textsIn(OTHER_LANGUAGES), facts.organisation])
})

const sheetOf = (paper: keyof typeof PAPERS): Sheet =>
  new Sheet({
    ...{ paper, title: 'Keyclave pages in other languages', created: new Date('2026-11-21') },
    ...{ faces, mark: null, again: null },
  })

/** What is said, in the parts between the sign for a space. */
const letterRuns = (text: string): readonly string[] => text.split('·')

/** Letters without what stands between them, and without the controls of direction. */
const letters = (text: string): string =>
  text.normalize('NFKC').replaceAll(/[\s\p{Cf}]|\p{M}/gu, '')

const isRightToLeft = (language: OtherLanguage): boolean => ['ar', 'he'].includes(language)

/**
 * What the file gives readers in the place of drawn letters (ActualText, ISO 32000-1, 14.9.4): joined and turned
 * around, those could not be put in order again.
 */
const actualTexts = (pdf: Buffer): string =>
  [...pdf.toString('latin1').matchAll(/\/ActualText \(((?:\\.|[^\\)])*)\)/gs)]
    .map(([, text = '']) => {
      const bytes = text.replaceAll(/\\(.)/gs, (_, sign: string) => ESCAPES[sign] ?? sign)
      return Buffer.from(bytes, 'latin1').subarray(2).swap16().toString('utf16le')
    })
    .join('\n')
const ESCAPES: { readonly [sign: string]: string } = {
  ...{ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' },
}

for (const [i, language] of OTHER_LANGUAGES.entries()) {
  const next = OTHER_LANGUAGES[(i + 1) % OTHER_LANGUAGES.length] as OtherLanguage

  test(`everything that ${language} says stands on the page, alone and beside ${next}`, () => {
    const paper = i % 2 === 0 ? 'a4' : 'letter'
    const { width, height } = PAPERS[paper]
    const sheet = sheetOf(paper)
    printCardIn(sheet, [language], SHARE, facts, false)
    printCardIn(sheet, [language, next], SHARE, facts, true)
    printPassphraseIn(sheet, [language, next], facts, i % 2 === 0 ? null : '·')
    printRecoveryIn(sheet, [language], { ...facts, threshold: 3, fingerprint: 'ab12 cd34 ef' })
    assert.equal(sheet.substituted, false, 'every letter has a font')
    const pdf = sheet.end('Pages')
    checkStructure(pdf)

    const content = placesOf(pdf).filter(({ top }) => top < height - FOOT)
    assert.equal(Math.max(...content.map(({ page }) => page)), 5, 'the first one is empty')
    for (const { word, left, right, bottom } of content) {
      assert.ok(left >= SIDE && right <= width - SIDE && bottom <= height - FOOT, word)
    }
    assert.ok(
      content.some(({ page, top }) => page === 3 && top > height / 2),
      'the other language begins below',
    )

    const said = letters(isRightToLeft(language) ? actualTexts(pdf) : textOf(pdf, 'raw'))
    const words = paperWordsIn(language)
    const { heir, passphrase, recovery } = words
    for (const text of [
      ...[words.share(SHARE.index, SHARE.count), heir.title, passphrase.what, recovery.done],
      ...letterRuns(passphrase.typed(i % 2 === 0 ? null : '·')),
      ...heir.card(SHARE.threshold, SHARE.count, heir.giver),
    ]) {
      assert.ok(said.includes(letters(text)), text)
    }
  })
}

test('a card in other languages holds its share once, and on its first page alone', async () => {
  const share = shareOf(2)
  const explained = { ...FACTS, languages: ['de', 'ar'] as const }
  const [pdf = Buffer.alloc(0)] = await printShareCards([share], explained, STANDARD, choose)
  const text = textOf(pdf, 'layout')
  assert.deepEqual(Buffer.from(shareInText(text)), Buffer.from(share))
  const [, second = ''] = text.split('\f')
  assert.match(second, /Teil 2 von 5/)
  assert.doesNotMatch(second, /^ *\d{1,2} +[a-z]{3,8} +\d{1,2} +[a-z]{3,8}/m)
  const [alone = Buffer.alloc(0)] = await printShareCards([share], FACTS, STANDARD, choose)
  assert.equal(
    textOf(alone, 'layout')
      .split('\f')
      .filter(page => page !== '').length,
    1,
  )
})

test('what is read first in a bundle says how to recover in each language of the plan, in lines that are not too long', () => {
  const text = startHere({
    ...{ ...FACTS, count: FACTS.custodians.length, languages: OTHER_LANGUAGES },
    ...{ contact: facts.contact, package: null, files: [] },
  })
  for (const language of OTHER_LANGUAGES) {
    const words = paperWordsIn(language)
    assert.ok(text.includes(`==== ${words.name.toUpperCase()} ====`), language)
    assert.ok(letters(text).includes(letters(words.recovery.done)), language)
  }
  const [, german = ''] = text.split('==== DEUTSCH ====')
  const [said = ''] = german.split('====')
  assert.ok(said.split('\n').every(line => line.length <= 88))
  assert.doesNotMatch(said, /[\u2066-\u2069]/, 'an editor would show them')
})
