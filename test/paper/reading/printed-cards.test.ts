/** The cards that Keyclave prints, read back by Keyclave: from their PDF, and from a scan of the print. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { headSaid, headText } from '../../../main/core/text/audit-head.ts'
import type { CardPaper } from '../../../main/paper/card-facts.ts'
import { printShareCards } from '../../../main/paper/pages.ts'
import { render } from '../page-picture.ts'
import { choose, FACTS, shareOf } from '../printed.ts'
import { pngOf } from './card-files.ts'
import { scanHere } from './scan-here.ts'

const STYLES: readonly CardPaper[] = [
  { paper: 'a4', plain: false, layout: 'standard' },
  { paper: 'letter', plain: true, layout: 'standard' },
  { paper: 'a4', plain: false, layout: 'fold' },
  { paper: 'letter', plain: false, layout: 'large-print' },
]

const HEAD = { size: 123_456, hash: '0123456789abcdeffedcba9876543210'.repeat(2) }
const facts = { ...FACTS, auditHead: headText(HEAD) }

for (const style of STYLES) {
  test(`a card is read from its PDF and from a scan (${style.paper}, ${style.layout})`, async () => {
    const share = Buffer.from(shareOf(2))
    const [pdf] = await printShareCards([share], facts, style, choose)
    assert.ok(pdf)
    // The words stand in the PDF as text, and say nothing of a kit; the code of a scan names it. The head of
    // the log is text, too, on whichever page: no code has it.
    const { head, ...found } = await scanHere(pdf, 'pdf')
    assert.deepEqual(found, { bytes: share, kit: null })
    assert.deepEqual(headSaid(head), HEAD)
    const { dots: data, ...size } = render(pdf, 150)
    const scan = pngOf({ ...size, data }, { colourType: 0, depth: 1, filter: 0 })
    const kit = FACTS.fingerprint.replaceAll(' ', '').slice(0, 8)
    assert.deepEqual(await scanHere(scan, 'picture'), { bytes: share, kit, head: null })
  })
}
