import assert from 'node:assert/strict'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import Database from 'better-sqlite3'
import type { CeremonyResult } from '../../main/vault/ceremonies.ts'
import { MIGRATIONS } from '../../main/vault/migrations.ts'
import type { Vault } from '../../main/vault/vault.ts'
import { refusal as exactly } from '../core/refusal.ts'
import {
  backupKey,
  ceremonyUntilClose,
  everythingIn,
  inheritedFrom,
  kit,
  refusal,
  sealedKey,
  setIdOf,
  tamper,
  temporaryFolder,
  wholeCeremony,
  withVault,
} from './vault-fixture.ts'

const fileIn = (t: TestContext): string => path.join(temporaryFolder(t), 'test.vault')
const PLAN_HASH = 'ab'.repeat(32)

/** What a re-issue of quorum `old` as quorum `tag` closes with: its keys again, and one of its own. */
function reissueOf(vault: Vault, old: string, tag: string, count = 3): CeremonyResult {
  const result = ceremonyUntilClose(vault, tag, count)
  vault.ceremonies.recordOldOpened(result.ceremony, 'Admin', setIdOf(old), [1, 3])
  const inherited = inheritedFrom(vault, setIdOf(old))
  return {
    ...result,
    backupKey: backupKey(tag, inherited.length + 1),
    keys: [sealedKey(`${old} one`), sealedKey(`${old} two`), sealedKey(`${tag} own`)],
    replaces: {
      setId: setIdOf(old),
      actor: 'Admin',
      plan: PLAN_HASH,
      backupKeys: inherited,
    },
  }
}

test('a re-issue takes the old quorum out of force and keeps all that it had', async t => {
  const file = fileIn(t)
  await withVault(file, vault => {
    wholeCeremony(vault, 'a')
    vault.backupKeys.rotate({
      ...{ actor: 'A', setId: setIdOf('a'), key: backupKey('a again', 2), kit: kit('a again') },
    })
    const result = reissueOf(vault, 'a', 'b')
    assert.equal(vault.quorums.get(setIdOf('a')).state, 'in-force')
    vault.ceremonies.close('Admin', result)
  })
  await withVault(
    file,
    vault => {
      assert.equal(vault.quorums.get(setIdOf('a')).state, 'replaced')
      assert.equal(vault.quorums.get(setIdOf('b')).state, 'in-force')
      const states = (tag: string) => vault.shareRegister.of(setIdOf(tag)).map(s => s.state)
      assert.deepEqual(states('a'), Array(5).fill('replaced'))
      assert.deepEqual(states('b'), Array(3).fill('in-force'))
      assert.equal(vault.replacements.of(setIdOf('a'))?.replacedBy, setIdOf('b'))
      assert.equal(vault.replacements.of(setIdOf('b')), null)
      assert.throws(
        () => vault.replacements.requireNone(setIdOf('a')),
        exactly('QUORUM_REPLACED', { setId: setIdOf('a'), by: setIdOf('b') }),
      )
      const backupStates = (tag: string) =>
        vault.backupKeys.of(setIdOf(tag)).map(key => [key.generation, key.state])
      assert.deepEqual(backupStates('a'), [
        [1, 'retired'],
        [2, 'retired'],
      ])
      assert.deepEqual(backupStates('b'), [
        [1, 'retired'],
        [2, 'retired'],
        [3, 'current'],
      ])
      assert.deepEqual(
        vault.keys.of(setIdOf('b')).map(key => key.id),
        [...vault.keys.of(setIdOf('a')).map(key => key.id), sealedKey('b own').id],
      )
      const tail = [...vault.audit.entries()].slice(-3)
      assert.deepEqual(
        tail.map(({ action, subject }) => [action, subject]),
        [
          ['reissue.opened', `quorum:${setIdOf('a')}`],
          ['quorum.reissued', `quorum:${setIdOf('a')}`],
          ['ceremony.closed', tail[2]?.subject],
        ],
      )
      const { unsigned: _, ...details } = tail[1]?.details ?? {}
      assert.deepEqual(details, { plan: PLAN_HASH, by: setIdOf('b') })
      vault.audit.verify()
    },
    { mode: 'read' },
  )
})

