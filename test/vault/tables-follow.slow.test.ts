/** Two thousand edits of a vault’s tables, in any row of any column: none is silent. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import Database from 'better-sqlite3'
import { NOT_REPLAYED } from '../../main/vault/projections/not-replayed.ts'
import { KeyclaveError } from '../../shared/errors.ts'
import { afterEdit, fullVault, isRefused } from './edited-vault.ts'
import { columnsIn, editCell, rowsIn } from './table-edits.ts'
import { seededRandom } from './vault-fixture.ts'

const EDITS = 2000

test('2,000 edits of every column of every table are refused with the right code', async t => {
  const whole = await fullVault(t)
  const db = new Database(whole, { readonly: true })
  const columns = columnsIn(db).filter(
    ({ table, column }) => !NOT_REPLAYED.some(it => it.table === table && it.column === column),
  )
  const rows = new Map(columns.map(({ table }) => [table, rowsIn(db, table)]))
  db.close()
  const random = seededRandom('two thousand')
  const pick = (below: number): number => random(4).readUInt32BE() % below
  const codes = new Map<string, number>()
  for (let edits = 0; edits < EDITS; ) {
    const column = columns[pick(columns.length)]
    if (column === undefined) continue
    const of = rows.get(column.table) ?? []
    const row = of[pick(of.length)] ?? 0
    const found = await afterEdit(whole, file => editCell(file, column, row, pick))
    if (found === null) continue // no other value is allowed there
    edits += 1
    const where = `${column.table}.${column.column}, row ${row}`
    assert.ok(found instanceof KeyclaveError, `${where}: ${found}`)
    if (column.table === 'audit_log') assert.equal(found.code, 'AUDIT_BROKEN', where)
    else assert.ok(isRefused(found), `${where}: ${found}`)
    codes.set(found.code, 1 + (codes.get(found.code) ?? 0))
  }
  t.diagnostic(JSON.stringify([...codes]))
})
