import { isLogAction, type LogAction, type LogNote } from '../../../shared/log-actions.ts'
import { type AuditEntry, noteIn } from '../../core/log/index.ts'
import { Comparison, type Difference } from './comparison.ts'
import { foundRow } from './forms.ts'
import type { Projection, Turn } from './projection.ts'
import { NotReplayable, ReplayedTable } from './replayed-table.ts'
import { type FoundRow, rowName, UNSAID } from './row.ts'

/** The tables of a vault as an adoption has them. */
type Adopted = LogNote<'state.adopted'>['details']['tables']

/**
 * The tables of a vault, made again of its log alone. Takes each entry of a verified chain; then says where
 * a table differs from what it should be (FORMAT: Tables).
 */
export class Replay {
  readonly #projections: readonly Projection[]
  readonly #tables: ReadonlyMap<string, ReplayedTable>
  /** The actions that write some table. */
  readonly #writes: ReadonlySet<string>
  #problem: Difference | null = null
  /** Whether everything in the tables follows from the log. */
  #whole = false

  constructor(projections: readonly Projection[]) {
    this.#projections = projections
    this.#tables = new Map(
      projections.map(({ table, key }) => [table, new ReplayedTable(table, key)]),
    )
    this.#writes = new Set(projections.flatMap(({ entries }) => Object.keys(entries)))
  }

  /** False: a log of 0.1.0 whose tables were not adopted; it says only some columns. */
  get whole(): boolean {
    return this.#whole
  }

  /** What could not be replayed; null when everything could. */
  get problem(): Difference | null {
    return this.#problem
  }

  /** Takes the next entry of the chain. What follows one that cannot be is not looked at. */
  take(entry: AuditEntry): void {
    if (this.#problem !== null) return
    const { action, sequence } = entry
    try {
      if (action === 'log.begun') this.#whole = typeof entry.details.tables === 'number'
      else if (action === 'state.adopted') this.#adopt(entry)
      else if (this.#writes.has(action) && isLogAction(action)) this.#write(entry, action)
    } catch (error) {
      if (!(error instanceof NotReplayable)) throw error
      const { table, row } = error
      this.#problem = { table, row, column: null, problem: 'not-replayable', entry: sequence }
    }
  }

  #write(entry: AuditEntry, action: LogAction): void {
    const note = noteIn(entry)
    if (note === null) throw new NotReplayable('audit_log', entry.subject)
    const table = (name: string): ReplayedTable => {
      const found = this.#tables.get(name)
      if (found === undefined) throw new Error(`no table ${name}`)
      return found
    }
    for (const projection of this.#projections) {
      const write = projection.entries[action] as ((turn: Turn) => void) | undefined
      if (write === undefined) continue
      const rows = table(projection.table)
      rows.begin(entry.sequence)
      const { subject, details } = note
      write({ entry, subject, details, time: entry.time, rows, table })
      if (!this.#whole) forget(projection, rows)
    }
  }

  /** Once, and only where a log did not say everything before. */
  #adopt(entry: AuditEntry): void {
    const note = noteIn(entry)
    if (this.#whole || note?.action !== 'state.adopted') {
      throw new NotReplayable('audit_log', entry.subject)
    }
    this.#whole = true
    for (const projection of this.#projections) {
      const rows = adoptedRows(projection, note.details.tables)
      const table = this.#tables.get(projection.table)
      if (table === undefined) continue
      const comparison = new Comparison(projection, table, false)
      for (const row of rows) comparison.take(row)
      const difference = comparison.end()
      if (difference !== null) throw new NotReplayable(projection.table, difference.row)
      const before = new Map(table.rows)
      table.rows.clear()
      for (const values of rows) {
        const name = rowName(projection.key, values)
        const said = before.get(name)
        const adopted = { entry: entry.sequence, later: {} }
        table.rows.set(name, { ...(said ?? adopted), values: { ...values } })
      }
    }
  }

  /** Compares a table as it stands with what the log says. */
  compare(projection: Projection): Comparison {
    const table = this.#tables.get(projection.table)
    if (table === undefined) throw new Error(`no table ${projection.table}`)
    return new Comparison(projection, table, this.#whole)
  }
}

/** Of what a log of 0.1.0 says, the times are near those in its tables and not the same. */
function forget({ times = [] }: Projection, { touched }: ReplayedTable): void {
  for (const { values } of touched) {
    for (const column of times) if (values[column] !== null) values[column] = UNSAID
  }
}

function adoptedRows({ table, columns }: Projection, adopted: Adopted): readonly FoundRow[] {
  const { columns: names, rows } = adopted[table] ?? { columns, rows: [] }
  const places = columns.map(column => [column, names.indexOf(column)] as const)
  // A column that came later was not adopted: the format of then had no place for it.
  return rows.map(row => Object.fromEntries(places.map(([column, i]) => [column, row[i] ?? null])))
}

/** The rows of every table, for an entry that adopts them. */
export const adoption = (
  projections: readonly Projection[],
  rowsOf: (projection: Projection) => readonly { readonly [column: string]: unknown }[],
): Adopted =>
  Object.fromEntries(
    projections.map(projection => {
      const { table, columns } = projection
      const rows = rowsOf(projection).map(row => {
        const values = foundRow(projection, row)
        return columns.map(column => values[column] ?? null)
      })
      return [table, { columns, rows }]
    }),
  )