test('what became of a key is the key’s, and the same in the new quorum', async t => {
  await withVault(fileIn(t), vault => {
    wholeCeremony(vault, 'a')
    const { id, label, fingerprint } = sealedKey('a two')
    const key = { id, version: 1, label, fingerprint, reason: 'unspecified' as const }
    vault.keyEvents.record({
      ...{ actor: 'Admin', action: 'key.suspended', ...key },
      ...{ from: 'active', to: 'suspended', occurred: null },
    })
    vault.ceremonies.close('Admin', reissueOf(vault, 'a', 'b'))
    const keys = vault.keys.of(setIdOf('b')).map(({ state }) => state)
    assert.deepEqual(keys, ['active', 'suspended', 'active'])
    const record = (from: 'suspended' | 'active', to: 'deactivated' | 'active' | 'destroyed') =>
      vault.keyEvents.record({
        ...{ actor: 'Admin', action: 'key.retired', ...key },
        ...{ from, to, occurred: null },
      })
    assert.throws(() => record('active', 'deactivated'), refusal('VAULT_RULE'))
    assert.throws(() => record('active', 'destroyed'), refusal('VAULT_RULE'))
    record('suspended', 'deactivated')
    assert.deepEqual(
      vault.keyEvents.of(id).map(({ from, to }) => [from, to]),
      [
        ['active', 'suspended'],
        ['suspended', 'deactivated'],
      ],
    )
    const backupKeys = vault.backupKeys.of(setIdOf('b')).map(({ state }) => state)
    assert.deepEqual(backupKeys, ['retired', 'current'])
    vault.audit.verify()
  })
})

test('a re-issue that does not close leaves the old quorum in force', async t => {
  const file = fileIn(t)
  const inForce = (vault: Vault) =>
    vault.quorums.list().flatMap(({ setId, state }) => (state === 'in-force' ? [setId] : []))
  await withVault(file, vault => {
    wholeCeremony(vault, 'a')
    const voided = reissueOf(vault, 'a', 'b')
    vault.ceremonies.void(voided.ceremony, 'Admin', 'cancelled')
    assert.deepEqual(inForce(vault), [setIdOf('a')])
    reissueOf(vault, 'a', 'c') // and then the lights go out
  })
  await withVault(file, vault => {
    assert.equal(vault.interrupted?.title, 'Ceremony c')
    assert.deepEqual(inForce(vault), [setIdOf('a')])
    assert.equal(vault.replacements.of(setIdOf('a')), null)
    assert.equal(vault.backupKeys.currentOf(setIdOf('a'))?.generation, 1)
    // It can be done again, and then is whole.
    vault.ceremonies.close('Admin', reissueOf(vault, 'a', 'd'))
    assert.deepEqual(inForce(vault), [setIdOf('d')])
  })
})

test('a quorum is replaced once, and a quorum that this vault does not know may be', async t => {
  const file = fileIn(t)
  await withVault(file, vault => {
    wholeCeremony(vault, 'a')
    vault.ceremonies.close('Admin', reissueOf(vault, 'a', 'b'))
    const before = everythingIn(vault)
    const again = reissueOf(vault, 'a', 'c')
    assert.throws(() => vault.ceremonies.close('Admin', again), refusal('VAULT_RULE'))
    vault.ceremonies.void(again.ceremony, 'Admin', 'failed')
    assert.deepEqual(
      (before as { quorums: unknown[] }).quorums,
      (everythingIn(vault) as { quorums: unknown[] }).quorums.slice(0, 2),
    )
    // Nothing more is sealed to a quorum that was replaced.
    const setId = setIdOf('a')
    const late = { actor: 'A', setId, kit: kit('late') }
    assert.throws(
      () => vault.keys.add({ ...late, key: sealedKey('late') }),
      refusal('VAULT_RULE', { rule: 'a key is sealed to a quorum in force' }),
    )
    assert.throws(
      () => vault.backupKeys.rotate({ ...late, key: backupKey('late', 2) }),
      refusal('VAULT_RULE', { rule: 'a backup key is sealed to a quorum in force' }),
    )

    const foreign = ceremonyUntilClose(vault, 'e', 3)
    const replaces = { setId: setIdOf('elsewhere'), actor: 'A', plan: PLAN_HASH, backupKeys: [] }
    vault.ceremonies.close('Admin', { ...foreign, replaces })
    assert.equal(vault.replacements.of(setIdOf('elsewhere'))?.replacedBy, setIdOf('e'))
  })
})

