/** Every table of a vault follows from its log: whatever somebody changes in the file is refused by name. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import Database from 'better-sqlite3'
import { PROJECTIONS } from '../../main/vault/projections/index.ts'
import { NOT_REPLAYED } from '../../main/vault/projections/not-replayed.ts'
import { KeyclaveError } from '../../shared/errors.ts'
import { afterEdit, fullVault, isRefused } from './edited-vault.ts'
import { columnsIn, editCell, rowsIn, withoutTriggers } from './table-edits.ts'
import { everythingIn, refusal, seededRandom, withVault } from './vault-fixture.ts'

test('every column of every table is replayed, or named with the reason why not', async t => {
  const db = new Database(await fullVault(t), { readonly: true })
  t.after(() => db.close())
  const replayed = new Set(
    PROJECTIONS.flatMap(({ table, columns, digests = {} }) =>
      columns
        .flatMap(column => digests[column]?.columns ?? [column])
        .map(column => `${table}.${column}`),
    ),
  )
  const named = new Set(NOT_REPLAYED.map(({ table, column }) => `${table}.${column}`))
  const columns = columnsIn(db).map(({ table, column }) => `${table}.${column}`)
  for (const column of columns) {
    if (column.startsWith('audit_log.')) continue // by the chain
    assert.notEqual(replayed.has(column), named.has(column), column)
  }
  for (const column of [...replayed, ...named]) assert.ok(columns.includes(column), column)
  for (const { table } of PROJECTIONS) assert.ok(rowsIn(db, table).length > 0, table)
})

test('FORMAT says of each table which columns it has and which entries write it, as the program does', () => {
  const format = readFileSync(path.join(import.meta.dirname, '../../docs/FORMAT.md'), 'utf8')
  const section = format.slice(format.indexOf('## 16. Tables'))
  const rows = [...section.matchAll(/^\| (.+) \| (.+) \| (.+) \|$/gm)].map(row =>
    row.slice(1).map(cell => [...cell.matchAll(/`([\w.-]+)`/g)].map(([, name]) => name)),
  )
  const said = new Map(
    rows.flatMap(([table, columns, entries]) =>
      entries?.[0] === undefined ? [] : [[table?.[0], [columns, entries]] as const],
    ),
  )
  for (const { table, columns, digests = {}, entries } of PROJECTIONS) {
    const all = columns.flatMap(column => [column, ...(digests[column]?.columns ?? [])])
    assert.deepEqual(said.get(table), [all, Object.keys(entries)], table)
  }
  assert.equal(said.size, PROJECTIONS.length)
  const named = rows.flatMap(([table, columns, why]) =>
    why?.length === 0 ? (columns ?? []).map(column => `${table?.[0]}.${column}`) : [],
  )
  assert.deepEqual(
    named,
    NOT_REPLAYED.map(({ table, column }) => `${table}.${column}`),
  )
})

test('a change in any column of any table is refused by table, row and column', async t => {
  const whole = await fullVault(t)
  const db = new Database(whole, { readonly: true })
  const columns = columnsIn(db)
  const rows = new Map(columns.map(({ table }) => [table, rowsIn(db, table)]))
  db.close()
  const random = seededRandom('edits')
  const pick = (below: number): number => random(4).readUInt32BE() % below
  const unedited: string[] = []
  for (const column of columns) {
    const { table } = column
    if (NOT_REPLAYED.some(other => other.table === table && other.column === column.column))
      continue
    const of = rows.get(table) ?? []
    unedited.push(`${table}.${column.column}`)
    // Some row of the table has a value that can be another.
    for (const row of of.toSorted(() => pick(3) - 1)) {
      const found = await afterEdit(whole, file => editCell(file, column, row, pick))
      if (found === null) continue
      unedited.pop()
      const where = `${table}.${column.column}, row ${row}`
      assert.ok(found instanceof KeyclaveError, `${where}: ${found}`)
      if (table === 'audit_log') assert.equal(found.code, 'AUDIT_BROKEN', where)
      else assert.ok(isRefused(found), `${where}: ${found}`)
      if (found.code === 'VAULT_TABLES') assert.equal(found.data.table, table, where)
      break
    }
  }
  // Those that a rule of their table ties to another column change with it.
  assert.deepEqual(unedited, [
    ...['accounted_copies.fate', 'backup_key_events.to_state', 'backup_key_events.reason'],
    ...[
      'ceremonies.state',
      'deliveries.form',
      'deliveries.plain',
      'delivery_events.outcome',
      'destroyed_cards.method',
    ],
    ...['key_events.reason', 'sealed_keys.kind', 'sealed_keys.bits', 'sealed_shares.form'],
  ])
  const together = [
    `UPDATE ceremonies SET state = 'void', reason = 'failed' WHERE state = 'closed'`,
    `UPDATE sealed_keys SET kind = 'imported-secret', bits = NULL, fingerprint = NULL, kcv = NULL WHERE bits = 256`,
    'UPDATE sealed_keys SET bits = 128, bytes = 16 WHERE bits = 256',
    `UPDATE key_events SET reason = 'unspecified'`,
    `UPDATE deliveries SET form = 'plain', plain = 'no other way'`,
    `UPDATE deliveries SET form = 'sealed'`,
    `UPDATE delivery_events SET outcome = 'not-used'`,
    `UPDATE accounted_copies SET fate = 'lost'`,
    `UPDATE destroyed_cards SET method = 'burned' WHERE card = 1`,
    `UPDATE sealed_shares SET form = 'cms'`,
    `UPDATE backup_key_events SET reason = 'unspecified'`,
    `UPDATE backup_key_events SET to_state = 'suspended', occurred = NULL`,
  ]
  for (const sql of together) {
    const found = await afterEdit(whole, file => file.exec(sql).open)
    assert.ok(refusal('VAULT_TABLES')(found), `${sql}: ${found}`)
  }
})

test('a row that is gone, added or moved is refused in every table', async t => {
  const whole = await fullVault(t)
  for (const { table } of PROJECTIONS) {
    const gone = await afterEdit(whole, db => {
      db.exec(`DELETE FROM ${table} WHERE rowid = (SELECT max(rowid) FROM ${table})`)
      return true
    })
    assert.ok(isRefused(gone), `${table} ${gone}`)
    const moved = await afterEdit(whole, db => {
      const [first = 0] = rowsIn(db, table)
      if (rowsIn(db, table).length < 2) return false
      db.exec(`UPDATE ${table} SET rowid = 1000 WHERE rowid = ${first}`)
      return true
    })
    assert.ok(moved === null || isRefused(moved), `${table} ${moved}`)
  }
})

test('one deleted row makes no vault without people of a strict one', async t => {
  const whole = await fullVault(t)
  const found = await afterEdit(whole, db => {
    db.exec('DELETE FROM profiles')
    return true
  })
  assert.ok(
    refusal('VAULT_TABLES', { table: 'profiles', problem: 'missing', row: '1' })(found),
    String(found),
  )
})

test('a vault that is not what its log says is looked at, and nothing is done with it', async t => {
  const whole = await fullVault(t)
  const before = await withVault(whole, everythingIn, { mode: 'read' })
  await withVault(whole, vault => assert.equal(vault.fault, null), { mode: 'look' })
  const db = new Database(whole)
  withoutTriggers(db, () => db.exec(`UPDATE people SET roles = '["witness"]' WHERE name = 'Ines'`))
  db.close()
  await withVault(
    whole,
    vault => {
      assert.ok(refusal('VAULT_TABLES', { table: 'people', column: 'roles' })(vault.fault))
      assert.deepEqual(everythingIn(vault), before)
      assert.throws(
        () => vault.people.failed(vault.people.list()[0]?.id ?? '', 0),
        refusal('VAULT_READ_ONLY'),
      )
    },
    { mode: 'look' },
  )
})
