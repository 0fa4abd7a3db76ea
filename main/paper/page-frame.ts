import type { Box, Sheet } from './sheet.ts'

/** Where a page's content stands. */
export const MARGIN = { x: 45, top: 34, bottom: 30 } as const

/** The column of text, from the top of the page. */
export const columnOf = (sheet: Sheet): Box => ({
  x: MARGIN.x,
  y: MARGIN.top,
  width: sheet.width - 2 * MARGIN.x,
})

/** The lowest place for content. */
export const footOf = (sheet: Sheet): number => sheet.height - MARGIN.bottom
