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
 * Makes the highest value smaller, and the next, until all fit; what is too long even then is cut. What is
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
  const whole = height - facts.length * size * GAP
  const rowOf = (row: Omit<Row, 'height'>): Row => ({
    ...row,
    height: Math.max(line, sheet.heightOf(row.content, room, row.style)),
  })
  const rows = facts.map(fact => {
    const style = { role: fact.role ?? 'text', size, leading: LEADING, align: 'left' } as const
    return rowOf({ least: fact.least ?? least, content: fact.value, style })
  })
  while (heightOf(rows) > whole) {
    const [highest] = rows
      .filter(row => row.height > line && row.style.size > row.least)
      .toSorted((a, b) => b.height - a.height)
    if (highest === undefined) break
    const smaller = Math.max(highest.least, highest.style.size - 1)
    rows[rows.indexOf(highest)] = rowOf({ ...highest, style: { ...highest.style, size: smaller } })
  }
  const cap = Math.max(line, capFor(rows, whole))
  return rows.map(row => {
    if (row.height <= cap) return row
    const limits = { width: room, height: cap, least: row.style.size }
    return rowOf({ ...row, ...sheet.fit(row.content, limits, row.style) })
  })
}

const heightOf = (rows: readonly Row[]): number => rows.reduce((sum, row) => sum + row.height, 0)

/** The height that the highest rows have to share, so that all together are not higher than `whole`. */
function capFor(rows: readonly Row[], whole: number): number {
  let left = whole
  const rising = rows.map(row => row.height).toSorted((a, b) => a - b)
  for (const [i, height] of rising.entries()) {
    const fair = left / (rising.length - i)
    if (height > fair) return fair
    left -= height
  }
  return Number.POSITIVE_INFINITY
}
