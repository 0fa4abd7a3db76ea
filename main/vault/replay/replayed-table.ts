import { type Row, rowName, type UNSAID, type Value } from './row.ts'

type Values = { readonly [column: string]: Value | typeof UNSAID }

/** That an entry cannot be: it is about a row that is not there, is there already, or has ended. */
export class NotReplayable extends Error {
  readonly table: string
  readonly row: string

  constructor(table: string, row: string) {
    super(`${table} ${row}`)
    this.table = table
    this.row = row
  }
}

/** The rows of one table, in the order in which they came. */
export class ReplayedTable {
  readonly name: string
  readonly key: readonly string[]
  readonly rows = new Map<string, Row>()
  /** The rows that the entry under way has written. */
  touched: Row[] = []
  #entry = 0

  constructor(name: string, key: readonly string[]) {
    this.name = name
    this.key = key
  }

  /** Begins with the next entry. */
  begin(entry: number): void {
    this.#entry = entry
    this.touched = []
  }

  /** @throws NotReplayable when the row is there already */
  insert(values: Values): void {
    const name = rowName(this.key, values)
    if (this.rows.has(name)) throw new NotReplayable(this.name, name)
    const row = { values: { ...values }, entry: this.#entry, later: {} }
    this.rows.set(name, row)
    this.touched.push(row)
  }

  /** Adds a row under the next number. */
  number(values: Values): void {
    this.insert({ number: this.rows.size + 1, ...values })
  }

  /** @throws NotReplayable when there is no such row, or `allowed` says that it may not change */
  update(name: string, values: Values, allowed: (row: Values) => boolean = () => true): void {
    const row = this.rows.get(name)
    if (row === undefined || !allowed(row.values)) throw new NotReplayable(this.name, name)
    this.#change(row, values)
  }

  /** Changes every row that is meant. */
  updateAll(which: (row: Values) => boolean, values: Values): void {
    for (const row of this.rows.values()) {
      if (which(row.values)) this.#change(row, values)
    }
  }

  #change(row: Row, values: Values): void {
    Object.assign(row.values, values)
    for (const column of Object.keys(values)) row.later[column] = this.#entry
    this.touched.push(row)
  }

  /** The rows that are meant. */
  where(which: (row: Values) => boolean): readonly Values[] {
    return [...this.rows.values()].filter(row => which(row.values)).map(row => row.values)
  }

  get(name: string): Values | null {
    return this.rows.get(name)?.values ?? null
  }
}