test('the id of a key, and the recipient of a backup key, come back in the successor alone', async t => {
  const file = fileIn(t)
  await withVault(file, vault => {
    wholeCeremony(vault, 'a')
    const other = ceremonyUntilClose(vault, 'b', 3)
    const stolen = { ...other, keys: [sealedKey('a one')] }
    assert.throws(
      () => vault.ceremonies.close('Admin', stolen),
      refusal('VAULT_RULE', { rule: 'the id of a key is its own' }),
    )
    assert.throws(
      () => vault.ceremonies.close('Admin', { ...other, backupKey: backupKey('a') }),
      refusal('VAULT_RULE', { rule: 'the recipient of a backup key is its own' }),
    )
  })
})

test('replacements, drills, intervals and places never change and never go away', async t => {
  const file = fileIn(t)
  await withVault(file, vault => {
    wholeCeremony(vault, 'a')
    vault.ceremonies.close('Admin', reissueOf(vault, 'a', 'b'))
    vault.drills.setInterval('A', 6)
    const shares = [{ index: 1, custodian: 'Ada' }]
    vault.drills.record('A', { setId: setIdOf('b'), shares, items: 4, backup: null, problem: null })
    vault.sharePlaces.note('A', { setId: setIdOf('b'), index: 1, place: 'safe', bag: null })
  })
  const refused = (sql: string, rule: RegExp) => assert.throws(() => tamper(file, sql), rule)
  for (const table of ['replacements', 'drills', 'drill_intervals', 'share_places']) {
    refused(`DELETE FROM ${table}`, /nothing is deleted from a vault/)
  }
  refused(`UPDATE replacements SET replaced_by = '${setIdOf('a')}'`, /a quorum is replaced once/)
  refused('UPDATE drills SET problem = NULL', /what a drill found never changes/)
  refused('UPDATE drill_intervals SET months = 60', /an interval is chosen anew/)
  refused(`UPDATE share_places SET place = 'elsewhere'`, /a place is noted anew/)
  const insert = (old: string, by: string) =>
    `INSERT INTO replacements VALUES ('${setIdOf(old)}', '${setIdOf(by)}', '2026-11-21T00:00:00.000Z')`
  refused(insert('b', 'a'), /a quorum in force is replaced by a quorum in force/)
})

test('status lists follow each other, never change and never go away', async t => {
  const file = fileIn(t)
  const times = { issued: '2026-11-21T00:00:00.000Z', nextIssue: '2027-02-21T00:00:00.000Z' }
  const hash = (n: number): string => `a${n}`.repeat(32)
  await withVault(file, ({ statusLists }) => {
    assert.equal(statusLists.last(), null)
    const record = (number: number, previous: string | null) =>
      statusLists.record('A', { number, hash: hash(number), previous, setId: null, ...times })
    record(1, null)
    assert.throws(() => record(2, null), refusal('VAULT_RULE'))
    assert.throws(() => record(2, hash(7)), refusal('VAULT_RULE'))
    record(2, hash(1))
    assert.throws(() => record(2, hash(1)), refusal('VAULT_RULE'))
    // A quorum has published the third without this vault.
    record(4, hash(3))
    assert.deepEqual(
      statusLists.list().map(({ number }) => number),
      [1, 2, 4],
    )
  })
  const refused = (sql: string, rule: RegExp) => assert.throws(() => tamper(file, sql), rule)
  refused('DELETE FROM status_lists', /nothing is deleted from a vault/)
  refused('UPDATE status_lists SET next_issue = issued', /a status list that is out never changes/)
})

