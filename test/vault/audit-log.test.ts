import assert from 'node:assert/strict'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { verifyAuditJsonl } from '../../main/core/log/chain.ts'
import { openVault } from '../../main/vault/vault.ts'
import {
  optionsFor,
  refusal,
  seededRandom,
  tamper,
  temporaryFolder,
  wholeCeremony,
  withVault,
} from './vault-fixture.ts'

async function someVault(t: TestContext): Promise<string> {
  const file = path.join(temporaryFolder(t), 'some.vault')
  await withVault(file, vault => wholeCeremony(vault, 'a'))
  return file
}

const NOTE = {
  actor: 'Ada',
  action: 'log.damaged',
  subject: 'log:1',
  details: { code: 'AUDIT_BROKEN', entry: 1 },
} as const

test('entries can be added, read from anywhere, exported and verified elsewhere', async t => {
  await withVault(await someVault(t), vault => {
    const { audit } = vault
    const head = audit.head()
    const entry = audit.append(NOTE)
    assert.deepEqual(audit.head(), { size: head.size + 1, hash: entry.hash })
    assert.deepEqual([...audit.entries(head.size)], [entry])
    const jsonl = Buffer.from([...audit.exportAudit()].join(''))
    assert.deepEqual(verifyAuditJsonl(jsonl, head), audit.verify(head))
    assert.throws(() => audit.verify({ ...head, size: head.size + 9 }), refusal('AUDIT_TRUNCATED'))
    assert.throws(() => audit.verify({ ...head, hash: entry.hash }), refusal('AUDIT_FORKED'))
  })
})

test('a reader of the log does not block writers', async t => {
  await withVault(await someVault(t), ({ audit }) => {
    const { size } = audit.head()
    let read = 0
    for (const entry of audit.entries()) {
      read += 1
      if (entry.sequence <= 3) audit.append(NOTE)
    }
    assert.ok(read >= size)
    audit.verify()
  })
})

test('what a verb that fails had added to the log is taken back with it', async t => {
  await withVault(await someVault(t), vault => {
    const head = vault.audit.head()
    const opening = { actor: '', title: 'T', plan: {} }
    assert.throws(() => vault.ceremonies.open(opening))
    assert.equal(vault.ceremonies.current(), null)
    assert.deepEqual(vault.audit.head(), head)
  })
})

test('a log longer than a page verifies, fast, and its rows hold against tampering', async t => {
  const file = path.join(temporaryFolder(t), 'long.vault')
  const size = 2500
  await withVault(file, vault => {
    while (vault.audit.head().size < size) vault.audit.append(NOTE)
    const start = performance.now()
    assert.equal(vault.audit.verify().head.size, size)
    t.diagnostic(`${Math.round(size / ((performance.now() - start) / 1000))} entries/s`)
  })
  const random = seededRandom('rows')
  const pick = (): number => 2 + (random(4).readUInt32BE() % (size - 2))
  const hex = 'ab'.repeat(32)
  const edits = [
    `actor = actor || ' '`,
    `time = '2027-01-01T00:00:00.000Z'`,
    `action = 'share.void'`,
    `subject = 'log:2'`,
    `details = '{"code":"AUDIT_BROKEN","entry":2}'`,
    `details = '{"code":"AUDIT_BROKEN","entry": 1}'`,
    `details = '{"code":"AUDIT_BROKEN","entry":1,"entry":1}'`,
    `previous = '${hex}'`,
    `hash = '${hex}'`,
    `hash = upper(hash)`,
  ]
  const stays = `CREATE TRIGGER audit_log_stays BEFORE UPDATE ON audit_log
BEGIN SELECT raise(ABORT, 'an audit entry never changes'); END;`
  for (const edit of edits) {
    const sequence = pick()
    const row = `WHERE sequence = ${sequence}`
    const columns = ['time', 'actor', 'action', 'subject', 'details', 'previous', 'hash']
    const original = await withVault(
      file,
      vault => [...vault.audit.entries(sequence - 1)][0] as unknown as Record<string, unknown>,
      { mode: 'look' },
    )
    tamper(file, `DROP TRIGGER audit_log_stays; UPDATE audit_log SET ${edit} ${row}; ${stays}`)
    await assert.rejects(
      openVault({ ...optionsFor(file), mode: 'read' }),
      refusal('AUDIT_BROKEN', { sequence }),
    )
    await withVault(
      file,
      vault => {
        assert.equal(vault.fault?.code, 'AUDIT_BROKEN')
        assert.throws(
          () => vault.audit.verify(),
          refusal('AUDIT_BROKEN', { sequence }),
          `${edit} ${row}`,
        )
        // The export shows the break as well.
        const jsonl = Buffer.from([...vault.audit.exportAudit()].join(''))
        assert.throws(() => verifyAuditJsonl(jsonl), refusal('AUDIT_BROKEN', { sequence }))
      },
      { mode: 'look' },
    )
    const values = columns.map(column => {
      const value = original[column]
      return `${column} = '${typeof value === 'string' ? value : JSON.stringify(value)}'`
    })
    tamper(file, `DROP TRIGGER audit_log_stays; UPDATE audit_log SET ${values} ${row}; ${stays}`)
  }
  await withVault(file, vault => vault.audit.verify(), { mode: 'read' })
})
