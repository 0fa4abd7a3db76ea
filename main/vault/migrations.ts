import { lstatSync } from 'node:fs'
import Database from 'better-sqlite3'
import { refuse } from '../../shared/errors.ts'
import { type Connection, damaged, guard } from './connection.ts'
import {
  bagsWithoutPlaces,
  cryptoperiods,
  custodyOverTime,
  deliveries,
  destruction,
  founding,
  healthChecks,
  incidents,
  keyLife,
  keyPairs,
  type Migration,
  people,
  replayedTables,
  sealedShares,
  statusLists,
  waitsWithoutClock,
} from './migrations/index.ts'
import { APPLICATION_ID } from './vault-file.ts'

/** The formats of the vault, oldest first; the number of the last is the format this Keyclave writes. */
export const MIGRATIONS: readonly Migration[] = [
  founding,
  people,
  healthChecks,
  custodyOverTime,
  bagsWithoutPlaces,
  replayedTables,
  waitsWithoutClock,
  keyLife,
  cryptoperiods,
  keyPairs,
  destruction,
  incidents,
  statusLists,
  deliveries,
  sealedShares,
]

/** The format number a vault has after all of `migrations`. */
export const formatOf = (migrations: readonly Migration[]): number => migrations.at(-1)?.number ?? 0

/** The format number of an open vault. */
export const formatIn = (connection: Connection): number =>
  connection.read(() => connection.db.pragma('user_version', { simple: true }) as number)

/** @throws VAULT_NEWER when a vault has a format that a later Keyclave made */
export function requireKnown(path: string, have: number, migrations: readonly Migration[]): void {
  const known = formatOf(migrations)
  if (have > known) throw refuse('VAULT_NEWER', { path, have, known })
}

/** Takes an empty database to the newest format, in one transaction. */
export function found(connection: Connection, migrations: readonly Migration[]): void {
  connection.write(() => {
    connection.db.pragma(`application_id = ${APPLICATION_ID}`)
    for (const migration of migrations) apply(connection.db, migration)
  })
}

/**
 * Brings an existing vault up to date. Before each step the vault is copied, by SQLite's online backup,
 * to `<vault>.before-<step>.bak`; each step is one transaction.
 *
 * @param finish belongs to the last step, and to its transaction
 */
export async function migrate(
  connection: Connection,
  migrations: readonly Migration[],
  finish: () => void = () => {},
): Promise<void> {
  for (const migration of migrations.filter(m => m.number > formatIn(connection))) {
    await backUp(connection, migration.number)
    // Rebuilding a table takes its references away for a moment; apply checks them before it commits.
    connection.read(() => connection.db.pragma('foreign_keys = OFF'))
    try {
      connection.write(() => {
        apply(connection.db, migration)
        if (migration.number === formatOf(migrations)) finish()
        checkReferences(connection)
      })
    } finally {
      connection.db.pragma('foreign_keys = ON')
    }
  }
}

/**
 * Brings a copy in memory up to date, for those who only read: its log says no more than before.
 */
export function migrateCopy(db: Database.Database, migrations: readonly Migration[]): void {
  db.pragma('foreign_keys = OFF')
  const have = Number(db.pragma('user_version', { simple: true }))
  for (const migration of migrations.filter(m => m.number > have)) apply(db, migration)
}

function apply(db: Database.Database, { number, sql }: Migration): void {
  db.exec(sql)
  db.pragma(`user_version = ${number}`)
}

async function backUp(connection: Connection, step: number): Promise<void> {
  const file = freeName(`${connection.path}.before-${step}`, '.bak')
  try {
    await connection.db.backup(file)
  } catch (error) {
    guard(file, () => {
      throw error
    })
  }
}

/** `<stem>.bak`, or `<stem>-2.bak` … when an earlier attempt left its copy: nothing is overwritten. */
function freeName(stem: string, extension: string): string {
  for (let attempt = 1; ; attempt += 1) {
    const name = attempt === 1 ? `${stem}${extension}` : `${stem}-${attempt}${extension}`
    if (!lstatSync(name, { throwIfNoEntry: false })) return name
  }
}

/**
 * Checks that a vault is whole: that its tables and triggers are those that the migrations make, so that
 * none was taken away or added, then its pages and indexes, its rows against their rules, its references.
 *
 * @throws VAULT_DAMAGED
 */
export function checkWhole(connection: Connection, migrations: readonly Migration[]): void {
  const { db, path } = connection
  const check = (): void => {
    // First of all: what follows runs the rules of the tables, and a damaged rule may call anything.
    if (schemaIn(db) !== expectedSchema(migrations, formatIn(connection))) {
      throw damaged(path, 'tables')
    }
    const [found] = db.pragma('integrity_check(1)') as { integrity_check: string }[]
    if (found?.integrity_check !== 'ok') {
      const said = found?.integrity_check.slice(0, 200)
      throw damaged(path, said === undefined ? 'no-answer' : { check: said })
    }
    checkReferences(connection)
  }
  connection.read(() => {
    try {
      check()
    } catch (error) {
      // Elsewhere a mistake in our SQL. Here the SQL is always the same, so that it is the file: a number of
      // SQLite's own format that there is not, or a record on which a rule cannot even be asked.
      const isTheFile = error instanceof Database.SqliteError && error.code === 'SQLITE_ERROR'
      throw isTheFile ? damaged(path, 'not-whole') : error
    }
  })
}

function checkReferences({ db, path }: Connection): void {
  const [lost] = db.pragma('foreign_key_check') as { table: string }[]
  if (lost) throw damaged(path, { lostReferenceIn: lost.table })
}

const schemaIn = (db: Database.Database): string =>
  JSON.stringify(
    db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all(),
  )

/** By the migrations and the format: the same each time, and most of what a small vault takes to open. */
const expected = new WeakMap<readonly Migration[], Map<number, string>>()

function expectedSchema(migrations: readonly Migration[], format: number): string {
  const known = expected.get(migrations) ?? new Map<number, string>()
  expected.set(migrations, known)
  const schema = known.get(format) ?? schemaAfter(migrations, format)
  known.set(format, schema)
  return schema
}

function schemaAfter(migrations: readonly Migration[], format: number): string {
  const db = new Database(':memory:')
  try {
    for (const migration of migrations.filter(m => m.number <= format)) apply(db, migration)
    return schemaIn(db)
  } finally {
    db.close()
  }
}
