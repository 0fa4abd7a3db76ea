import type { Json } from '../../shared/json.ts'
import { columnOf, footOf, MARGIN } from './page-frame.ts'
import { textOf, titled } from './record-json.ts'
import { printFields } from './ruled-field.ts'
import type { Sheet } from './sheet.ts'
import { printTable, type TableColumn } from './table.ts'

const SIZE = 9
const BETWEEN_FIELDS = 18

/** Sections of a record, one after the other, on as many pages as they need. */
export class Sections {
  readonly #sheet: Sheet
  #y: number

  constructor(sheet: Sheet, y: number) {
    this.#sheet = sheet
    this.#y = y
  }

  /** Nothing at all without rows. */
  table(
    title: string,
    columns: readonly TableColumn[],
    rows: readonly (readonly string[])[],
  ): void {
    if (rows.length === 0) return
    this.#heading(title)
    const style = { size: SIZE, rowHeight: 0, foot: 0 }
    this.#y = printTable(this.#sheet, columns, rows, this.#y, style)
  }

  /** A section that is there even when it is empty: that there was nothing says something. */
  tableOr(
    none: string,
    title: string,
    columns: readonly TableColumn[],
    rows: readonly (readonly string[])[],
  ): void {
    if (rows.length > 0) {
      this.table(title, columns, rows)
      return
    }
    this.#heading(title)
    const box = { ...columnOf(this.#sheet), y: this.#y + 2 }
    this.#y = this.#sheet.text(none, box, { role: 'text', size: SIZE })
  }

  /** What this program has no layout for. */
  rest(name: string, value: Json): void {
    const rows = Array.isArray(value) ? value.map(item => [textOf(item)]) : [[textOf(value)]]
    this.table(titled(name), [{ title: 'Details', share: 1 }], rows)
  }

  /** Lines to sign on, two side by side. */
  signatures(signers: readonly string[]): void {
    const { x, width } = columnOf(this.#sheet)
    const half = (width - BETWEEN_FIELDS) / 2
    this.#heading('Signatures')
    for (let i = 0; i < signers.length; i += 2) {
      this.#room(56)
      const pair = signers.slice(i, i + 2).map(label => [label, 1] as const)
      const box = { x, y: this.#y + 36, width: pair.length === 2 ? width : half }
      printFields(this.#sheet, pair, box)
      this.#y += 56
    }
  }

  #heading(title: string): void {
    this.#room(80)
    const box = { ...columnOf(this.#sheet), y: this.#y + 14 }
    this.#y = this.#sheet.text(title, box, { role: 'strong', size: 13 }, 'H2')
  }

  #room(points: number): void {
    if (this.#y + points <= footOf(this.#sheet)) return
    this.#sheet.newPage()
    this.#y = MARGIN.top
  }
}
