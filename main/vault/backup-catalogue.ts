import { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import type { Actor } from '../core/log/index.ts'
import { canonicalJson } from '../core/text/index.ts'
import { count, hex256, id, json, setId, text, time } from './columns.ts'
import { type Connection, parseRows } from './connection.ts'
import type { Recording } from './recording.ts'

const backupRow = z.object({
  id,
  created: time,
  fileName: text,
  sha256: hex256,
  size: count,
  files: count,
  bytes: count,
  setId,
  generation: count,
  recipients: json.pipe(z.array(text).min(1).readonly()),
  replaces: hex256.nullable(),
})

/**
 * A backup that was made. `size` and `sha256` are of the encrypted file; `files` and `bytes` count what
 * is in it; `generation` is the backup key it is encrypted to, besides the quorum itself. `replaces` is the
 * SHA-256 of the backup that it was encrypted again from; null: it was made of files.
 */
export type CataloguedBackup = Readonly<z.output<typeof backupRow>>

/** A backup to record; the vault gives it its id. */
export type NewBackup = Omit<CataloguedBackup, 'id' | 'replaces'> & {
  /** Root of its check file, in hex, for the log. */
  readonly tree?: string
  /** What is not in it, by agreement, for the log. */
  readonly leftOut?: readonly { readonly what: string; readonly count: number }[]
}

export interface BackupCatalogue {
  /** @throws VAULT_UNKNOWN */
  readonly get: (id: string) => CataloguedBackup
  /** All backups, in the order they were recorded. */
  readonly list: () => readonly CataloguedBackup[]
  /** The backups that a backup key opens, for when it is compromised. */
  readonly ofBackupKey: (setId: string, generation: number) => readonly CataloguedBackup[]
  /** Records a backup that was made. @throws VAULT_RULE (the same file is recorded already) */
  readonly add: (actor: Actor, backup: NewBackup) => CataloguedBackup
  /** Records a backup that was encrypted again from another, of this SHA-256. @throws VAULT_RULE */
  readonly addReencrypted: (actor: Actor, backup: NewBackup, replaces: string) => CataloguedBackup
}

/** The table, without transactions and log. */
export function backupTable(connection: Connection) {
  const { db, read } = connection
  const select = (where: string, ...values: readonly (string | number)[]) =>
    read((): readonly CataloguedBackup[] => {
      const rows = db
        .prepare(
          `SELECT id, created, file_name AS fileName, sha256, size, files, bytes, set_id AS setId,
             generation, recipients,
             (SELECT replaces FROM reencrypted_backups AS r WHERE r.id = backup_catalogue.id) AS replaces
           FROM backup_catalogue ${where} ORDER BY rowid`,
        )
        .all(...values)
      return parseRows(connection, backupRow, rows)
    })

  return {
    get(wanted: string): CataloguedBackup {
      const [backup] = select('WHERE id = ?', wanted)
      if (!backup) throw refuse('VAULT_UNKNOWN', { what: 'backup', id: wanted })
      return backup
    },
    list: () => select(''),
    ofBackupKey: (set: string, generation: number) =>
      select('WHERE set_id = ? AND generation = ?', set, generation),

    insert(backupId: string, backup: NewBackup): void {
      db.prepare(
        `INSERT INTO backup_catalogue (id, created, file_name, sha256, size, files, bytes, set_id,
           generation, recipients)
         VALUES (@backupId, @created, @fileName, @sha256, @size, @files, @bytes, @setId,
           @generation, @recipients)`,
      ).run({ ...backup, backupId, recipients: canonicalJson(backup.recipients) })
    },

    link(backupId: string, replaces: string): void {
      db.prepare('INSERT INTO reencrypted_backups (id, replaces) VALUES (?, ?)').run(
        backupId,
        replaces,
      )
    },
  }
}

export type BackupTable = ReturnType<typeof backupTable>

export function backupCatalogueOf({
  connection,
  audit,
  backups,
  newId,
}: Recording & { readonly backups: BackupTable }): BackupCatalogue {
  return {
    get: backups.get,
    list: backups.list,
    ofBackupKey: backups.ofBackupKey,
    add: (actor, backup) =>
      connection.write(() => {
        const backupId = newId()
        const { tree, leftOut = [], ...row } = backup
        backups.insert(backupId, row)
        const subject = `backup:${backupId}` as const
        const details = {
          ...{ ...factsOf(row), ...(tree === undefined ? {} : { tree }) },
          ...(leftOut.length === 0 ? {} : { leftOut }),
        }
        audit.append({ actor, action: 'backup.created', subject, details })
        return backups.get(backupId)
      }),
    addReencrypted: (actor, backup, replaces) =>
      connection.write(() => {
        const backupId = newId()
        backups.insert(backupId, backup)
        backups.link(backupId, replaces)
        const subject = `backup:${backupId}` as const
        const details = { ...factsOf(backup), replaces }
        audit.append({ actor, action: 'backup.reencrypted', subject, details })
        return backups.get(backupId)
      }),
  }
}

/** What the log says of a backup. */
const factsOf = ({ setId: set, ...facts }: NewBackup) => ({ ...facts, set })
