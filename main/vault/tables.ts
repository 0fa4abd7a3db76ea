import type { RandomSource } from '../core/bytes/index.ts'
import { auditLogOf } from './audit-log.ts'
import { type BackupTable, backupTable } from './backup-catalogue.ts'
import { type BackupKeyTable, backupKeyTable } from './backup-keys.ts'
import type { Connection } from './connection.ts'
import { type KitTable, kitTable } from './kits.ts'
import { type PeopleTables, peopleTables } from './people.ts'
import { quorumTable } from './quorums.ts'
import type { Recording } from './recording.ts'
import { replacementTable } from './replacements.ts'
import { type SealedKeyTable, sealedKeyTable } from './sealed-keys.ts'
import { shareRegisterTable } from './share-register.ts'

/** Every table of the vault, for the verbs that change several. */
export interface Tables extends Recording {
  readonly quorums: ReturnType<typeof quorumTable>
  readonly shares: ReturnType<typeof shareRegisterTable>
  readonly kits: KitTable
  readonly backupKeys: BackupKeyTable
  readonly keys: SealedKeyTable
  readonly backups: BackupTable
  readonly people: PeopleTables
  readonly replacements: ReturnType<typeof replacementTable>
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