test('drills are told oldest first, and the last that proved something counts', async t => {
  await withVault(fileIn(t), vault => {
    wholeCeremony(vault, 'a')
    const drill = { setId: setIdOf('a'), shares: [{ index: 2, custodian: 'Grace' }], backup: null }
    assert.equal(vault.drills.lastProof(setIdOf('a')), null)
    const first = vault.drills.record('Eve', { ...drill, items: 3, problem: null })
    vault.drills.record('Eve', { ...drill, items: 0, problem: 'DRILL_UNPROVED', backup: 'x.age' })
    assert.deepEqual(vault.drills.lastProof(setIdOf('a')), first)
    assert.equal(vault.drills.lastProof(setIdOf('b')), null)
    assert.deepEqual(
      vault.drills.list().map(({ number, problem }) => [number, problem]),
      [
        [1, null],
        [2, 'DRILL_UNPROVED'],
      ],
    )
    const [entry] = [...vault.audit.entries()].slice(-1)
    assert.deepEqual(
      [entry?.action, entry?.subject, entry?.details.problem],
      ['drill.held', `quorum:${setIdOf('a')}`, 'DRILL_UNPROVED'],
    )
    assert.equal(vault.drills.interval(), 12)
    vault.drills.setInterval('Eve', 3)
    vault.drills.setInterval('Eve', 6)
    assert.equal(vault.drills.interval(), 6)
    for (const months of [0, 61, 1.5, Number.NaN]) {
      assert.throws(() => vault.drills.setInterval('Eve', months), exactly('DRILL_INTERVAL'))
    }
  })
})

test('of the places of a share the newest counts, and all are kept', async t => {
  await withVault(fileIn(t), vault => {
    wholeCeremony(vault, 'a')
    const share = { setId: setIdOf('a'), index: 2 }
    vault.sharePlaces.note('A', { ...share, place: 'bank, Zürich', bag: 'A-0001' })
    vault.sharePlaces.note('A', { ...share, index: 1, place: 'office safe', bag: null })
    vault.sharePlaces.note('A', { ...share, place: 'bank, Bern', bag: 'A-0007' })
    const told = vault.sharePlaces
      .of(setIdOf('a'))
      .map(({ index, place, bag }) => [index, place, bag])
    assert.deepEqual(told, [
      [2, 'bank, Bern', 'A-0007'],
      [1, 'office safe', null],
    ])
    assert.equal(vault.sharePlaces.history(setIdOf('a'), 2).length, 2)
    const unknown = refusal('VAULT_UNKNOWN', { what: 'share', id: `${setIdOf('a')}/9` })
    assert.throws(
      () => vault.sharePlaces.note('A', { ...share, index: 9, place: 'x', bag: null }),
      unknown,
    )
    const entries = [...vault.audit.entries()].filter(entry => entry.action === 'custody.changed')
    assert.equal(entries.length, 3)
  })
})

/** Columns of the format before this migration that later ones took away, each with a value of its time. */
const TAKEN_AWAY: { readonly [column: string]: string } = {
  'sealed_keys.state': `'active'`,
  'backup_keys.state': `'current'`,
  'sign_in_attempts.last': `'2026-11-21T00:00:00.000Z'`,
}

