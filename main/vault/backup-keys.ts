import { z } from 'zod'
import { blob, count, setId, text, time } from './columns.ts'
import { type Connection, parseRows } from './connection.ts'
import type { KitTable } from './kits.ts'
import type { Recording } from './recording.ts'
import { bytesDigest } from './replay/index.ts'
import { type Growth, grownKitFacts } from './sealed-keys.ts'

const backupKeyRow = z.object({
  setId,
  generation: count,
  recipient: text,
  /** Null once it is destroyed. */
  sealed: blob.nullable(),
  state: z.enum(['current', 'retired', 'destroyed']),
  created: time,
})

/** A backup key: its recipient in the clear, its identity sealed to the quorum. The newest is current. */
export type BackupKey = Readonly<z.output<typeof backupKeyRow>>

/** A backup key to record. `sealed` is an age file. */
export type NewBackupKey = Omit<BackupKey, 'setId' | 'state' | 'sealed'> & {
  readonly sealed: Uint8Array
}

export interface BackupKeys {
  /** The backup keys of a quorum, oldest first. */
  readonly of: (setId: string) => readonly BackupKey[]
  /** The one to encrypt new backups to; null when the vault has none for this quorum. */
  readonly currentOf: (setId: string) => BackupKey | null
  /**
   * Makes a new backup key the current one, and the kit that lists it the current kit.
   *
   * @throws VAULT_RULE
   */
  readonly rotate: (rotation: Growth & { readonly key: NewBackupKey }) => void
}

/** What the log says of a backup key. */
export const backupKeyFacts = ({ generation, recipient, sealed, created }: NewBackupKey) => ({
  ...{ generation, recipient, created },
  sealed: bytesDigest(sealed),
})

/** The table, without transactions and log. */
export function backupKeyTable(connection: Connection) {
  const { db, read } = connection
  const of = (set: string): readonly BackupKey[] =>
    read(() => {
      const rows = db
        .prepare(
          `SELECT set_id AS setId, generation, recipient, sealed, created,
             CASE WHEN sealed IS NULL THEN 'destroyed' WHEN generation = (SELECT max(generation) FROM backup_keys WHERE set_id = @set)
                 AND set_id NOT IN (SELECT set_id FROM replacements)
               THEN 'current' ELSE 'retired' END AS state
           FROM backup_keys WHERE set_id = @set ORDER BY generation`,
        )
        .all({ set })
      return parseRows(connection, backupKeyRow, rows)
    })

  return {
    of,
    currentOf: (set: string) => of(set).find(key => key.state === 'current') ?? null,

    /** The one of the highest generation is the current one. */
    insert(set: string, key: NewBackupKey): void {
      db.prepare(
        `INSERT INTO backup_keys (set_id, generation, recipient, sealed, created)
         VALUES (@set, @generation, @recipient, @sealed, @created)`,
      ).run({ ...key, set })
    },

    /** Takes out what is sealed in a backup key, whatever quorum it was sealed to. */
    empty(recipient: string): void {
      db.prepare('UPDATE backup_keys SET sealed = NULL WHERE recipient = ?').run(recipient)
    },
  }
}

export type BackupKeyTable = ReturnType<typeof backupKeyTable>

export function backupKeysOf({
  connection,
  audit,
  backupKeys,
  kits,
}: Recording & { readonly backupKeys: BackupKeyTable; readonly kits: KitTable }): BackupKeys {
  return {
    of: backupKeys.of,
    currentOf: backupKeys.currentOf,
    rotate: ({ actor, setId: set, key, kit }) =>
      connection.write(() => {
        const { generation, ...facts } = backupKeyFacts(key)
        const { time } = audit.append({
          actor,
          action: 'backup-key.rotated',
          subject: `backup-key:${set}/${generation}`,
          details: { ...facts, ...grownKitFacts(kit) },
        })
        backupKeys.insert(set, key)
        kits.insert(set, kit, time)
      }),
  }
}
