import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import Database from 'better-sqlite3'
import { openVault } from '../../main/vault/vault.ts'
import {
  backup,
  backupKey,
  ceremonyUntilClose,
  everythingIn,
  issuedShare,
  kit,
  optionsFor,
  PLAN,
  refusal,
  sealedKey,
  setIdOf,
  temporaryFolder,
  terms,
  wholeCeremony,
  withVault,
} from './vault-fixture.ts'

const TABLES = [
  'ceremonies',
  'quorums',
  'share_register',
  'kits',
  'backup_keys',
  'sealed_keys',
  'backup_catalogue',
  'audit_log',
]

const fileIn = (folder: string): string => path.join(folder, 'test.vault')

test('a ceremony brings everything into force at once, and a reader finds it', async t => {
  const file = fileIn(temporaryFolder(t))
  await withVault(file, vault => {
    const result = ceremonyUntilClose(vault, 'a')
    assert.equal(vault.quorums.get(setIdOf('a')).state, 'pending')
    assert.equal(vault.kits.kitOf(setIdOf('a')), null)
    assert.deepEqual(vault.keys.of(setIdOf('a')), [])
    vault.ceremonies.close('Admin', result)
  })
  await withVault(
    file,
    vault => {
      const set = setIdOf('a')
      const [ceremony] = vault.ceremonies.list()
      assert.equal(ceremony?.state, 'closed')
      assert.deepEqual(ceremony.plan, PLAN)
      const { ceremony: founded, state, ...known } = vault.quorums.get(set)
      assert.deepEqual({ founded, state }, { founded: ceremony.id, state: 'in-force' })
      assert.deepEqual(known, terms('a'))
      const shares = vault.shareRegister.of(set)
      assert.deepEqual(
        shares.map(s => s.index),
        [1, 2, 3, 4, 5],
      )
      assert.ok(shares.every(share => share.state === 'in-force' && share.readBack !== null))
      assert.deepEqual(Buffer.from(vault.kits.kitOf(set)?.bytes ?? []), kit('a').bytes)
      assert.equal(vault.backupKeys.currentOf(set)?.generation, 1)
      const key = vault.keys.find(set, 'label a two')
      assert.deepEqual(vault.keys.find(set, key.id), key)
      assert.equal(key.state, 'active')
      assert.deepEqual(
        [...vault.audit.entries()].map(entry => entry.action),
        [
          'log.begun',
          'ceremony.opened',
          'quorum.founded',
          ...Array.from({ length: 5 }, () => ['share.issued', 'share.read-back']).flat(),
          'ceremony.closed',
        ],
      )
      assert.deepEqual(vault.audit.verify().head, vault.audit.head())
    },
    { mode: 'read' },
  )
})

test('a ceremony does not close before every share was read back', async t => {
  await withVault(fileIn(temporaryFolder(t)), vault => {
    const { id } = vault.ceremonies.open({ actor: 'Admin', title: 'T', plan: PLAN })
    vault.ceremonies.recordQuorum(id, 'Admin', terms('a'))
    const result = {
      ceremony: id,
      setId: setIdOf('a'),
      kit: kit('a'),
      backupKey: backupKey('a'),
      keys: [],
      proof: { subsets: 10, possible: '10', exhaustive: true },
    }
    const close = (): void => vault.ceremonies.close('Admin', result)
    for (let index = 1; index <= 5; index += 1) {
      assert.throws(close, refusal('CEREMONY_UNFINISHED', { ceremony: id }))
      vault.ceremonies.recordIssuedShare(id, 'Admin', issuedShare('a', index))
      assert.throws(close, refusal('CEREMONY_UNFINISHED'))
      vault.ceremonies.recordReadBack(id, 'Admin', setIdOf('a'), index)
    }
    close()
    assert.throws(close, refusal('CEREMONY_ENDED', { state: 'closed' }))
  })
})

test('a void ceremony leaves its quorum and shares void, and nothing can be added to it', async t => {
  await withVault(fileIn(temporaryFolder(t)), vault => {
    const { ceremony } = ceremonyUntilClose(vault, 'a')
    vault.ceremonies.void(ceremony, 'Admin', 'failed', 'RECOVERY_UNPROVED')
    assert.equal(vault.ceremonies.get(ceremony).reason, 'failed')
    assert.equal(vault.ceremonies.current(), null)
    assert.equal(vault.quorums.get(setIdOf('a')).state, 'void')
    assert.ok(vault.shareRegister.of(setIdOf('a')).every(share => share.state === 'void'))
    assert.deepEqual([...vault.audit.entries()].at(-1)?.details, {
      reason: 'failed',
      error: 'RECOVERY_UNPROVED',
      voided: [{ set: setIdOf('a'), shares: [1, 2, 3, 4, 5] }],
      unsigned: 'no people',
    })
    const ended = refusal('CEREMONY_ENDED', { ceremony, state: 'void' })
    const { ceremonies } = vault
    assert.throws(() => ceremonies.recordQuorum(ceremony, 'Admin', terms('b')), ended)
    assert.throws(() => ceremonies.recordIssuedShare(ceremony, 'Admin', issuedShare('a', 1)), ended)
    assert.throws(() => ceremonies.recordReadBack(ceremony, 'Admin', setIdOf('a'), 1), ended)
    assert.throws(() => ceremonies.void(ceremony, 'Admin', 'cancelled'), ended)
  })
})

