/** What the log of a vault of 0.1.0 proves of its tables, before and after it is brought up to date. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { openVault } from '../../main/vault/vault.ts'
import { withoutTriggers } from '../vault/table-edits.ts'
import { optionsFor, refusal, temporaryFolder, withVault } from '../vault/vault-fixture.ts'
import { bytesOf, STRICT } from './golden.ts'

function golden(t: TestContext): string {
  const file = path.join(temporaryFolder(t), 'office.vault')
  writeFileSync(file, gunzipSync(bytesOf(STRICT, 'office.vault.gz')), { mode: 0o600 })
  return file
}

async function expectRefused(whole: string, table: string, sql: string): Promise<void> {
  const file = `${whole}.edited`
  writeFileSync(file, readFileSync(whole))
  const db = new Database(file)
  withoutTriggers(db, () => {
    assert.ok(db.prepare(sql).run().changes > 0, sql)
  })
  db.close()
  const before = readFileSync(file)
  await assert.rejects(openVault(optionsFor(file)), refusal('VAULT_TABLES', { table }), sql)
  assert.deepEqual(readFileSync(file), before, 'left as it was')
}

const OTHER_HASH = `'${'ab'.repeat(32)}'`

/** By table. */
const PROVED_BY_0_1_0: readonly (readonly [string, string])[] = [
  ['profiles', 'DELETE FROM profiles'],
  ['people', `UPDATE people SET roles = '["administrator","witness"]' WHERE name = 'Walt'`],
  ['people', `UPDATE people SET state = 'active' WHERE state = 'retired'`],
  ['sign_in_keys', `UPDATE sign_in_keys SET public_key = ${OTHER_HASH} WHERE rowid = 1`],
  ['quorums', `UPDATE quorums SET fingerprint = ${OTHER_HASH} WHERE rowid = 4`],
  ['quorums', `UPDATE quorums SET recipient = 'age1eve' WHERE rowid = 4`],
  ['share_register', `UPDATE share_register SET commitment = ${OTHER_HASH} WHERE rowid = 1`],
  ['kits', `UPDATE kits SET digest = ${OTHER_HASH} WHERE rowid = 1`],
  ['backup_keys', `UPDATE backup_keys SET recipient = 'age1eve' WHERE generation = 1`],
  ['sealed_keys', `UPDATE sealed_keys SET label = 'other' WHERE rowid = 1`],
  ['custody', 'DELETE FROM custody WHERE number = (SELECT max(number) FROM custody)'],
  ['share_checks', `UPDATE share_checks SET result = 'forged' WHERE number = 1`],
  ['drills', 'UPDATE drills SET problem = NULL WHERE problem IS NOT NULL'],
  ['backup_catalogue', `UPDATE backup_catalogue SET sha256 = ${OTHER_HASH}`],
]

test('what its people signed is compared before a vault of 0.1.0 is brought up to date', async t => {
  const whole = golden(t)
  for (const [table, sql] of PROVED_BY_0_1_0) await expectRefused(whole, table, sql)
})

test('once it is brought up to date, nothing in it changes unseen', async t => {
  const whole = golden(t)
  const size = await withVault(whole, vault => vault.audit.head().size, { mode: 'read' })
  await withVault(whole, vault => {
    assert.equal(vault.audit.head().size, size + 1)
    const [adopted] = vault.audit.entries(size)
    assert.equal(adopted?.action, 'state.adopted')
    assert.equal(adopted?.details.from, 5)
  })
  await withVault(whole, vault => assert.equal(vault.audit.head().size, size + 1))
  for (const [table, sql] of PROVED_BY_0_1_0) await expectRefused(whole, table, sql)
  const since: readonly (readonly [string, string])[] = [
    ['quorums', `UPDATE quorums SET secret_commitment = ${OTHER_HASH} WHERE rowid = 1`],
    ['sealed_keys', `UPDATE sealed_keys SET sealed = CAST(sealed || 'x' AS BLOB) WHERE rowid = 1`],
    ['sealed_keys', `UPDATE sealed_keys SET purpose = 'other' WHERE rowid = 1`],
    ['kits', `UPDATE kits SET bytes = CAST('{}' AS BLOB) WHERE rowid = 1`],
    ['sign_in_keys', `UPDATE sign_in_keys SET kind = 'passphrase' WHERE kind = 'pin'`],
    ['backup_catalogue', `UPDATE backup_catalogue SET file_name = 'other'`],
    ['drills', `UPDATE drills SET shares = '[]' WHERE number = 1`],
    ['ceremonies', `UPDATE ceremonies SET opened = '2020-01-01T00:00:00.000Z' WHERE rowid = 1`],
  ]
  for (const [table, sql] of since) await expectRefused(whole, table, sql)
})

test('a second adoption, which anybody could write, makes nothing true', async t => {
  const whole = golden(t)
  await withVault(whole, vault => {
    const details = { from: 5, tables: {} }
    const subject = 'log:tables'
    vault.audit.append({ actor: 'keyclave', action: 'state.adopted', subject, details })
  })
  await assert.rejects(
    openVault(optionsFor(whole)),
    refusal('VAULT_TABLES', { table: 'audit_log', problem: 'not-replayable' }),
  )
})
