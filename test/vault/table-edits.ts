import type Database from 'better-sqlite3'

/**
 * Edits of a vault’s tables by somebody who has nothing but its file, and knows the program: the triggers
 * are taken away and put back, and every edit is one that the rules of the columns allow.
 */

interface Schema {
  readonly name: string
  readonly sql: string
}

export interface Column {
  readonly table: string
  readonly column: string
}

/** Every column of every table. */
export const columnsIn = (db: Database.Database): readonly Column[] =>
  db
    .prepare<[], Column>(
      `SELECT s.name AS "table", c.name AS "column" FROM sqlite_schema s, pragma_table_info(s.name) c
       WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite_%' ORDER BY s.name, c.cid`,
    )
    .all()

/** Does something without the triggers of a vault, and puts them back. */
export function withoutTriggers(db: Database.Database, work: () => void): void {
  const triggers = db
    .prepare<[], Schema>(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid`,
    )
    .all()
  db.pragma('foreign_keys = OFF')
  db.pragma('synchronous = OFF')
  db.exec('BEGIN')
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`)
  work()
  for (const { sql } of triggers) db.exec(sql)
  db.exec('COMMIT')
}

/** The numbers of the rows of a table. */
export const rowsIn = (db: Database.Database, table: string): readonly number[] =>
  db.prepare<[], number>(`SELECT rowid FROM ${table} ORDER BY rowid`).pluck().all()

/**
 * Gives one cell another value that its column allows.
 *
 * @param pick a number below the one given
 * @returns whether there was such a value
 */
export function editCell(
  db: Database.Database,
  { table, column }: Column,
  row: number,
  pick: (below: number) => number,
): boolean {
  const before = db.prepare(`SELECT ${column} FROM ${table} WHERE rowid = ?`).pluck().get(row)
  const update = db.prepare(`UPDATE ${table} SET ${column} = ? WHERE rowid = ?`)
  for (const value of otherValues(before, pick)) {
    if (value === before) continue
    try {
      update.run(value, row)
      return true
    } catch {
      // Not allowed there; the next one.
    }
  }
  // A pair of columns may be null together only, and others have a value each state asks for.
  return false
}

/** What some column of the vault takes. */
const WORDS = [
  ...['hybrid', 'classic', 'open', 'closed', 'void', 'pending', 'in-force', 'issued', 'read-back'],
  ...['current', 'retired', 'compromised', 'active', 'suspended', 'deactivated', 'strict'],
  ...['small-team', 'sound', 'worn', 'forged', 'pin', 'passphrase', 'replaced', 'master-key'],
  ...['imported-secret', 'ec-p256', 'cancelled', '["administrator"]', '["somebody"]', '[]', '{}'],
]

function* otherValues(before: unknown, pick: (below: number) => number): Generator<unknown> {
  if (typeof before === 'number') yield* [before + 1, before - 1, 128, 192, 256, 2 * before + 8]
  if (before === null) yield* ['x', 1, '2030-01-01', '2030-01-01T00:00:00.000Z', 'ab'.repeat(32)]
  if (before instanceof Uint8Array) {
    const at = pick(before.length)
    for (const place of [at, before.length - 1, 10]) {
      const bytes = Buffer.from(before)
      bytes[place] = (bytes[place] ?? 0) ^ 1
      yield bytes
    }
  }
  if (typeof before !== 'string') return
  if (WORDS.includes(before)) yield* WORDS
  const at = pick(before.length)
  for (const place of [at, before.length - 1, 0, 2, before.length >> 1]) {
    const c = before.charCodeAt(place)
    // Another digit for a digit, another letter for a letter, within hexadecimal.
    const other = String.fromCharCode(/[0-8a-eA-Y]/.test(before[place] ?? '') ? c + 1 : c - 1)
    yield before.slice(0, place) + other + before.slice(place + 1)
  }
  yield null
  yield* WORDS
}