test('one ceremony at a time', async t => {
  await withVault(fileIn(temporaryFolder(t)), vault => {
    const opening = { actor: 'Admin', title: 'T', plan: PLAN }
    const { id } = vault.ceremonies.open(opening)
    assert.throws(() => vault.ceremonies.open(opening), refusal('CEREMONY_OPEN', { ceremony: id }))
    vault.ceremonies.void(id, 'Admin', 'cancelled')
    vault.ceremonies.open(opening)
  })
})

test('a ceremony left open is void when the vault is opened for writing, not for reading', async t => {
  const file = fileIn(temporaryFolder(t))
  const result = await withVault(file, vault => ceremonyUntilClose(vault, 'a'))
  await withVault(
    file,
    vault => {
      assert.equal(vault.interrupted, null)
      assert.equal(vault.ceremonies.current()?.id, result.ceremony)
    },
    { mode: 'read' },
  )
  await withVault(file, vault => {
    assert.equal(vault.interrupted?.id, result.ceremony)
    assert.equal(vault.interrupted?.reason, 'interrupted')
    assert.equal(vault.quorums.get(setIdOf('a')).state, 'void')
    assert.throws(() => vault.ceremonies.close('Admin', result), refusal('CEREMONY_ENDED'))
    assert.equal([...vault.audit.entries()].at(-1)?.actor, 'keyclave')
    vault.audit.verify()
  })
  await withVault(file, vault => assert.equal(vault.interrupted, null))
})

test('an exception at any step of closing leaves the old state', async t => {
  const file = fileIn(temporaryFolder(t))
  await withVault(file, vault => wholeCeremony(vault, 'old'))
  let clockBroken = false
  const now = (): Date => {
    if (clockBroken) throw new Error('the clock broke')
    return new Date('2026-11-21T10:00:00.000Z')
  }
  await withVault(
    file,
    vault => {
      const result = ceremonyUntilClose(vault, 'new')
      const before = everythingIn(vault)
      const [one] = result.keys
      assert.ok(one)
      const notSealed = Buffer.from('a key in the clear')
      const bad: [string, object, string][] = [
        ['the same label twice', { keys: [one, { ...one, id: 'f'.repeat(16) }] }, 'KEY_EXISTS'],
        ['a key that is not sealed', { keys: [one, { ...one, sealed: notSealed }] }, 'VAULT_RULE'],
        ['a kit that is recorded already', { kit: kit('old') }, 'VAULT_RULE'],
        ['a backup key of another quorum', { backupKey: backupKey('old') }, 'VAULT_RULE'],
        ['a quorum of another ceremony', { setId: setIdOf('old') }, 'VAULT_UNKNOWN'],
        ['a quorum that is unknown', { setId: '0000000000' }, 'VAULT_UNKNOWN'],
      ]
      for (const [what, changes, code] of bad) {
        const close = (): void => vault.ceremonies.close('Admin', { ...result, ...changes })
        assert.throws(close, refusal(code), what)
        assert.deepEqual(everythingIn(vault), before, what)
      }
      clockBroken = true
      assert.throws(() => vault.ceremonies.close('Admin', result), /the clock broke/)
      assert.deepEqual(everythingIn(vault), before)
      clockBroken = false
      vault.ceremonies.close('Admin', result)
    },
    { now },
  )
})

