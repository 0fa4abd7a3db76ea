/** A vault whose tables somebody changed, at both desks: it is looked at, and nothing is done with it. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import Database from 'better-sqlite3'
import { keyclave } from '../cli/command-line.ts'
import { openOffice } from '../fixtures/office.ts'
import { withoutTriggers } from '../vault/table-edits.ts'
import { folderFor, openWindow } from './window.ts'

test('both desks look at it, and do nothing with it', async context => {
  const { desk, kit, vault: option } = await openOffice('classic', true)
  const vault = String(option[1])
  const db = new Database(vault)
  withoutTriggers(db, () => db.exec(`UPDATE quorums SET recipient = recipient || 'x'`))
  db.close()
  const before = readFileSync(vault)

  // The command line: exit code 5, with table, row and entry.
  const refused = [
    ['audit', 'verify', '--vault', vault],
    ['kit', 'export', '--vault', vault, '--out', desk.at('other-kit.json')],
    [
      'backup',
      'create',
      '--kit',
      kit,
      '--vault',
      vault,
      '--out',
      desk.at('b.age'),
      desk.at('notes.txt'),
    ],
  ]
  for (const command of refused) {
    const { code, err } = await keyclave(command)
    assert.equal(code, 5, command.join(' '))
    assert.match(err, /error\[VAULT_TABLES\]: .*quorums.*recipient.*entry 3/)
  }
  // The log itself is what an auditor needs now.
  const { code } = await keyclave([
    'audit',
    'export',
    '--vault',
    vault,
    '--out',
    desk.at('log.jsonl'),
  ])
  assert.equal(code, 5)
  assert.ok(readFileSync(desk.at('log.jsonl'), 'utf8').includes('quorum.founded'))

  // The window.
  const { call, refused: refuses } = openWindow(context)
  await refuses('vault.open', { path: vault, readOnly: false }, 'VAULT_TABLES')
  await call('vault.open', { path: vault, readOnly: true })
  const { attention } = await call('vault.overview', {})
  assert.deepEqual(attention[0], {
    kind: 'tables-changed',
    ...{ table: 'quorums', row: attention[0]?.kind === 'tables-changed' && attention[0].row },
    ...{ column: 'recipient', entry: 3 },
  })
  await call('register.list', {})
  await call('backup.catalogue', {})
  await call('audit.page', { before: null, limit: 10 })
  await refuses('audit.verify', {}, 'VAULT_TABLES')
  const { setId } = JSON.parse(readFileSync(kit, 'utf8')).quorum
  await refuses('vault.exportKit', { setId, out: desk.at('kit-2.json') }, 'VAULT_TABLES')
  assert.deepEqual(readFileSync(vault), before, path.basename(vault))
})

test('an older copy put back while the window works is named as that, and another log told apart', async context => {
  const folder = folderFor(context)
  const vault = path.join(folder, 'a.vault')
  const { call, refused: refuses } = openWindow(context)
  await call('vault.create', { path: vault })
  const older = readFileSync(vault)
  await call('register.setInterval', { months: 6 })
  const newer = readFileSync(vault)
  writeFileSync(vault, older)
  await refuses('vault.overview', {}, 'AUDIT_TRUNCATED')
  writeFileSync(vault, newer)
  await call('vault.overview', {})

  const other = openWindow(context)
  writeFileSync(vault, older)
  await other.call('vault.open', { path: vault, readOnly: false })
  await other.call('register.setInterval', { months: 9 })
  await refuses('vault.overview', {}, 'AUDIT_FORKED')
})
