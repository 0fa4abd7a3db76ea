import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import Database from 'better-sqlite3'
import { MIGRATIONS } from '../../main/vault/migrations.ts'
import { setIdOf, temporaryFolder, wholeCeremony, withVault } from './vault-fixture.ts'

test('0003 makes its table, strict, beside those that were there', () => {
  const db = new Database(':memory:')
  const tables = () =>
    db
      .prepare("SELECT name, strict FROM pragma_table_list WHERE name NOT LIKE 'sqlite_%'")
      .all() as { name: string; strict: number }[]
  for (const { sql } of MIGRATIONS.slice(0, 2)) db.exec(sql)
  const before = tables().map(({ name }) => name)
  assert.equal(MIGRATIONS[2]?.number, 3)
  db.exec(MIGRATIONS[2]?.sql ?? '')
  const added = tables().filter(({ name }) => !before.includes(name))
  assert.deepEqual(added, [{ name: 'share_checks', strict: 1 }])
  db.close()
})

test('a check of a card is kept with its date, and logged', async t => {
  const file = path.join(temporaryFolder(t), 'office.vault')
  await withVault(file, vault => {
    wholeCeremony(vault, 'a')
    const entries = vault.audit.head().size
    const check = { setId: setIdOf('a'), index: 2, result: 'sound' } as const
    const first = vault.shareChecks.record('operator', check)
    vault.shareChecks.record('operator', { ...check, index: 3, result: 'forged' })
    vault.shareChecks.record('operator', { ...check, result: 'worn' })
    assert.deepEqual(first, { ...check, time: first.time })
    assert.deepEqual(
      vault.shareChecks.of(setIdOf('a')).map(({ index, result }) => [index, result]),
      [
        [2, 'sound'],
        [3, 'forged'],
        [2, 'worn'],
      ],
    )
    assert.deepEqual(vault.shareChecks.of(setIdOf('b')), [])
    const [entry] = [...vault.audit.entries(entries)]
    assert.equal(entry?.action, 'share.checked')
    assert.equal(entry?.subject, `share:${setIdOf('a')}/2`)
    assert.equal(entry?.details.result, 'sound')
    vault.audit.verify()
  })
})

test('a check is never changed or taken away, and takes no other result', async t => {
  const file = path.join(temporaryFolder(t), 'office.vault')
  await withVault(file, vault => {
    vault.shareChecks.record('operator', { setId: setIdOf('a'), index: 1, result: 'sound' })
  })
  const db = new Database(file)
  t.after(() => db.close())
  assert.throws(() => db.exec("UPDATE share_checks SET result = 'worn'"), /never changes/)
  assert.throws(() => db.exec('DELETE FROM share_checks'), /nothing is deleted/)
  const insert = (values: string) => () => db.exec(`INSERT INTO share_checks VALUES (${values})`)
  assert.throws(insert("9, '0123456789', 1, '2026-11-21T00:00:00.000Z', 'fine'"), /CHECK/)
  assert.throws(insert("9, '0123456789', 0, '2026-11-21T00:00:00.000Z', 'sound'"), /CHECK/)
  assert.throws(insert("9, 'not a set', 1, '2026-11-21T00:00:00.000Z', 'sound'"), /CHECK/)
})
