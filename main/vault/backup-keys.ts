import { z } from 'zod'
import type { Actor } from '../core/log/index.ts'
import { blob, count, setId, text, time } from './columns.ts'
import { type Connection, parseRows } from './connection.ts'
import type { KitTable, NewKit } from './kits.ts'
import type { Recording } from './recording.ts'
import { bytesDigest } from './replay/index.ts'

const backupKeyRow = z.object({
  setId,
  generation: count,
  recipient: text,
  sealed: blob,
  state: z.enum(['current', 'retired', 'compromised']),
  created: time,
})

/** A backup key: its recipient in the clear, its identity sealed to the quorum. One is current. */
export type BackupKey = Readonly<z.output<typeof backupKeyRow>>

/** A backup key to record. `sealed` is an age file. */
export type NewBackupKey = Omit<BackupKey, 'setId' | 'state'>

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
  readonly rotate: (rotation: {
    readonly actor: Actor
    readonly setId: string
    readonly key: NewBackupKey
    readonly kit: NewKit
  }) => void
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
          `SELECT set_id AS setId, generation, recipient, sealed, state, created FROM backup_keys
           WHERE set_id = ? ORDER BY generation`,
        )
        .all(set)
      return parseRows(connection, backupKeyRow, rows)
    })

  function retireCurrent(set: string): void {
    db.prepare(
      `UPDATE backup_keys SET state = 'retired' WHERE set_id = ? AND state = 'current'`,
    ).run(set)
  }

  function insert(set: string, key: NewBackupKey, state: BackupKey['state']): void {
    db.prepare(
      `INSERT INTO backup_keys (set_id, generation, recipient, sealed, state, created)
       VALUES (@set, @generation, @recipient, @sealed, @state, @created)`,
    ).run({ ...key, set, state })
  }

  return {
    of,
    currentOf: (set: string) => of(set).find(key => key.state === 'current') ?? null,

    retireCurrent,
    insert,
    /** The new key becomes the current one; the one before it is retired. */
    insertCurrent(set: string, key: NewBackupKey): void {
      retireCurrent(set)
      insert(set, key, 'current')
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
          details: { ...facts, kit: kit.digest, kitFile: bytesDigest(kit.bytes) },
        })
        backupKeys.insertCurrent(set, key)
        kits.insert(set, kit, time)
      }),
  }
}
