import type { Buffer } from 'node:buffer'
import { unlinkSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { z } from 'zod'
import type { VaultDamage } from '../../shared/codes/index.ts'
import { type KeyclaveError, refuse } from '../../shared/errors.ts'

/**
 * How the vault speaks to SQLite: opening, locking, transactions, and what its errors mean.
 *
 * One program at a time writes to a vault. SQLite's exclusive locking mode holds the file's lock from
 * open to close, and the operating system gives it back when the process ends, however it ends. So
 * whoever gets the lock knows that no ceremony is running, without pids or stale lock files.
 */

/** How long to wait for another program that is just closing the vault, in milliseconds. */
const BUSY_TIMEOUT = 500

/** An open vault file. */
export interface Connection {
  readonly path: string
  readonly db: Database.Database
  /** Runs a query, with errors as refusals. */
  readonly read: <T>(query: () => T) => T
  /** Runs a verb as one IMMEDIATE transaction: all of it is recorded, and is on the disk, or nothing. */
  readonly write: <T>(verb: () => T) => T
  readonly close: () => void
}

function connect(path: string, db: Database.Database, close: () => void): Connection {
  guard(path, () => {
    db.pragma('foreign_keys = ON')
    db.pragma('recursive_triggers = ON')
    db.pragma('trusted_schema = OFF')
    db.pragma('cell_size_check = ON')
  })
  return {
    path,
    db,
    read: query => guard(path, query),
    write: verb => guard(path, () => db.transaction(verb).immediate()),
    close,
  }
}

/**
 * A copy of a vault in memory, read-only. The file is left alone: no lock, no side files, and a vault on
 * a write-protected medium can be read.
 *
 * @param bytes   a database without a write-ahead log; changed here
 * @param prepare changes the copy, before it is read-only
 */
export function openCopy(
  path: string,
  bytes: Buffer,
  prepare?: (db: Database.Database) => void,
): Connection {
  // "Not in WAL mode": what sqlite3_deserialize asks of its input (SQLite file format, section 1.3.3).
  bytes[18] = 1
  bytes[19] = 1
  const db = guard(path, () => new Database(bytes, { readonly: prepare === undefined }))
  if (prepare !== undefined) {
    guard(path, () => {
      prepare(db)
      db.pragma('query_only = ON')
    })
  }
  return connect(path, db, () => db.close())
}

/** The file itself, read-only: what a crash left in its write-ahead log counts, and is left there. */
export function openFileReadOnly(path: string): Connection {
  const db = guard(
    path,
    () => new Database(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT }),
  )
  return connect(path, db, () => db.close())
}

/**
 * The file for writing, locked until it is closed.
 *
 * @throws VAULT_BUSY when another program has it open
 */
export function openFileExclusive(path: string): Connection {
  const db = guard(path, () => new Database(path, { fileMustExist: true, timeout: BUSY_TIMEOUT }))
  const close = (): void => {
    removeWalIndex(path)
    db.close()
  }
  try {
    const connection = connect(path, db, close)
    guard(path, () => {
      db.pragma('locking_mode = EXCLUSIVE')
      db.pragma('journal_mode = WAL')
      db.pragma('synchronous = FULL')
      // What is deleted is overwritten: a key that was destroyed is not left in free pages.
      db.pragma('secure_delete = ON')
    })
    return connection
  } catch (error) {
    db.close()
    throw error
  }
}

/**
 * Removes the index file that a read-only look at a write-ahead log leaves behind. An exclusive
 * connection keeps its index in memory and, while it holds the lock, nobody else has one.
 */
function removeWalIndex(path: string): void {
  try {
    unlinkSync(`${path}-shm`)
  } catch {
    // Usually there is none; a left-over one is harmless.
  }
}

/** Parses rows as they come out of the database; a row that does not fit means a damaged vault. */
export function parseRows<Row extends z.ZodType>(
  connection: Connection,
  schema: Row,
  rows: readonly unknown[],
): z.output<Row>[] {
  return rows.map(row => {
    const parsed = schema.safeParse(row)
    if (parsed.success) return parsed.data
    const column = parsed.error.issues[0]?.path.join('.') ?? 'row'
    throw damaged(connection.path, { column })
  })
}

export const damaged = (path: string, problem: VaultDamage): KeyclaveError =>
  refuse('VAULT_DAMAGED', { path, problem })

/** Runs `work`, turning errors of SQLite into refusals; other errors pass. */
export function guard<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof Database.SqliteError ? refusalOf(path, error) : error
  }
}

/** Its message names tables, columns and our own rules, never a value; only rules show it. */
function refusalOf(path: string, { code, message }: Error & { readonly code: string }): Error {
  // Extended codes: SQLITE_BUSY_SNAPSHOT is a SQLITE_BUSY. SQLITE_READONLY has some that are not alike.
  switch (code.split('_')[1]) {
    case 'BUSY':
    case 'LOCKED':
      return refuse('VAULT_BUSY', { path })
    case 'READONLY':
      return code === 'SQLITE_READONLY'
        ? refuse('VAULT_READ_ONLY', { path })
        : refuse('VAULT_DENIED', { path })
    case 'CANTOPEN':
    case 'PERM':
    case 'AUTH':
      return refuse('VAULT_DENIED', { path })
    case 'NOTADB':
    case 'CORRUPT':
      return damaged(path, 'not-whole')
    case 'FULL':
      return refuse('VAULT_FULL', { path })
    case 'IOERR':
      // The index of a write-ahead log could not be made; that is how a full disk shows there.
      if (code === 'SQLITE_IOERR_SHMSIZE') return refuse('VAULT_FULL', { path })
      return refuse('VAULT_IO', { path, code })
    case 'NOMEM':
    case 'TOOBIG':
      return refuse('VAULT_IO', { path, code })
    case 'CONSTRAINT':
      return refuse('VAULT_RULE', { rule: message })
    default: {
      // A mistake in our SQL or its use. The original may quote a statement, never a bound value.
      return new Error(`SQLite: ${code}: ${message}`)
    }
  }
}
