import type { Box, Sheet } from './sheet.ts'

/** The 40 places of a share's words: 10 rows of 4, numbered in reading order. */

const ROWS = 10
const COLUMNS = 4

export interface RowStyle {
  /** Points of a word. */
  readonly size: number
  readonly rowHeight: number
}

/**
 * @param words 40 words; `null` for boxes to write them into
 * @returns the place below
 */
export function printWordRows(
  sheet: Sheet,
  words: readonly string[] | null,
  { x, y, width }: Box,
  { size, rowHeight }: RowStyle,
): number {
  const column = width / COLUMNS
  const number = size * 0.78
  const indent = size * 1.6
  sheet.line(x, y, x + width, y, 0.9)
  sheet.group('Table', () => {
    for (let row = 0; row < ROWS; row += 1) {
      const top = y + row * rowHeight
      sheet.group('TR', () => {
        for (let i = 0; i < COLUMNS; i += 1) {
          const place = row * COLUMNS + i
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
      sheet.line(x, below, x + width, below, row === ROWS - 1 ? 0.9 : 0.3)
      if (words === null) {
        for (let i = 1; i < COLUMNS; i += 1) {
          sheet.line(x + i * column, top, x + i * column, below, 0.3)
        }
      }
    }
  })
  return y + ROWS * rowHeight
}
