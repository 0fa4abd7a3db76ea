import type { Migration } from './migration.ts'

/**
 * From here on every table follows from the log: what its entries lacked until now stands in one entry,
 * `state.adopted`, that is written with the last step of the migration (FORMAT: Tables). No table changes.
 */
export const replayedTables: Migration = {
  number: 6,
  title: 'tables that follow from the log',
  sql: '-- Every table follows from the log.',
}
