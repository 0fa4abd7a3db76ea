import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { runOnce, Turn } from '../core/bytes/index.ts'
import { type Connection, openCopy, openFileReadOnly } from './connection.ts'
import type { Migration } from './migrations/index.ts'
import { checkWhole, formatIn, formatOf, requireKnown } from './migrations.ts'
import { readHeader, readVaultFile, unreadLog } from './vault-file.ts'
import { type Verdict, verifyTables } from './verified-tables.ts'

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

/** An open vault, and what its own log says of it. */
export interface CheckedReading {
  readonly connection: Connection
  /** Of the file; null when a crash left a part of it in the write-ahead log. */
  readonly bytes: SharedArrayBuffer | null
  readonly verdict: Verdict
}

/**
 * Opens a vault for reading, without touching its file, and checks it: header, format, whole; then its log,
 * and its tables against the log. What is wrong with those two is in the verdict, for whoever opens it only
 * to look at.
 *
 * @throws VAULT_FOREIGN, VAULT_NEWER, VAULT_DAMAGED, VAULT_DENIED, VAULT_BUSY, VAULT_IO
 */
export async function openForReading(
  path: string,
  migrations: readonly Migration[],
): Promise<CheckedReading> {
  requireKnown(path, readHeader(path), migrations)
  const log = unreadLog(path)
  const bytes = log === 0 ? await readVaultFile(path) : null
  const digest = bytes === null ? null : await digestOf(Buffer.from(bytes))
  const connection = bytes === null ? openFileReadOnly(path) : openCopy(path, Buffer.from(bytes))
  try {
    requireKnown(path, formatIn(connection), migrations)
    const before = checked.get(path)
    if (before !== undefined && before.digest === digest && before.known === formatOf(migrations)) {
      return { connection, bytes, verdict: before.verdict }
    }
    if ((bytes?.byteLength ?? log) <= CHECKED_AT_ONCE) checkWhole(connection, migrations)
    else await runOnce<null>(WORKER, { path, bytes, migrations } satisfies WholeCheck)
    const isNewest = formatIn(connection) === formatOf(migrations)
    const verdict = await verifyTables(connection, isNewest)
    if (digest !== null) remember(path, { digest, known: formatOf(migrations), verdict })
    return { connection, bytes, verdict }
  } catch (error) {
    connection.close()
    throw error
  }
}

/** What was found in a file: it holds for these bytes, and for no others. */
interface Checked {
  /** SHA-256 of the file. */
  readonly digest: string
  /** The newest format that was known then. */
  readonly known: number
  readonly verdict: Verdict
}

/** Files that are remembered; a process works with one or two. */
const REMEMBERED = 4
const checked = new Map<string, Checked>()

function remember(path: string, found: Checked): void {
  checked.delete(path)
  checked.set(path, found)
  for (const oldest of checked.keys()) {
    if (checked.size <= REMEMBERED) return
    checked.delete(oldest)
  }
}

/** Bytes hashed at once; a millisecond or two. */
const PIECE = 1024 * 1024

async function digestOf(bytes: Buffer): Promise<string> {
  const hash = createHash('sha256')
  const turn = new Turn()
  for (let at = 0; at < bytes.length; at += PIECE) {
    hash.update(bytes.subarray(at, at + PIECE))
    await turn.end()
  }
  return hash.digest('hex')
}
