import type { TableProblem } from '../../../shared/codes/index.ts'
import type { Projection } from './projection.ts'
import type { ReplayedTable } from './replayed-table.ts'
import { entryOf, type FoundRow, rowName, UNSAID } from './row.ts'

/** What a table has, and the log does not say; or the other way round. */
export interface Difference {
  readonly table: string
  /** The values of its key, with `/` between; of an entry that cannot be, what it is about. */
  readonly row: string
  /** Null: the whole row. */
  readonly column: string | null
  readonly problem: TableProblem
  /** The entry that says otherwise; null: none says anything of it. */
  readonly entry: number | null
}

/** A table as it stands, gone through row by row, beside what the log says of it. */
export class Comparison {
  readonly #projection: Projection
  readonly #table: ReplayedTable
  readonly #whole: boolean
  readonly #order: Iterator<string>
  readonly #seen = new Set<string>()
  #first: Difference | null = null
  #moved: Difference | null = null

  /** @param whole whether the log says everything: what it does not say is a difference then */
  constructor(projection: Projection, table: ReplayedTable, whole: boolean) {
    this.#projection = projection
    this.#table = table
    this.#whole = whole
    this.#order = table.rows.keys()
  }

  /** Takes the next row, in the order in which they were written. @returns false: there is a difference */
  take(values: FoundRow): boolean {
    this.#first ??= this.#differenceIn(values)
    return this.#first === null
  }

  /** @returns the first difference; null when there is none */
  end(): Difference | null {
    return this.#first ?? this.#missing() ?? this.#moved
  }

  #differenceIn(values: FoundRow): Difference | null {
    const { columns, key, unsaidRows } = this.#projection
    const row = rowName(key, values)
    const should = this.#table.rows.get(row)
    const difference = { table: this.#table.name, row, column: null, entry: should?.entry ?? null }
    if (should === undefined) {
      return unsaidRows && !this.#whole ? null : { ...difference, problem: 'added' }
    }
    if (this.#seen.has(row)) return { ...difference, problem: 'added' }
    this.#seen.add(row)
    if (this.#order.next().value !== row) this.#moved ??= { ...difference, problem: 'moved' }
    for (const column of columns) {
      const said = should.values[column]
      if (said === values[column] || (said === UNSAID && !this.#whole)) continue
      const problem = said === UNSAID ? 'not-replayable' : 'changed'
      return { ...difference, column, problem, entry: entryOf(should, column) }
    }
    return null
  }

  #missing(): Difference | null {
    if (this.#seen.size === this.#table.rows.size) return null
    for (const [row, { entry }] of this.#table.rows) {
      if (this.#seen.has(row)) continue
      return { table: this.#table.name, row, column: null, problem: 'missing', entry }
    }
    return null
  }
}
