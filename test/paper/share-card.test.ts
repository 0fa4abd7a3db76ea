/** The card of a share, read back by programs that are not ours. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { headSentence, headText } from '../../main/core/text/audit-head.ts'
import type { CardPaper } from '../../main/paper/card-facts.ts'
import { printBlankCards, printShareCards } from '../../main/paper/pages.ts'
import { startCodeReader } from '../../shared/code-reader.ts'
import { qrToShare, shareToWords } from '../../shared/share-text.ts'
import { codeIn, render } from './page-picture.ts'
import {
  checkStructure,
  choose,
  codesIn,
  FACTS,
  fontsOf,
  infoOf,
  type Place,
  placesOf,
  STANDARD,
  shareInText,
  shareOf,
  structureOf,
  textOf,
} from './printed.ts'

const card = async (style: CardPaper, index = 2, seed = index, facts = FACTS): Promise<Buffer> => {
  const [pdf] = await printShareCards([shareOf(index, seed)], facts, style, choose)
  assert.ok(pdf)
  return pdf
}

/** The card of share 2, made once for each style. */
const cards = new Map<string, Promise<Buffer>>()
const cardOf = (style: CardPaper): Promise<Buffer> => {
  const key = `${style.paper} ${style.layout} ${style.plain}`
  const made = cards.get(key) ?? card(style)
  cards.set(key, made)
  return made
}

const STYLES: readonly CardPaper[] = (['a4', 'letter'] as const).flatMap(paper =>
  (['standard', 'fold', 'large-print'] as const).flatMap(layout =>
    [false, true].map(plain => ({ paper, plain, layout })),
  ),
)

/** What ZXing needs to be started with; once, for all pictures. */
const wasm = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'))
const ours = startCodeReader(new Uint8Array(readFileSync(wasm)).buffer)

for (const style of STYLES) {
  const name = `${style.paper}, ${style.layout}${style.plain ? ', plain' : ''}`
  describe(`a card (${name})`, () => {
    test('gives its share back from code and words, at 150 and 300 DPI', async () => {
      const pdf = await cardOf(style)
      const share = Buffer.from(shareOf(2))
      assert.deepEqual(Buffer.from(shareInText(textOf(pdf, 'layout'))), share)
      assert.deepEqual(Buffer.from(shareInText(textOf(pdf, 'raw'))), share)
      for (const dpi of [150, 300]) {
        const page = render(pdf, dpi)
        const codes = codesIn(page)
        assert.equal(codes.length, 1)
        assert.deepEqual(Buffer.from(qrToShare(codes[0] ?? '')), share)
        // Our own decoder reads the same, at its first look.
        const found = await (await ours).read({ ...page, data: page.dots }, () => false)
        assert.deepEqual(found, [{ kind: 'text', text: codes[0] }], `${dpi} DPI`)
      }
    })

    test('says whose it is, and what it opens unless it is plain', async () => {
      const text = textOf(await cardOf(style), 'layout').replaceAll(/\s+/g, ' ')
      const always = ['Share 2 of 5', 'Grace', 'SECRET', 'Any 3 of the 5 shares', FACTS.setId]
      const further = [FACTS.fingerprint, 'Seal bag number', 'signature', 'inherited', 'FORMAT.md']
      for (const part of [...always, ...further]) assert.ok(text.includes(part), part)
      for (const part of [FACTS.title, FACTS.organisation]) {
        assert.equal(text.includes(part), !style.plain, part)
      }
    })

    test('is a tagged, sound PDF of one or two pages of that paper', async () => {
      const pdf = await cardOf(style)
      checkStructure(pdf)
      const info = infoOf(pdf)
      assert.equal(info.get('Tagged'), 'yes')
      assert.equal(info.get('Title'), 'Keyclave share card 2 of 5, set 35bd1e8328')
      assert.equal(info.get('Pages'), style.layout === 'large-print' ? '2' : '1')
      const size = style.paper === 'a4' ? '595.28 x 841.89 pts (A4)' : '612 x 792 pts (letter)'
      assert.equal(info.get('Page size'), size)
    })
  })
}

test('where every share is needed, a card does not promise that one may be lost', async () => {
  const flat = (pdf: Uint8Array): string => textOf(pdf, 'raw').replaceAll(/\s+/g, ' ')
  const custodians = ['Ada', 'Grace', 'Hedy']
  const text = flat(await card(STANDARD, 2, 2, { ...FACTS, custodians }))
  assert.ok(text.includes('All 3 shares are needed') && !text.includes('no single loss'), text)
  assert.ok(flat(await cardOf(STANDARD)).includes('no single loss would lose it'))
})

