import { Buffer } from 'node:buffer'
import { runOnce } from '../core/bytes/index.ts'
import { type Connection, openCopy, openFileReadOnly } from './connection.ts'
import type { Migration } from './migrations/index.ts'
import { checkWhole, formatIn, requireKnown } from './migrations.ts'
import { readHeader, readVaultFile, unreadLog } from './vault-file.ts'

/** What the worker checks: these bytes, or the file itself with its write-ahead log. */
export interface WholeCheck {
  readonly path: string
  readonly bytes: SharedArrayBuffer | null
  readonly migrations: readonly Migration[]
}

/**
 * A larger vault is checked in a thread of its own, so that a window is not held up: SQLite goes through
 * every page in one piece, 5 ms a MiB and more. A smaller one is done before a thread has started.
 */
export const CHECKED_AT_ONCE = 2 * 1024 * 1024

const WORKER = new URL('./whole-check.worker.ts', import.meta.url)

/**
 * Opens a vault for reading, without touching its file, and checks it: header, format, whole.
 *
 * @throws VAULT_FOREIGN, VAULT_NEWER, VAULT_DAMAGED, VAULT_DENIED, VAULT_BUSY, VAULT_IO
 */
export async function openForReading(
  path: string,
  migrations: readonly Migration[],
): Promise<Connection> {
  requireKnown(path, readHeader(path), migrations)
  const log = unreadLog(path)
  const bytes = log === 0 ? await readVaultFile(path) : null
  const connection = bytes === null ? openFileReadOnly(path) : openCopy(path, Buffer.from(bytes))
  try {
    requireKnown(path, formatIn(connection), migrations)
    if ((bytes?.byteLength ?? log) <= CHECKED_AT_ONCE) checkWhole(connection, migrations)
    else await runOnce<null>(WORKER, { path, bytes, migrations } satisfies WholeCheck)
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}
