import type { Box, Sheet } from './sheet.ts'

/** A line to write on, with what belongs there in small letters below it. */
function printField(sheet: Sheet, label: string, box: Box, size = 8): void {
  sheet.line(box.x, box.y, box.x + box.width, box.y, 0.6)
  sheet.text(label, { ...box, y: box.y + 2 }, { role: 'text', size })
}

/**
 * Fields side by side, as wide as their shares say.
 *
 * @param y where their lines are
 */
export function printFields(
  sheet: Sheet,
  fields: readonly (readonly [label: string, share: number])[],
  { x, y, width }: Box,
  size = 8,
): void {
  const gap = 18
  const whole = fields.reduce((sum, [, share]) => sum + share, 0)
  const room = width - gap * (fields.length - 1)
  let left = x
  for (const [label, share] of fields) {
    const own = (room * share) / whole
    printField(sheet, label, { x: left, y, width: own }, size)
    left += own + gap
  }
}
