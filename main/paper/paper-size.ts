/** Sheets of paper, in PDF points: 1/72 inch, y from the top. */

export type PaperSize = 'a4' | 'letter'

export interface Paper {
  readonly width: number
  readonly height: number
}

export const PAPERS: { readonly [size in PaperSize]: Paper } = {
  a4: { width: 595.28, height: 841.89 },
  letter: { width: 612, height: 792 },
}

/** Points in `millimetres`. */
export const mm = (millimetres: number): number => (millimetres * 72) / 25.4
