import type { RandomSource } from '../core/bytes/index.ts'
import { auditLogOf } from './audit-log.ts'
import { type BackupTable, backupTable } from './backup-catalogue.ts'
import { type BackupKeyEventTable, backupKeyEventTable } from './backup-key-events.ts'
import { type BackupKeyTable, backupKeyTable } from './backup-keys.ts'
import type { Connection } from './connection.ts'
import { type DeliveryTables, deliveryTables } from './deliveries.ts'
import { type KeyEventTable, keyEventTable } from './key-events.ts'
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
  readonly backupKeyEvents: BackupKeyEventTable
  readonly keys: SealedKeyTable
  readonly keyEvents: KeyEventTable
  readonly backups: BackupTable
  readonly deliveries: DeliveryTables
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
    backupKeyEvents: backupKeyEventTable(connection),
    keys: sealedKeyTable(connection),
    keyEvents: keyEventTable(connection),
    backups: backupTable(connection),
    deliveries: deliveryTables(connection),
    people,
    replacements: replacementTable(connection),
    newId: () => random(8).toString('hex'),
    timeNow: () => now().toISOString(),
  }
}
