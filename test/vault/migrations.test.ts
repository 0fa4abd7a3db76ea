import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import Database from 'better-sqlite3'
import { openFileExclusive } from '../../main/vault/connection.ts'
import type { Migration } from '../../main/vault/migrations/migration.ts'
import { MIGRATIONS } from '../../main/vault/migrations.ts'
import { openVault } from '../../main/vault/vault.ts'
import {
  backup,
  everythingIn,
  optionsFor,
  refusal,
  temporaryFolder,
  wholeCeremony,
  withVault,
} from './vault-fixture.ts'

/** SHA-256 of each migration that has landed: what a vault out there was made with never changes. */
const LANDED = [
  '8ee459408435e10350025b5dcae07764f8ac54938772a9e83c172658d32811ef',
  '19415693d718b5e1151cb4c007141b7890bf68e246f5aaabe0f787f697546dc0',
  '45cef76f538a516e10e490102198b535561fe1a513995861ec9d46c40b5b76f9',
  '2ed42deadddb34c8ca5b80dc3970e0c509ea93b7ddc96775192fb18dd3acd3e9',
  '15c02cac5de65fce2df0d65bc397b0a8189e4b0f5438afcf34091ab4be0d82a3',
  '6500361364f89b49771a6c1c6f1459229b3a6d65f0ffb7c4afeb89f31089c2e6',
  '073a8469e318521303db0f956c4fbb40a2df3f18a72ba81f61ec551fdda3c726',
  '3f3681ed161d7508c9ac0973009ab0e91bd0fb4a411271d67850a20448af792e',
  '8e34db0410e76e317bfdf16392a10af5368eddb5905281746ab3cef194bd679b',
  'f0c8676156835e5e67f696b28393352a526dfe1acd62c1c5f483d0fced16501e',
  'a0f0329f7d9549c176a8b4401f03d92ccaa9d0b72eb7c4eaffa43d803a6a20b0',
  '3912e511323e1367aff4192bd7ae7c2d659196c1f22749f5ef3917725fd711a4',
  'f8ca471b4b632125f08bad0a8e800b8a4e0e80c1f77b0eae4d1ab8f7fe7d73bb',
  'aac575930a7670df78ef2c8b55cfeffe3adb6c95bd40830be08b8eb34b1974ca',
  'e88d3c82b675b5d15fadf9c919098771ffeaf2d605cbfed3c65d0fa4e56b8667',
]

const NEXT: Migration = {
  number: MIGRATIONS.length + 1,
  title: 'a column',
  sql: 'ALTER TABLE quorums ADD COLUMN note TEXT',
}

/** A table others refer to, rebuilt: the way SQLite changes a CHECK. */
const REBUILD: Migration = {
  number: MIGRATIONS.length + 2,
  title: 'a rebuilt table',
  sql: `
    CREATE TABLE kits_rebuilt (set_id TEXT NOT NULL REFERENCES quorums (set_id), revision INTEGER NOT NULL,
      digest TEXT NOT NULL UNIQUE, bytes BLOB NOT NULL, created TEXT NOT NULL, note TEXT,
      PRIMARY KEY (set_id, revision)) STRICT;
    INSERT INTO kits_rebuilt SELECT *, NULL FROM kits;
    DROP TRIGGER kits_are_kept;
    DROP TABLE kits;
    ALTER TABLE kits_rebuilt RENAME TO kits;`,
}

async function oldVault(t: TestContext): Promise<string> {
  const file = path.join(temporaryFolder(t), 'old.vault')
  await withVault(file, vault => wholeCeremony(vault, 'a'))
  return file
}

const names = (file: string): string[] =>
  readdirSync(path.dirname(file)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))

test('migrations are numbered from 1 without gaps, and those that landed are unchanged', () => {
  assert.deepEqual(
    MIGRATIONS.map(migration => migration.number),
    MIGRATIONS.map((_, i) => i + 1),
  )
  assert.deepEqual(
    MIGRATIONS.map(({ sql }) => createHash('sha256').update(sql).digest('hex')),
    LANDED,
  )
})

