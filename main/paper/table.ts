import { columnOf, footOf, MARGIN } from './page-frame.ts'
import type { Sheet } from './sheet.ts'
import type { Role } from './typeface.ts'

/** A table that goes on over pages, with its head on each. */

export interface TableColumn {
  readonly title: string
  /** Parts of the width. */
  readonly share: number
  readonly role?: Role
}

export interface TableStyle {
  readonly size: number
  /** Least height of a row, for what is written by hand. */
  readonly rowHeight: number
  /** Lines between the columns, where people write. */
  readonly ruled?: boolean
  /** Points that stay free at the foot of each page. */
  readonly foot: number
}

const PADDING = 4

/** @returns the place below the last row, on the last page */
export function printTable(
  sheet: Sheet,
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  y: number,
  style: TableStyle,
): number {
  const { x: left, width } = columnOf(sheet)
  const whole = columns.reduce((sum, { share }) => sum + share, 0)
  const widths = columns.map(({ share }) => (width * share) / whole)
  const printRow = (cells: readonly string[], top: number, head: boolean): number => {
    let bottom = top + (head ? 0 : style.rowHeight)
    let x = left
    sheet.group('TR', () => {
      for (const [i, { role = 'text' }] of columns.entries()) {
        const box = { x, y: top + PADDING, width: (widths[i] ?? 0) - 2 * PADDING }
        const text = { role: head ? 'strong' : role, size: style.size, align: 'left' } as const
        const below = sheet.text(cells[i] ?? '', box, text, head ? 'TH' : 'TD') + PADDING
        bottom = Math.max(bottom, below)
        x += widths[i] ?? 0
      }
    })
    sheet.line(left, bottom, left + width, bottom, head ? 0.9 : 0.3)
    if (style.ruled) {
      let edge = left - PADDING
      for (const own of widths.slice(0, -1)) {
        edge += own
        sheet.line(edge, top, edge, bottom, 0.3)
      }
    }
    return bottom
  }
  const heightOf = (cells: readonly string[]): number =>
    columns.reduce(
      (most, { role = 'text' }, i) => {
        const room = (widths[i] ?? 0) - 2 * PADDING
        return Math.max(most, sheet.heightOf(cells[i] ?? '', room, { role, size: style.size }))
      },
      style.rowHeight - 2 * PADDING,
    ) +
    2 * PADDING
  let at = y
  sheet.group('Table', () => {
    const titles = columns.map(({ title }) => title)
    at = printRow(titles, at, true)
    for (const cells of rows) {
      if (at + heightOf(cells) > footOf(sheet) - style.foot) {
        sheet.newPage()
        at = printRow(titles, MARGIN.top, true)
      }
      at = printRow(cells, at, false)
    }
  })
  return at
}
