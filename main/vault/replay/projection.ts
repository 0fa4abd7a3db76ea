import type { LogAction, LogNote } from '../../../shared/log-actions.ts'
import type { AuditEntry } from '../../core/log/index.ts'
import type { ReplayedTable } from './replayed-table.ts'

/** An entry of the log on its way into the tables. */
export interface Turn<A extends LogAction = LogAction> {
  readonly entry: AuditEntry
  readonly subject: LogNote<A>['subject']
  readonly details: LogNote<A>['details']
  /** When it was recorded: every time in a row is the time of its entry. */
  readonly time: string
  /** The rows of the table that the projection is of. */
  readonly rows: ReplayedTable
  /** Those of another one, to look at. */
  readonly table: (name: string) => ReplayedTable
}

/** How a column stands in the file and in the log, where the two differ. */
export type ColumnForm =
  /** Bytes; in the log their SHA-256. */
  | 'bytes'
  /** A ceremony's plan as canonical JSON; in the log its hash. */
  | 'plan'

/**
 * One table of the vault as a projection of the log: which entries write it, and what they say of which
 * column. FORMAT (Tables) has the same in words; a test compares the two.
 */
export interface Projection {
  readonly table: string
  /** The columns that name a row. */
  readonly key: readonly string[]
  /** Every column that the log says. */
  readonly columns: readonly string[]
  readonly forms?: { readonly [column: string]: ColumnForm }
  /** Of `columns`, those that stand for several of the file’s, as a digest of them. */
  readonly digests?: {
    readonly [name: string]: {
      readonly columns: readonly string[]
      readonly of: (row: { readonly [column: string]: unknown }) => string
    }
  }
  /** A log of 0.1.0 may lack entries for some of its rows. */
  readonly unsaidRows?: true
  /** Times of entries; until its tables were adopted, a vault of 0.1.0 had them some milliseconds off. */
  readonly times?: readonly string[]
  /** What each entry does to the table. */
  readonly entries: { readonly [A in LogAction]?: (turn: Turn<A>) => void }
}
