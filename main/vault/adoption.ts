import { auditLogOf } from './audit-log.ts'
import type { Connection } from './connection.ts'
import { PROJECTIONS } from './projections/index.ts'
import { adoption } from './replay/index.ts'
import { rowsOf } from './verified-tables.ts'

/**
 * Brings the tables of an older vault into its log, as they stand: a log of 0.1.0 says only a part of them.
 * What it says was compared before. From this entry on they follow from the log (FORMAT: Tables).
 *
 * Nobody is there to sign it: the first signature after it covers it, as every entry covers those before.
 *
 * @param from the format that the vault had
 */
export function adoptTables(connection: Connection, from: number, now: () => Date): void {
  const log = auditLogOf(connection, now, () => true)
  const tables = adoption(PROJECTIONS, projection => [...rowsOf(connection, projection)])
  const subject = 'log:tables'
  log.append({
    ...{ actor: 'keyclave', action: 'state.adopted', subject },
    details: { from, tables },
  })
}
