/** Rows of the vault's tables, as the log says they are. */

/** What a column holds; of bytes their SHA-256, as 64 hex digits. */
export type Value = string | number | null

/** A column that no entry says: a log of 0.1.0 had no place for it, until its tables were adopted. */
export const UNSAID = undefined

export interface Row {
  readonly values: { [column: string]: Value | typeof UNSAID }
  /** The number of the entry that made it. */
  readonly entry: number
  /** Of columns that a later entry changed: the number of that entry. */
  readonly later: { [column: string]: number }
}

/** The entry that says what stands in a column. */
export const entryOf = ({ entry, later }: Row, column: string): number => later[column] ?? entry

/** A row as it stands in the file, its bytes as digests. */
export type FoundRow = { readonly [column: string]: Value }

/** The name of a row within its table: the values of its key. */
export const rowName = (
  key: readonly string[],
  values: { readonly [column: string]: Value | typeof UNSAID },
): string => key.map(column => String(values[column])).join('/')