test('keys, backup keys and backups are added later, each with its kit and its entry', async t => {
  await withVault(fileIn(temporaryFolder(t)), vault => {
    wholeCeremony(vault, 'a')
    const setId = setIdOf('a')
    vault.keys.add({ actor: 'Admin', setId, key: sealedKey('late'), kit: kit('second') })
    const second = sealedKey('late', { version: 2 })
    vault.keys.add({ actor: 'Admin', setId, key: second, kit: kit('third') })
    assert.equal(vault.keys.find(setId, 'label late').version, 2)
    const imported = sealedKey('file', {
      ...{ kind: 'imported-secret', bits: null, fingerprint: null, kcv: null },
      bytes: 7,
    })
    vault.keys.add({ actor: 'Admin', setId, key: imported, kit: kit('imported') })
    const sameLabel = sealedKey('other', { label: 'label late' })
    const add = () => vault.keys.add({ actor: 'A', setId, key: sameLabel, kit: kit('fourth') })
    assert.throws(add, refusal('KEY_EXISTS', { label: 'label late' }))

    vault.backupKeys.rotate({ actor: 'A', setId, key: backupKey('b', 2), kit: kit('fourth') })
    assert.deepEqual(
      vault.backupKeys.of(setId).map(key => key.state),
      ['retired', 'current'],
    )
    assert.deepEqual(
      vault.kits.revisionsOf(setId).map(k => k.digest),
      ['a', 'second', 'third', 'imported', 'fourth'].map(tag => kit(tag).digest),
    )
    const made = vault.backups.add('Admin', backup('one'))
    assert.deepEqual(vault.backups.get(made.id), {
      ...{ id: made.id, replaces: null },
      ...backup('one'),
    })
    assert.throws(() => vault.backups.add('Admin', backup('one')), refusal('VAULT_RULE'))
    vault.backups.add('Admin', backup('two', { generation: 2 }))
    assert.deepEqual(
      vault.backups.ofBackupKey('0123456789', 2).map(b => b.fileName),
      ['two.tar.zst.age'],
    )
    assert.throws(() => vault.backups.get('0'.repeat(16)), refusal('VAULT_UNKNOWN'))
    vault.audit.verify()
  })
})

test('a vault opened for reading records nothing', async t => {
  const file = fileIn(temporaryFolder(t))
  await withVault(file, vault => wholeCeremony(vault, 'a'))
  const before = readFileSync(file)
  const reader = await openVault(optionsFor(file, 'read'))
  const readOnly = refusal('VAULT_READ_ONLY')
  assert.throws(() => reader.ceremonies.open({ actor: 'Admin', title: 'T', plan: PLAN }), readOnly)
  assert.throws(() => reader.backups.add('Admin', backup('one')), readOnly)
  assert.throws(
    () =>
      reader.audit.append({ actor: 'A', action: 'key.opened', subject: 'key:a/1', details: {} }),
    readOnly,
  )
  reader.close()
  assert.deepEqual(readFileSync(file), before)
})

