import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { test } from 'node:test'
import Database from 'better-sqlite3'
import { type Statement, statementHash } from '../../main/core/log/statement.ts'
import { signerOf } from '../../main/core/people/signature.ts'
import { foundingTerms, type NewPerson } from '../../main/vault/people.ts'
import { openVault, type Vault } from '../../main/vault/vault.ts'
import type { Role } from '../../shared/roles.ts'
import { optionsFor, refusal, temporaryFolder, withVault } from './vault-fixture.ts'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const signer = (name: string) => signerOf(digest(name))
const actor = (name: string) => ({ name, signer: signer(name) })

const person = (name: string, ...roles: Role[]): NewPerson => ({
  ...{ id: digest(name).toString('hex').slice(0, 16), name, contact: 'at home', roles },
  key: {
    ...{ publicKey: signer(name).publicKey, kind: 'pin' },
    ...{ salt: '00'.repeat(16), nonce: '00'.repeat(12), box: '00'.repeat(48) },
    possession: '00'.repeat(64),
  },
})
const INES = person('Ines', 'administrator')
const WALT = person('Walt', 'witness')
const ADA = person('Ada', 'custodian')

function found(vault: Vault, ...people: NewPerson[]): void {
  const [first] = vault.audit.entries()
  const statement: Statement = {
    ...{ format: 'keyclave statement 2', log: first?.subject.slice(4) ?? '' },
    ...{ request: '00'.repeat(8), asked: '2026-11-21T00:00:00.000Z' },
    ...{ action: 'people.found', terms: foundingTerms('strict', people) },
  }
  const hash = statementHash(statement)
  const by = people.map(({ name }) => ({
    ...{ key: signer(name).publicKey, signature: signer(name).sign(hash) },
  }))
  vault.people.found({ ...actor('Ines'), agreed: { statement, by } }, 'strict', people)
}

test('people and their keys come back as they were recorded', async t => {
  const file = path.join(temporaryFolder(t), 'a.vault')
  await withVault(file, vault => {
    assert.deepEqual([vault.people.profile(), vault.people.list()], [null, []])
    found(vault, INES, WALT, ADA)
    assert.throws(() => found(vault, INES, WALT), refusal('PEOPLE_EXIST'))
  })
  await withVault(file, vault => {
    assert.equal(vault.people.profile(), 'strict')
    const [ines] = vault.people.list()
    assert.deepEqual([ines?.name, ines?.roles, ines?.state], ['Ines', ['administrator'], 'active'])
    assert.deepEqual([ines?.publicKey, ines?.failed], [INES.key.publicKey, 0])
    // A name is found however it is written; two people are never of one name.
    assert.equal(vault.people.named('ＩＮＥＳ').id, INES.id)
    assert.throws(() => vault.people.named('Mallory'), refusal('PERSON_UNKNOWN'))
    const twin = { ...person('Twin', 'witness'), name: 'INES' }
    assert.throws(() => vault.people.add(actor('Ines'), twin), refusal('VAULT_RULE'))
    assert.equal(vault.audit.verify().head.size, 2, 'nothing of it was recorded')
  })
})

test('wrong entries are counted over a restart, and each is logged', async t => {
  const file = path.join(temporaryFolder(t), 'a.vault')
  await withVault(file, vault => {
    found(vault, INES, WALT)
    assert.equal(vault.people.failed(WALT.id, 0), 1)
    assert.equal(vault.people.failed(WALT.id, 0), 2)
  })
  await withVault(file, vault => {
    assert.equal(vault.people.get(WALT.id).failed, 2)
    for (let failed = 3; failed <= 10; failed += 1) vault.people.failed(WALT.id, 0)
    const actions = [...vault.audit.entries()].map(entry => entry.action)
    assert.equal(actions.filter(action => action === 'sign-in.refused').length, 9)
    assert.equal(actions.at(-1), 'sign-in.locked')
    assert.throws(() => vault.people.failed(WALT.id, 0), refusal('VAULT_RULE'), 'ten is all')
    vault.people.succeeded(WALT.id)
    assert.equal(vault.people.get(WALT.id).failed, 0)
    vault.audit.verify()
  })
})

test('what must not happen to people is refused by the file itself', async t => {
  const file = path.join(temporaryFolder(t), 'a.vault')
  await withVault(file, vault => {
    found(vault, INES, WALT, ADA)
    vault.people.setState(actor('Ines'), ADA.id, 'retired', 'left')
    const key = { ...WALT.key, publicKey: signer('another').publicKey }
    vault.people.replaceKey(actor('Ines'), WALT.id, key)
  })
  const db = new Database(file)
  t.after(() => db.close())
  const refused: { readonly [rule: string]: readonly string[] } = {
    'retires for good': [
      `UPDATE people SET state = 'active' WHERE name = 'Ada'`,
      `UPDATE people SET name = 'Eve' WHERE name = 'Walt'`,
      `UPDATE people SET roles = '["administrator"]' WHERE name = 'Walt'`,
    ],
    'sealed anew or replaced': [
      `UPDATE sign_in_keys SET state = 'in-force' WHERE state = 'replaced'`,
      `UPDATE sign_in_keys SET person = (SELECT id FROM people WHERE name = 'Ines')`,
      `UPDATE sign_in_keys SET public_key = '${'ab'.repeat(32)}'`,
    ],
    'sign_in_keys.person': [
      `INSERT INTO sign_in_keys SELECT '${'ab'.repeat(32)}', person, kind, salt, nonce, box, state, created
       FROM sign_in_keys WHERE state = 'in-force'`,
    ],
    'never changed': [`UPDATE profiles SET profile = 'small-team'`],
    'an audit entry never changes': [`UPDATE audit_log SET signature = NULL, signer = NULL`],
    'nothing is deleted from a vault': [
      ...['people', 'sign_in_keys', 'profiles'].map(table => `DELETE FROM ${table}`),
    ],
    json_array_length: [
      `INSERT INTO people VALUES ('0011223344556677', 'X', 'x', '', '[]', 'active', 'now')`,
    ],
  }
  for (const [rule, statements] of Object.entries(refused)) {
    for (const sql of statements) {
      assert.throws(
        () => db.exec(sql),
        (error: Error & { code?: string }) =>
          error.code?.startsWith('SQLITE_CONSTRAINT') && error.message.includes(rule),
        `${rule}: ${sql}`,
      )
    }
  }
})

test('a signature that somebody swaps in the file breaks the log at its entry', async t => {
  const file = path.join(temporaryFolder(t), 'a.vault')
  await withVault(file, vault => {
    found(vault, INES, WALT)
    for (let i = 0; i < 3; i += 1) {
      const subject = `key:${i}/1` as const
      vault.audit.append({ actor: actor('Ines'), action: 'key.opened', subject, details: {} })
    }
  })
  const db = new Database(file)
  const trigger = db
    .prepare(`SELECT sql FROM sqlite_schema WHERE name = 'audit_log_stays'`)
    .get() as { sql: string }
  db.exec(`DROP TRIGGER audit_log_stays;
    UPDATE audit_log SET signature = (SELECT signature FROM audit_log WHERE sequence = 4)
      WHERE sequence = 3;
    ${trigger.sql}`)
  db.close()
  const broken = refusal('AUDIT_BROKEN', { sequence: 3 })
  await assert.rejects(openVault(optionsFor(file)), broken)
  await withVault(file, vault => assert.throws(() => vault.audit.verify(), broken), {
    mode: 'look',
  })
})
