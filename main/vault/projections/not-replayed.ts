/**
 * The columns that no entry of the log says, each with the reason. Every other column of every table is
 * replayed, and a test walks all of them.
 */
export const NOT_REPLAYED: readonly {
  readonly table: string
  readonly column: string
  readonly why: string
}[] = [
  {
    table: 'people',
    column: 'contact',
    why: 'how to reach somebody: a log is given to auditors, and nothing is decided by it',
  },
  ...['person', 'failed', 'uptime'].map(column => ({
    table: 'sign_in_attempts',
    column,
    why: 'goes back to 0 at a right PIN, which is no entry; it holds up who types, and no copy of the file',
  })),
]
