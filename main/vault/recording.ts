import type { AuditLog } from './audit-log.ts'
import type { Connection } from './connection.ts'

/** What every verb of the vault records with: one transaction, with its entry in the log. */
export interface Recording {
  readonly connection: Connection
  readonly audit: AuditLog
  /** 16 random hex characters. */
  readonly newId: () => string
  /** Now, RFC 3339, UTC, milliseconds. */
  readonly timeNow: () => string
}
