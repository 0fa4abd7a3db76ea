import {
  type Block,
  type Blocks,
  linesOf,
  plainText,
  type Text,
} from '../../shared/help/document.ts'
import { columnOf, footOf, MARGIN } from './page-frame.ts'
import type { Box, Sheet, Style, Tag } from './sheet.ts'
import { printTable, type TableColumn } from './table.ts'

/** A document of the help on paper. */

const TEXT: Style = { role: 'text', size: 10, align: 'left' }
const CODE: Style = { role: 'mono', size: 8, align: 'left' }
const HEADINGS: { readonly [level in 1 | 2 | 3 | 4]: Style } = {
  1: { role: 'strong', size: 22, align: 'left' },
  2: { role: 'strong', size: 14, align: 'left' },
  3: { role: 'strong', size: 11.5, align: 'left' },
  4: { role: 'strong', size: 10, align: 'left' },
}
const GAP = 7
const INDENT = 16
/** A heading is not the last of its page. */
const BELOW_HEADING = 60
/** What a column has at least and at most of a table's width, in letters. */
const [NARROWEST, WIDEST] = [6, 40]

export function printGuide(sheet: Sheet, blocks: Blocks): void {
  new Guide(sheet).blocks(blocks, columnOf(sheet))
}

type Column = Omit<Box, 'y'>

/** One block under the other, on as many pages as they need. */
class Guide {
  readonly #sheet: Sheet
  #y: number = MARGIN.top

  constructor(sheet: Sheet) {
    this.#sheet = sheet
  }

  blocks(blocks: Blocks, column: Column): void {
    for (const block of blocks) this.#block(block, column)
  }

  #block(block: Block, column: Column): void {
    switch (block.kind) {
      case 'heading': {
        const style = HEADINGS[block.level]
        this.#y += block.level === 1 ? 0 : GAP
        this.#room(style.size + BELOW_HEADING)
        this.#paragraph(plainText(block.text), column, style, block.level === 1 ? 'H1' : 'H2')
        break
      }
      case 'paragraph':
        this.#paragraph(plainText(block.text), column, TEXT)
        break
      case 'list':
        for (const [i, item] of block.items.entries()) {
          const within = { x: column.x + INDENT, width: column.width - INDENT }
          this.#room(this.#heightOfFirst(item, within.width))
          const mark = block.ordered ? `${i + 1}.` : '–'
          const top = this.#y
          this.#sheet.text(mark, { ...column, y: top }, TEXT)
          this.blocks(item, within)
        }
        break
      case 'table':
        this.#table(block.head, block.rows)
        break
      case 'code':
        for (const line of linesOf([block])) {
          this.#line(line, { x: column.x + INDENT, width: column.width - INDENT }, CODE, 'P')
        }
        this.#y += GAP
        break
    }
  }

  /** What must fit beside the mark of an item, so that the mark does not stand alone at the foot of a page. */
  #heightOfFirst([first]: Blocks, width: number): number {
    if (first?.kind !== 'paragraph') return TEXT.size * 2
    return this.#sheet.heightOf(plainText(first.text), width, TEXT)
  }

  #paragraph(text: string, column: Column, style: Style, tag: Tag = 'P'): void {
    this.#line(text, column, style, tag)
    this.#y += GAP
  }

  #line(text: string, column: Column, style: Style, tag: Tag): void {
    this.#room(this.#sheet.heightOf(text, column.width, style))
    this.#y = this.#sheet.text(text, { ...column, y: this.#y }, style, tag)
  }

  /** Columns as wide as what stands in them, within limits. */
  #table(head: readonly Text[], rows: readonly (readonly Text[])[]): void {
    const texts = rows.map(row => row.map(plainText))
    const columns = head.map((title, i): TableColumn => {
      const letters = Math.max(
        ...[plainText(title), ...texts.map(row => row[i] ?? '')].map(lettersOf),
      )
      return {
        title: plainText(title),
        share: Math.min(Math.max(letters, NARROWEST), WIDEST),
      }
    })
    this.#room(BELOW_HEADING)
    const style = { size: 8.5, rowHeight: 0, foot: 0 }
    this.#y = printTable(this.#sheet, columns, texts, this.#y, style) + GAP * 2
  }

  #room(points: number): void {
    if (this.#y + points <= footOf(this.#sheet) || this.#y === MARGIN.top) return
    this.#sheet.newPage()
    this.#y = MARGIN.top
  }
}

const lettersOf = (text: string): number => [...text].length
