import type { Box, Sheet, Style } from './sheet.ts'
import type { Role } from './typeface.ts'

/** A line that says one thing: a label, and what it is. */
export interface Fact {
  readonly label: string
  readonly value: string
  readonly role?: Role
  /** Points; the value becomes no smaller than this. Without it, the block's own least. */
  readonly least?: number
}

/** The least size of what people compare letter by letter: fingerprints, set ids. */
export const COMPARED = 9

export interface FactsStyle {
  /**
   * Points; the longest values become smaller, down to `least`, and are then cut, when all would be higher
   * than `height`.
   */
  readonly size: number
  readonly least: number
  readonly height: number
  /** Points for the labels' column. */
  readonly labels: number
}

const GAP = 0.25
const LEADING = 1.25
/** From the top of a line to its baseline, in sizes. */
const ASCENT = 0.95

/**
 * Prints facts one below the other.
 *
 * @returns the place below them
 */
export function printFacts(
  sheet: Sheet,
  facts: readonly Fact[],
  box: Box,
  style: FactsStyle,
): number {
  const rows = rowsThatFit(sheet, facts, box, style)
  const label: Style = { role: 'strong', size: style.size, leading: LEADING }
  let y = box.y
  sheet.group('L', () => {
    for (const [i, { content, style: own }] of rows.entries()) {
      const column = {
        x: box.x + style.labels,
        // Label and value stand on one line.
        y: y + (style.size - own.size) * ASCENT,
        width: box.width - style.labels,
      }
      sheet.group('LI', () => {
        const below = sheet.text(
          facts[i]?.label ?? '',
          { x: box.x, y, width: style.labels - style.size / 2 },
          label,
          'Lbl',
        )
        y = Math.max(below, sheet.text(content, column, own, 'LBody')) + style.size * GAP
      })
    }
  })
  return y
}

interface Row {
  readonly least: number
  readonly height: number
  readonly content: string
  readonly style: Style
}

/**
 * Makes the highest row's value smaller until all rows fit, then cuts the highest one line shorter: what is
 * short stays as it is.
 */
function rowsThatFit(
  sheet: Sheet,
  facts: readonly Fact[],
  { width }: Box,
  { size, least, height, labels }: FactsStyle,
): readonly Row[] {
  const room = width - labels
  const line = size * LEADING
  const rowOf = (row: Pick<Row, 'least' | 'content' | 'style'>): Row => ({
    ...row,
    height: Math.max(line, sheet.heightOf(row.content, room, row.style)),
  })
  const shorter = ({ height: high, ...row }: Row): Row => {
    const { size: own } = row.style
    if (own > row.least) return rowOf({ ...row, style: { ...row.style, size: own - 0.5 } })
    const limits = { width: room, height: high - own * LEADING, least: own }
    return rowOf({ ...row, ...sheet.fit(row.content, limits, row.style) })
  }
  const rows = facts.map(fact => {
    const style = { role: fact.role ?? 'text', size, leading: LEADING, align: 'left' } as const
    return rowOf({ least: fact.least ?? least, content: fact.value, style })
  })
  const over = (): boolean => rows.reduce((sum, row) => sum + row.height + size * GAP, 0) > height
  while (over()) {
    const highest = rows.reduce(
      (most, row, i) => (row.height > (rows[most]?.height ?? 0) ? i : most),
      0,
    )
    const row = rows[highest]
    if (row === undefined || row.height <= line) break
    rows[highest] = shorter(row)
  }
  return rows
}