test('0001 makes its tables, all of them strict, from an empty file', () => {
  const db = new Database(':memory:')
  for (const { sql } of MIGRATIONS.slice(0, 1)) db.exec(sql)
  const tables = db
    .prepare(
      `SELECT name, strict FROM pragma_table_list WHERE name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .all() as { name: string; strict: number }[]
  assert.deepEqual(
    tables.map(table => table.name),
    [
      'audit_log',
      'backup_catalogue',
      'backup_keys',
      'ceremonies',
      'kits',
      'quorums',
      'sealed_keys',
      'share_register',
    ],
  )
  assert.ok(tables.every(table => table.strict === 1))
  db.close()
})

test('an older vault is brought up to date, and a copy of it stays before each step', async t => {
  const file = await oldVault(t)
  const migrations = [...MIGRATIONS, NEXT, REBUILD]
  const before = await withVault(file, everythingIn, { mode: 'read' })

  await withVault(file, vault => assert.deepEqual(everythingIn(vault), before), { migrations })
  assert.deepEqual(names(file), [
    'old.vault',
    `old.vault.before-${NEXT.number}.bak`,
    `old.vault.before-${REBUILD.number}.bak`,
  ])
  await withVault(file, vault => assert.deepEqual(everythingIn(vault), before), {
    migrations,
    mode: 'read',
  })
  const [first, second] = [NEXT.number, REBUILD.number].map(n => `${file}.before-${n}.bak`)
  await withVault(first as string, vault => assert.deepEqual(everythingIn(vault), before), {
    mode: 'read',
  })
  await withVault(second as string, vault => assert.deepEqual(everythingIn(vault), before), {
    mode: 'read',
    migrations: [...MIGRATIONS, NEXT],
  })
  await assert.rejects(
    openVault(optionsFor(file)),
    refusal('VAULT_NEWER', { have: REBUILD.number }),
  )

  // Up to date now: no further copies.
  await withVault(file, () => {}, { migrations })
  assert.equal(names(file).length, 3)
})

test('a wait that was noted under a clock of 2099 is counted from the start of the machine', t => {
  const db = new Database(':memory:')
  t.after(() => db.close())
  for (const { number, sql } of MIGRATIONS) if (number < 7) db.exec(sql)
  db.exec(`
    INSERT INTO people VALUES ('0011223344556677', 'Walt', 'walt', '', '["witness"]', 'active', 'now');
    INSERT INTO sign_in_attempts VALUES ('0011223344556677', 3, '2099-06-01T00:00:00.000Z');`)
  db.exec(MIGRATIONS.find(({ number }) => number === 7)?.sql ?? '')
  assert.deepEqual(db.prepare('SELECT * FROM sign_in_attempts').all(), [
    { person: '0011223344556677', failed: 3, uptime: 0 },
  ])
  assert.throws(() => db.exec('DELETE FROM sign_in_attempts'), /nothing is deleted/)
})

test('a new vault needs no copies', async t => {
  const file = path.join(temporaryFolder(t), 'new.vault')
  await withVault(file, () => {}, { migrations: [...MIGRATIONS, NEXT, REBUILD] })
  assert.deepEqual(names(file), ['new.vault'])
})

test('an older vault is read as it would be when brought up to date, and its file left alone', async t => {
  const file = await oldVault(t)
  const before = readFileSync(file)
  const everything = await withVault(file, everythingIn, { mode: 'read' })
  const migrations = [...MIGRATIONS, NEXT]
  await withVault(
    file,
    vault => {
      assert.deepEqual(everythingIn(vault), everything)
      assert.throws(() => vault.backups.add('Admin', backup('a')), refusal('VAULT_READ_ONLY'))
    },
    { mode: 'read', migrations },
  )
  assert.deepEqual(readFileSync(file), before)
  assert.deepEqual(names(file), ['old.vault'])
})

test('a migration that fails leaves the vault in its old format, and its copy', async t => {
  const whole = await oldVault(t)
  const before = await withVault(whole, everythingIn, { mode: 'read' })
  const failing: [Migration, RegExp | ReturnType<typeof refusal>][] = [
    [{ ...NEXT, sql: `${NEXT.sql}; SELECT no_such_function()` }, /no_such_function/],
    [
      {
        ...NEXT,
        sql: `CREATE TABLE lost (set_id TEXT REFERENCES quorums (set_id)) STRICT;
              INSERT INTO lost VALUES ('aaaaaaaaaa')`,
      },
      refusal('VAULT_DAMAGED'),
    ],
  ]
  for (const [migration, expected] of failing) {
    const file = path.join(temporaryFolder(t), 'old.vault')
    cpSync(whole, file)
    const migrations = [...MIGRATIONS, migration]
    await assert.rejects(openVault({ ...optionsFor(file), migrations }), expected)
    await withVault(file, vault => assert.deepEqual(everythingIn(vault), before), { mode: 'read' })

    // A second attempt overwrites nothing.
    await assert.rejects(openVault({ ...optionsFor(file), migrations }), expected)
    const copy = `old.vault.before-${migration.number}`
    assert.deepEqual(names(file), ['old.vault', `${copy}-2.bak`, `${copy}.bak`])
    await withVault(file, vault => assert.deepEqual(everythingIn(vault), before))
  }
})

test('a vault is written to with full syncs, checked references, and no trust in its schema', async t => {
  const connection = openFileExclusive(await oldVault(t))
  t.after(() => connection.close())
  const pragmas = {
    journal_mode: 'wal',
    synchronous: 2,
    locking_mode: 'exclusive',
    foreign_keys: 1,
    recursive_triggers: 1,
    trusted_schema: 0,
    cell_size_check: 1,
  }
  for (const [name, value] of Object.entries(pragmas)) {
    assert.equal(connection.db.pragma(name, { simple: true }), value, name)
  }
})