test('states that must not happen are refused by the file itself', async t => {
  const file = fileIn(temporaryFolder(t))
  await withVault(file, vault => {
    wholeCeremony(vault, 'a')
    vault.backups.add('Admin', backup('one'))
    ceremonyUntilClose(vault, 'b')
  })
  const db = new Database(file)
  t.after(() => db.close())
  db.pragma('foreign_keys = ON')
  db.pragma('recursive_triggers = ON')
  const a = setIdOf('a')
  const b = setIdOf('b')
  const hex = 'ab'.repeat(32)
  const share = (set: string, index: number, state = 'issued'): string =>
    `INSERT INTO share_register VALUES ('${set}', ${index}, 'Eve', '${hex}', '${state}', 't', NULL)`
  const quorum = (threshold: number, set: string): string =>
    `INSERT INTO quorums SELECT 'aaaaaaaaaa', ${threshold}, 5, identity, kdf, 'age1x', '${hex}', '${hex}',
       ceremony, 'pending' FROM quorums WHERE set_id = '${set}'`
  const event = (from: string, to: string, id = 'id', where = 'true', occurred = 'NULL'): string =>
    `INSERT INTO key_events (id, version, from_state, to_state, reason, occurred, recorded)
     SELECT ${id}, version, '${from}', '${to}', 'unspecified', ${occurred}, 't' FROM sealed_keys
     WHERE ${where} LIMIT 1`
  const refused: Record<string, readonly string[]> = {
    'an audit entry never changes': [`UPDATE audit_log SET actor = 'Eve' WHERE sequence = 2`],
    'an audit entry follows the last one': [
      `INSERT OR REPLACE INTO audit_log SELECT * FROM audit_log WHERE sequence = 2`,
      `INSERT INTO audit_log SELECT 1000, time, actor, action, subject, details, hash, '${hex}', NULL, NULL
       FROM audit_log WHERE sequence = (SELECT max(sequence) FROM audit_log)`,
      `INSERT INTO audit_log SELECT sequence + 1, time, actor, action, subject, details, '${hex}', '${hex}', NULL, NULL
       FROM audit_log WHERE sequence = (SELECT max(sequence) FROM audit_log)`,
    ],
    'a ceremony ends once': [
      `UPDATE ceremonies SET state = 'open', ended = NULL WHERE state = 'closed'`,
      `UPDATE ceremonies SET plan = '{}' WHERE state = 'open'`,
    ],
    '(reason IS NULL)': [`UPDATE ceremonies SET state = 'void', ended = 't' WHERE state = 'open'`],
    '(ended IS NULL)': [`UPDATE ceremonies SET state = 'closed' WHERE state = 'open'`],
    'the terms of a quorum never change': [
      `UPDATE quorums SET threshold = 2 WHERE set_id = '${b}'`,
      `UPDATE quorums SET state = 'void' WHERE set_id = '${a}'`,
    ],
    'every share read back': [`UPDATE quorums SET state = 'in-force' WHERE set_id = '${b}'`],
    'threshold BETWEEN 2 AND count': [quorum(1, b), quorum(6, b)],
    'a quorum is founded in an open ceremony': [quorum(3, a)],
    'a share is issued once': [share(a, 6), share(b, 6), share('aaaaaaaaaa', 1)],
    'share_index BETWEEN': [share(b, 0)],
    'UNIQUE constraint failed: share_register': [
      `INSERT INTO share_register SELECT set_id, share_index, 'Eve', '${hex}', 'issued', issued, NULL
       FROM share_register WHERE set_id = '${b}'`,
    ],
    'a share is issued, read back': [
      `UPDATE share_register SET state = 'in-force' WHERE set_id = '${a}'`,
      `UPDATE share_register SET state = 'issued', read_back = NULL WHERE set_id = '${b}'`,
      `UPDATE share_register SET custodian = 'Eve' WHERE set_id = '${b}' AND share_index = 1`,
    ],
    'a kit never changes': [`UPDATE kits SET bytes = CAST('{}' AS BLOB)`],
    'a kit is of a quorum in force': [
      `INSERT INTO kits VALUES ('${b}', 1, '${hex}', CAST('{}' AS BLOB), 't')`,
    ],
    'substr(sealed, 1, 22)': [
      `INSERT INTO backup_keys VALUES ('${a}', 2, 'age1x', CAST('AGE-SECRET-KEY-1' AS BLOB), 't')`,
      `INSERT INTO sealed_keys SELECT 'aaaaaaaaaaaaaaaa', version, set_id, kind, 'Eve', bits, bytes, algorithm,
       public_key, purpose, activates, expires, process_until, fingerprint, kcv, CAST('the key' AS BLOB),
       created FROM sealed_keys`,
    ],
    'the next backup key is of a higher generation': [
      `INSERT INTO backup_keys SELECT set_id, 1, 'age1x', sealed, 't' FROM backup_keys`,
    ],
    'a backup key never changes': [`UPDATE backup_keys SET recipient = 'age1eve'`],
    'what a key is never changes': [
      `UPDATE sealed_keys SET sealed = sealed`,
      `UPDATE sealed_keys SET label = 'Eve'`,
      `UPDATE sealed_keys SET bits = 128, bytes = 16`,
    ],
    'a key goes on from the state in which it is': [
      event('suspended', 'active'),
      event('active', 'deactivated', `'${hex.slice(0, 16)}'`),
    ],
    'CHECK constraint failed: from_state': [
      event('active', 'destroyed'),
      event('deactivated', 'active'),
    ],
    'CHECK constraint failed: (occurred': [
      event('active', 'compromised'),
      event('active', 'suspended', 'id', 'true', `'2026-11-27'`),
    ],
    'a catalogue entry never changes': [`UPDATE backup_catalogue SET files = 0`],
    'nothing is deleted from a vault': TABLES.map(table => `DELETE FROM ${table}`),
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
  db.exec(event('active', 'suspended'))
})

test('the schema has no place for a secret', async t => {
  const file = fileIn(temporaryFolder(t))
  await withVault(file, () => {})
  const db = new Database(file, { readonly: true })
  t.after(() => db.close())
  const columns = db
    .prepare(
      `SELECT t.name || '.' || c.name || ' ' || c.type FROM sqlite_schema t, pragma_table_info(t.name) c
       WHERE t.type = 'table' ORDER BY t.name, c.cid`,
    )
    .pluck()
    .all() as string[]
  const blobs = columns.filter(column => column.endsWith(' BLOB'))
  // Public kits and public halves; and age files, which a CHECK asks for.
  assert.deepEqual(blobs, [
    ...['backup_keys.sealed BLOB', 'kits.bytes BLOB', 'sealed_keys.public_key BLOB'],
    'sealed_keys.sealed BLOB',
  ])
  for (const column of columns) {
    assert.doesNotMatch(column, /passphrase|password|words|seed|private|share_value|identity_text/)
  }
  assert.deepEqual(
    columns.filter(column => column.startsWith('share_register.')),
    [
      'set_id TEXT',
      'share_index INTEGER',
      'custodian TEXT',
      'commitment TEXT',
      'state TEXT',
      'issued TEXT',
      'read_back TEXT',
    ].map(column => `share_register.${column}`),
  )
})