/** The same rows in a file of the format before this migration. */
function inFormatBefore(newer: string, older: string): void {
  const db = new Database(older)
  for (const { sql } of MIGRATIONS.slice(0, 3)) db.exec(sql)
  db.pragma('application_id = 0x4b434c56')
  db.pragma('user_version = 3')
  const triggers = db
    .prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)
    .all() as { name: string; sql: string }[]
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`)
  db.exec(`ATTACH '${newer}' AS newer`)
  const tables = db
    .prepare(
      `SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid`,
    )
    .all() as { name: string }[]
  for (const { name } of tables) {
    const columns = db.prepare(`SELECT name FROM pragma_table_info('${name}')`).all() as {
      name: string
    }[]
    const list = columns.map(column => column.name).join(', ')
    const values = columns
      .map(column => TAKEN_AWAY[`${name}.${column.name}`] ?? column.name)
      .join(', ')
    db.exec(`INSERT INTO main.${name} (${list}) SELECT ${values} FROM newer.${name} ORDER BY rowid`)
  }
  db.exec('DETACH newer')
  for (const { sql } of triggers) db.exec(sql)
  db.close()
}

test('0004 keeps every row of a vault of the format before it, and its rules', async t => {
  const newer = fileIn(t)
  await withVault(newer, vault => {
    wholeCeremony(vault, 'a')
    wholeCeremony(vault, 'z')
  })
  const before = await withVault(newer, everythingIn, { mode: 'read' })
  const file = `${newer}.old`
  inFormatBefore(newer, file)
  await withVault(file, vault => {
    assert.deepEqual(everythingIn(vault), before)
    vault.audit.verify()
    vault.ceremonies.close('Admin', reissueOf(vault, 'a', 'b'))
    assert.equal(vault.quorums.get(setIdOf('z')).state, 'in-force')
  })
  for (const table of ['sealed_keys', 'backup_keys']) {
    assert.throws(() => tamper(file, `DELETE FROM ${table}`), /nothing is deleted/)
    assert.throws(() => tamper(file, `UPDATE ${table} SET created = 'x'`), /never changes/)
  }
})

test('bags come into the register with the quorum, and into the log', async t => {
  await withVault(fileIn(t), vault => {
    const set = setIdOf('a')
    const result = ceremonyUntilClose(vault, 'a')
    const bags = [
      { index: 2, bag: 'A-0002' },
      { index: 5, bag: 'A-0005' },
    ]
    // What does not close leaves no bag behind.
    assert.throws(() =>
      vault.ceremonies.close('A', { ...result, bags, keys: [...result.keys, ...result.keys] }),
    )
    assert.deepEqual(vault.sharePlaces.of(set), [])
    vault.ceremonies.close('A', { ...result, bags })
    assert.deepEqual(
      vault.sharePlaces.of(set).map(({ index, place, bag }) => [index, place, bag]),
      [
        [2, null, 'A-0002'],
        [5, null, 'A-0005'],
      ],
    )
    const closed = [...vault.audit.entries()].find(entry => entry.action === 'ceremony.closed')
    assert.deepEqual(closed?.details.bags, bags)
    vault.sharePlaces.note('A', { setId: set, index: 2, place: 'bank, Bern', bag: 'A-0002' })
    assert.equal(vault.sharePlaces.of(set)[0]?.place, 'bank, Bern')
    vault.audit.verify()
  })
})

test('0005 keeps every note, and takes one that says the bag alone', t => {
  const db = new Database(':memory:')
  t.after(() => db.close())
  db.pragma('foreign_keys = OFF')
  for (const { sql } of MIGRATIONS.slice(0, 4)) db.exec(sql)
  const insert = (values: string) => () =>
    db.exec(
      `INSERT INTO share_places (set_id, share_index, place, bag, noted) VALUES ('a', ${values}, 'x')`,
    )
  insert(`1, 'bank', 'A-1'`)()
  insert(`2, 'safe', NULL`)()
  assert.throws(insert(`2, NULL, 'A-2'`), /NOT NULL/)
  const rows = () => db.prepare('SELECT * FROM share_places ORDER BY number').all()
  const before = rows()
  assert.equal(MIGRATIONS[4]?.number, 5)
  db.exec(MIGRATIONS[4]?.sql ?? '')
  assert.deepEqual(rows(), before)
  insert(`2, NULL, 'A-2'`)()
  assert.equal(rows().length, 3)
  assert.throws(insert('2, NULL, NULL'), /CHECK constraint failed/)
  assert.throws(insert(`2, '', 'A-2'`), /CHECK constraint failed/)
  assert.throws(() => db.exec(`UPDATE share_places SET bag = 'B'`), /a place is noted anew/)
  assert.throws(() => db.exec('DELETE FROM share_places'), /nothing is deleted/)
})
