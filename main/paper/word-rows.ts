import type { Box, Sheet } from './sheet.ts'

/** The 40 places of a share's words: 10 rows of 4, or 20 of 2, numbered in reading order. */

const PLACES = 40

export interface RowStyle {
  /** Points of a word. */
  readonly size: number
  readonly rowHeight: number
  readonly columns: 2 | 4
}

/** From a rule between boxes to the numbers behind it, in sizes. */
const BEHIND_RULE = 0.4

/**
 * @param words 40 words; `null` for boxes to write them into
 * @returns the place below
 */
export function printWordRows(
  sheet: Sheet,
  words: readonly string[] | null,
  { x, y, width }: Box,
  { size, rowHeight, columns }: RowStyle,
): number {
  const rows = PLACES / columns
  const column = width / columns
  const number = size * 0.78
  const indent = size * (words === null ? 1.6 + BEHIND_RULE : 1.6)
  sheet.line(x, y, x + width, y, 0.9)
  sheet.group('Table', () => {
    for (let row = 0; row < rows; row += 1) {
      const top = y + row * rowHeight
      sheet.group('TR', () => {
        for (let i = 0; i < columns; i += 1) {
          const place = row * columns + i
          const left = x + i * column
          // Numbers and words stand on one line.
          const baseline = top + rowHeight / 2 + size * 0.32
          sheet.text(
            String(place + 1),
            { x: left, y: baseline - number * 0.95, width: indent - size * 0.5 },
            { role: 'text', size: number, align: 'right' },
            'TH',
          )
          const word = words?.[place]
          if (word === undefined) continue
          const at = { x: left + indent, y: baseline - size * 0.95, width: column - indent }
          sheet.text(word, at, { role: 'mono', size }, 'TD')
        }
      })
      const below = top + rowHeight
      sheet.line(x, below, x + width, below, row === rows - 1 ? 0.9 : 0.3)
      if (words === null) {
        for (let i = 1; i < columns; i += 1) {
          sheet.line(x + i * column, top, x + i * column, below, 0.3)
        }
      }
    }
  })
  return y + rows * rowHeight
}
