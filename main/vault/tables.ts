import type { RandomSource } from '../core/bytes/index.ts'
import { type AuditLog, auditLogOf } from './audit-log.ts'
import { backupTable } from './backup-catalogue.ts'
import { backupKeyTable } from './backup-keys.ts'
import type { Connection } from './connection.ts'
import { kitTable } from './kits.ts'
import { peopleTables } from './people.ts'
import { quorumTable } from './quorums.ts'
import { replacementTable } from './replacements.ts'
import { sealedKeyTable } from './sealed-keys.ts'
import { shareRegisterTable } from './share-register.ts'

/** What the verbs of the vault work with: the tables, the log, the clock, and new ids. */
export interface Tables {
  readonly connection: Connection
  readonly audit: AuditLog
  readonly quorums: ReturnType<typeof quorumTable>
  readonly shares: ReturnType<typeof shareRegisterTable>
  readonly kits: ReturnType<typeof kitTable>
  readonly backupKeys: ReturnType<typeof backupKeyTable>
  readonly keys: ReturnType<typeof sealedKeyTable>
  readonly backups: ReturnType<typeof backupTable>
  readonly people: ReturnType<typeof peopleTables>
  readonly replacements: ReturnType<typeof replacementTable>
  /** 16 random hex characters. */
  readonly newId: () => string
  /** Now, RFC 3339, UTC, milliseconds. */
  readonly timeNow: () => string
}

export function tablesOf(connection: Connection, now: () => Date, random: RandomSource): Tables {
  const people = peopleTables(connection)
  return {
    connection,
    audit: auditLogOf(connection, now, () => people.profile() !== null),
    quorums: quorumTable(connection),
    shares: shareRegisterTable(connection),
    kits: kitTable(connection),
    backupKeys: backupKeyTable(connection),
    keys: sealedKeyTable(connection),
    backups: backupTable(connection),
    people,
    replacements: replacementTable(connection),
    newId: () => random(8).toString('hex'),
    timeNow: () => now().toISOString(),
  }
}
