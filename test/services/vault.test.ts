/** The open vault: opening, what needs attention, the audit log in pages, and exports. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { osRandom } from '../../main/core/bytes/random.ts'
import { parseKit } from '../../main/core/kit/kit.ts'
import { openVault } from '../../main/vault/vault.ts'
import type { Output } from '../../shared/contract.ts'
import { folderFor, openWindow, PLAN, wholeCeremony } from './window.ts'

test('opening and creating refuse what is there, what is not, and what is no vault', async context => {
  const folder = folderFor(context)
  const at = (name: string): string => path.join(folder, name)
  const window = openWindow(context)
  const { call } = window
  const open = (name: string, readOnly = false) => ({ path: at(name), readOnly })
  await window.refused('vault.overview', {}, 'VAULT_CLOSED')
  await window.refused('audit.page', { before: null, limit: 10 }, 'VAULT_CLOSED')
  await window.refused('vault.open', open('none'), 'VAULT_MISSING')
  await window.refused('vault.open', { path: 'v', readOnly: false }, 'FILE_NOT_ABSOLUTE')
  writeFileSync(at('text'), 'no vault')
  await window.refused('vault.open', open('text'), 'VAULT_FOREIGN')
  await window.refused('vault.create', { path: at('text') }, 'FILE_EXISTS')
  assert.equal((await call('app.session', {})).vault, null)

  await call('vault.create', { path: at('v') })
  await window.refused('vault.create', { path: at('v') }, 'FILE_EXISTS')
  const before = readFileSync(at('v'))
  await call('vault.open', open('v', true))
  assert.deepEqual((await call('app.session', {})).vault, { path: at('v'), readOnly: true })
  await call('vault.overview', {})
  await call('audit.verify', {})
  assert.deepEqual(readFileSync(at('v')), before, 'an auditor changes nothing')
  await call('vault.close', {})
  await call('vault.close', {})
  await window.refused('vault.overview', {}, 'VAULT_CLOSED')

  // Another program writes to it.
  const other = await openVault({
    ...{ path: at('v'), mode: 'write', now: () => new Date(), random: osRandom },
  })
  await window.refused('vault.open', open('v'), 'VAULT_BUSY')
  other.close()
  await call('vault.open', open('v'))
})

test('the overview names what needs attention; calls beside each other share the vault', async context => {
  const folder = folderFor(context)
  let time = Date.parse('2998-11-01T10:00:00Z')
  const now = () => new Date(time)
  const window = openWindow(context, { now })
  const { call } = window
  await call('vault.create', { path: path.join(folder, 'v') })
  const keys = [
    { label: 'soon', purpose: 'p', bits: 128, expires: '2998-12-01' },
    { label: 'later', purpose: 'p', bits: 128, expires: '2999-12-01' },
    { label: 'never', purpose: 'p', bits: 128, expires: null },
  ] as const
  const { quorum } = PLAN
  const plan = {
    ...{ ...PLAN, keys: [...keys] },
    quorum: { ...quorum, custodians: ['Ada', 'Grace'] },
  }
  const { kit, state } = await wholeCeremony(window, folder, plan)
  const { setId } = state.made

  const kinds = async () =>
    (await call('vault.overview', {})).attention.map(item =>
      'label' in item ? [item.kind, item.label, item.days] : [item.kind],
    )
  assert.deepEqual(await kinds(), [['no-backup'], ['key-expires', 'soon', 30]])
  time = Date.parse('2998-12-02T10:00:00Z')
  assert.deepEqual(await kinds(), [['no-backup'], ['key-expired', 'soon', -1]])

  // The clock is set back, and something is recorded then.
  time = Date.parse('2998-10-01T10:00:00Z')
  assert.deepEqual((await kinds())[0], ['clock-behind'])
  writeFileSync(path.join(folder, 'file'), 'x')
  const source = { kind: 'vault', setId } as const
  const paths = [path.join(folder, 'file')]
  await call('backup.create', { paths, kit: source, out: path.join(folder, 'b.age') })
  time = Date.parse('2998-11-02T10:00:00Z')
  const { size } = await call('audit.verify', {})
  const [first] = (await call('vault.overview', {})).attention
  assert.deepEqual(first, { kind: 'clock-set-back', entries: [size] })

  const [overview, again, page, facts] = await Promise.all([
    call('vault.overview', {}),
    call('vault.overview', {}),
    call('audit.page', { before: null, limit: 3 }),
    call('kit.inspect', { kit: source }),
  ])
  assert.deepEqual(overview, again)
  assert.equal(overview.backups[0]?.fileName, 'b.age')
  assert.equal(overview.quorums[0]?.fingerprint, state.made.fingerprint)
  assert.deepEqual(
    overview.keys.map(key => [key.label, key.state, key.checkValue]),
    state.made.keys.map(key => [key.label, 'active', key.checkValue]),
  )
  assert.deepEqual(facts.keys, state.made.keys)
  assert.deepEqual(await call('kit.inspect', { kit: { kind: 'file', path: kit } }), facts)

  // Pages run from the newest to the first, without gap or repetition.
  assert.equal(page.entries[0]?.sequence, size)
  const sequences: number[] = []
  for (let before: number | null = null; ; ) {
    const older: Output<'audit.page'> = await call('audit.page', { before, limit: 4 })
    sequences.push(...older.entries.map(entry => entry.sequence))
    before = older.entries.at(-1)?.sequence ?? 1
    if (before === 1) break
  }
  assert.deepEqual(
    sequences,
    Array.from({ length: size }, (_, i) => size - i),
  )

  const out = path.join(folder, 'kit-again.json')
  const { digest } = await call('vault.exportKit', { setId, out })
  assert.deepEqual(readFileSync(out), readFileSync(kit))
  assert.equal(parseKit(readFileSync(out)).digest, digest)
  await window.refused('vault.exportKit', { setId, out }, 'FILE_EXISTS')
  await window.refused('vault.exportKit', { setId: '0000000000', out: `${out}2` }, 'KIT_UNKNOWN')
  await window.refused('audit.export', { out }, 'FILE_EXISTS')

  // A log that was changed after it was exported.
  const log = path.join(folder, 'log.jsonl')
  await call('audit.export', { out: log })
  writeFileSync(log, readFileSync(log, 'utf8').replace('"Ada"', '"Eve"'))
  await assert.rejects(call('audit.verifyFile', { file: log }), { code: 'AUDIT_BROKEN' })
})