test('a card of a vault says where its log stood, in words, on the pages it has anyway', async () => {
  const auditHead = headText({ size: 12_345, hash: '0123456789abcdef'.repeat(4) })
  for (const layout of ['standard', 'fold', 'large-print'] as const) {
    const style = { ...STANDARD, layout, paper: 'letter' } as const
    const pdf = await card(style, 1, 1, { ...FACTS, auditHead })
    const text = textOf(pdf, 'raw').replaceAll(/\s+/g, ' ')
    assert.ok(text.includes(headSentence(auditHead)), layout)
    // Below the share, and after what is to be done with it.
    assert.ok(text.indexOf('not part of the share') > text.indexOf('No special program'), layout)
    assert.equal(infoOf(pdf).get('Pages'), layout === 'large-print' ? '2' : '1')
  }
})

test('fonts are embedded, cut down to what is used, and tell their letters', async () => {
  const fonts = fontsOf(await cardOf(STANDARD))
  assert.equal(fonts.length, 3)
  for (const { name, ...rest } of fonts) {
    assert.match(name, /^[A-Z]{6}\+AtkinsonHyperlegible/)
    assert.deepEqual(rest, { embedded: 'yes', subset: 'yes', unicode: 'yes' })
  }
})

test('a screen reader gets language, heading, words in order, and what the code is', async () => {
  const pdf = await cardOf(STANDARD)
  assert.ok(pdf.includes('/Lang (en)'))
  assert.ok(pdf.includes('/DisplayDocTitle true'))
  assert.ok(pdf.includes('/Alt (QR code of this share'))
  const structure = structureOf(pdf)
  assert.match(structure, /H1[\s\S]*Share 2 of 5/)
  const cells = [...structure.matchAll(/TD[^"]*"([a-z]+)"/g)].map(([, word]) => word)
  assert.deepEqual(cells, shareToWords(shareOf(2)))
})

/** Of the card of share 2: another Node, zlib or shell that printed otherwise would show here. */
const PINNED = 'ef8dbe3616081eac2c29e54b3eb96a87d3114530156c910a78539f0563f7a0b7'

test('the same card is the same bytes, everywhere; another share is not', async () => {
  const once = await cardOf(STANDARD)
  assert.equal(createHash('sha256').update(once).digest('hex'), PINNED)
  assert.deepEqual(await card(STANDARD), once)
  assert.notDeepEqual(await card(STANDARD, 2, 99), once)
})

const DPI = 600
const mm = (millimetres: number): number => (millimetres / 25.4) * DPI

describe('the code', () => {
  for (const style of STYLES.filter(({ plain }) => !plain)) {
    test(`has modules of 0.5 mm and 4 modules of white (${style.paper}, ${style.layout})`, async () => {
      const { x, y, module, size, dark } = codeIn(render(await cardOf(style), DPI), DPI)
      assert.ok(module >= mm(0.5), `${(module / DPI) * 25.4} mm`)
      const quiet = Math.floor(4 * module) - 2
      for (let at = -quiet; at < size + quiet; at += 1) {
        for (let away = 1; away <= quiet; away += 1) {
          assert.ok(!dark(x + at, y - away), 'above')
          assert.ok(!dark(x + at, y + size + away), 'below')
          assert.ok(!dark(x - away, y + at), 'on the left')
          assert.ok(!dark(x + size + away, y + at), 'on the right')
        }
      }
    })
  }
})

test('folded along its line, nothing of the share is left to see', async () => {
  for (const paper of ['a4', 'letter'] as const) {
    const pdf = await cardOf({ paper, plain: false, layout: 'fold' })
    const { dots, width, height } = render(pdf, 72)
    const inkIn = (row: number): number =>
      dots.subarray(row * width, (row + 1) * width).filter(dot => dot < 160).length
    // The fold is the only line that crosses the whole page.
    const fold = Array.from({ length: height }, (_, row) => row).find(
      row => inkIn(row) > width * 0.4 && (dots[row * width + 1] ?? 255) < 200,
    )
    assert.ok(fold, 'there is a line to fold along')
    const covered = fold - (height - fold)
    assert.ok(textOf(pdf, 'layout').includes('Fold the lower part up'))
    // Above what the flap covers there are whose card it is and the policy, and the first row is below.
    assert.ok(covered > 100 && covered <= 190, String(covered))
    // Number, holder and the line for the seal are outside.
    for (const word of ['Grace', 'Seal', 'Sealed']) {
      const places = placesOf(pdf, word)
      assert.ok(places.length > 0 && places.every(({ bottom }) => bottom < covered), word)
    }
    // At 72 DPI a dot is a point. A line of text is higher than its letters by a quarter on each side.
    const inside = ({ top, bottom }: Pick<Place, 'top' | 'bottom'>): boolean =>
      top + (bottom - top) / 4 >= covered && bottom - (bottom - top) / 4 <= fold
    for (const word of shareToWords(shareOf(2))) {
      const places = placesOf(pdf, word)
      assert.ok(places.length > 0 && places.every(inside), word)
    }
    assert.equal(codesIn(render(pdf, 150)).length, 1)
    // The hint stands clear of the line.
    assert.ok(placesOf(pdf, 'inside.').every(({ bottom }) => bottom <= fold - 1))
    const { y, size } = codeIn(render(pdf, DPI), DPI)
    assert.ok(inside({ top: (y / DPI) * 72, bottom: ((y + size) / DPI) * 72 }), 'the code')
    for (let row = covered - 6; row < covered - 1; row += 1) assert.equal(inkIn(row), 0)
  }
})

test('in large print the words are large, and all of them on one page with the code', async () => {
  for (const paper of ['a4', 'letter'] as const) {
    const pdf = await cardOf({ paper, plain: false, layout: 'large-print' })
    for (const word of shareToWords(shareOf(2))) {
      const place = placesOf(pdf, word).find(({ page }) => page === 1)
      assert.ok(place && place.bottom - place.top >= 22, word)
    }
    assert.equal(codesIn(render(pdf, 150, 1)).length, 1)
  }
})

test('any share comes back from its card', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 255 }),
      fc.integer({ min: 0, max: 1_000_000 }),
      fc.constantFrom(...STYLES),
      async (index, seed, style) => {
        const custodians = Array.from({ length: 255 }, (_, i) => `Custodian ${i + 1}`)
        const pdf = await card(style, index, seed, { ...FACTS, custodians })
        const share = Buffer.from(shareOf(index, seed))
        assert.deepEqual(Buffer.from(shareInText(textOf(pdf, 'layout'))), share)
        assert.deepEqual(Buffer.from(qrToShare(codesIn(render(pdf, 150))[0] ?? '')), share)
      },
    ),
    { numRuns: 6 },
  )
})

