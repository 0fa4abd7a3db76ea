import type { Box, Sheet, Style } from './sheet.ts'
import type { Role } from './typeface.ts'

/** A line that says one thing: a label, and what it is. */
export interface Fact {
  readonly label: string
  readonly value: string
  readonly role?: Role
}

export interface FactsStyle {
  /** Points; the size becomes smaller, down to `least`, when the facts would be higher than `height`. */
  readonly size: number
  readonly least: number
  readonly height: number
  /** Points for the labels' column. */
  readonly labels: number
}

const GAP = 0.25
const LEADING = 1.25

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
  const size = sizeThatFits(sheet, facts, box, style)
  const share = style.height / facts.length
  let y = box.y
  sheet.group('L', () => {
    for (const fact of facts) {
      sheet.group('LI', () => {
        const label: Style = { role: 'strong', size, leading: LEADING }
        const value: Style = { role: fact.role ?? 'text', size, leading: LEADING, align: 'left' }
        const column = { x: box.x + style.labels, y, width: box.width - style.labels }
        sheet.text(fact.label, { x: box.x, y, width: style.labels - size / 2 }, label, 'Lbl')
        const fitted =
          size > style.least
            ? { content: fact.value, style: value }
            : sheet.fit(
                fact.value,
                { width: column.width, height: Math.max(share, 3 * size * LEADING), least: size },
                value,
              )
        y = sheet.text(fitted.content, column, fitted.style, 'LBody') + size * GAP
      })
    }
  })
  return y
}

function sizeThatFits(
  sheet: Sheet,
  facts: readonly Fact[],
  { width }: Box,
  { size, least, height, labels }: FactsStyle,
): number {
  const heightAt = (tried: number): number =>
    facts.reduce((sum, { value, role = 'text' }) => {
      const style = { role, size: tried, leading: LEADING }
      return sum + sheet.heightOf(value, width - labels, style) + tried * GAP
    }, 0)
  for (let tried = size; tried > least; tried -= 0.5) if (heightAt(tried) <= height) return tried
  return least
}
