import { FORMAT_TEXT, HEIR_TITLE } from './card-facts.ts'
import { printSecretTag } from './card-page.ts'
import { columnOf, MARGIN } from './page-frame.ts'
import { printFields } from './ruled-field.ts'
import type { Sheet } from './sheet.ts'
import { printWordRows } from './word-rows.ts'

/**
 * A card with boxes to write the words into by hand, so that no printer ever sees them. Nothing on it is
 * secret before that.
 */

const HEIR_TEXT =
  'It is one part of a secret that was divided among several people. Alone it opens nothing: it takes as many shares as are named above, and a passphrase that is kept elsewhere. It may still be needed, even after decades. Do not throw it away, and do not show, copy, photograph or type it. Keep it dry, dark and locked up, and bring it, unseen by others, to the organisation named above.'
const WRITING_TEXT =
  'Write each word in full, in capitals or clear small letters, with ink that does not fade. Then type the card back in: only the paper counts.'

export function printBlankCard(sheet: Sheet): void {
  const column = columnOf(sheet)
  const { x, width } = column
  printSecretTag(sheet, column, 10)
  sheet.text(
    'Share',
    { ...column, y: column.y - 3 },
    { role: 'strong', size: 28, leading: 1.2 },
    'H1',
  )
  sheet.text('of', { x: x + 168, y: column.y + 10, width: 20 }, { role: 'text', size: 14 })
  sheet.line(x + 92, column.y + 28, x + 160, column.y + 28, 0.6)
  sheet.line(x + 190, column.y + 28, x + 258, column.y + 28, 0.6)
  printFields(sheet, [['Custodian', 1]], { x, y: 96, width })
  printFields(
    sheet,
    [
      ['Ceremony and organisation', 3],
      ['Date', 1],
    ],
    { x, y: 130, width },
  )
  printFields(
    sheet,
    [
      ['Set id', 1],
      ['Kit fingerprint', 3],
      ['Shares needed', 1],
    ],
    { x, y: 164, width },
  )
  let y = sheet.text(WRITING_TEXT, { x, y: 184, width }, { role: 'text', size: 10 })
  const rowHeight = (sheet.height - 496) / 10
  y = printWordRows(sheet, null, { x, y: y + 6, width }, { size: 13, rowHeight, columns: 4 })
  y = sheet.text(HEIR_TITLE, { x, y: y + 12, width }, { role: 'strong', size: 12.5 }, 'H2')
  sheet.text(HEIR_TEXT, { x, y: y + 2, width }, { role: 'text', size: 10 })
  const small = { role: 'text', size: 8 } as const
  const formatTop = sheet.height - MARGIN.bottom - sheet.heightOf(FORMAT_TEXT, width, small)
  printFields(
    sheet,
    [
      ['Seal bag number', 3],
      ['Sealed on (date)', 2],
    ],
    { x, y: formatTop - 66, width },
  )
  printFields(
    sheet,
    [
      ['Custodian: signature', 1],
      ['Witness: name and signature', 1],
    ],
    { x, y: formatTop - 28, width },
  )
  sheet.text(FORMAT_TEXT, { x, y: formatTop, width }, small)
}