test('cards of a quorum of 255 come in the order in which they were asked for', async () => {
  const custodians = Array.from({ length: 255 }, (_, i) => `Custodian ${i + 1}`)
  const indexes = [1, 2, 3, 9, 10, 11, 99, 100, 101, 253, 254, 255]
  const shares = indexes.map(index => shareOf(index))
  const pdfs = await printShareCards(shares, { ...FACTS, custodians }, STANDARD, choose)
  assert.equal(pdfs.length, indexes.length)
  for (const [i, index] of indexes.entries()) {
    const text = textOf(pdfs[i] ?? Buffer.alloc(0), 'layout')
    assert.ok(text.includes(`Share ${index} of 255`))
    assert.ok(text.includes(`Custodian ${index}\n`))
    assert.deepEqual(Buffer.from(shareInText(text)), Buffer.from(shareOf(index)))
  }
})

test('a blank card has 40 numbered places, no word and no code', async () => {
  const pdf = await printBlankCards('letter', choose)
  checkStructure(pdf)
  const text = textOf(pdf, 'layout')
  for (let place = 1; place <= 40; place += 1) {
    assert.match(text, new RegExp(`(^|\\s)${place}(\\s|$)`, 'm'))
  }
  const flat = textOf(pdf, 'raw').replaceAll(/\s+/g, ' ')
  for (const part of ['a passphrase that is kept elsewhere', 'Sealed on', 'FORMAT.md']) {
    assert.ok(flat.includes(part), part)
  }
  assert.ok(!/code/i.test(flat), 'it has no code, and speaks of none')
  // The rules between the boxes.
  const edges = [1, 2, 3].map(column => 45 + (column * (612 - 90)) / 4)
  for (const { word, left } of placesOf(pdf).filter(({ word }) => /^\d\d$/.test(word))) {
    for (const edge of edges) assert.ok(left < edge || left - edge > 3, `${word} touches a rule`)
  }
  assert.equal(infoOf(pdf).get('Pages'), '1')
  assert.throws(() => codesIn(render(pdf, 150)), /zbarimg/)
})
