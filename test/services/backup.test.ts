/** Backups in the window: what is asked before, cancelling, and what reading back finds. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { type Brought, bringQuorum } from './cards.ts'
import { folderFor, openWindow } from './window.ts'

let folder = ''
let ours: Brought

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'keyclave-backups-'))
  ours = await bringQuorum(folder, 'hybrid')
})
after(() => rmSync(folder, { recursive: true, force: true }))

const kit = () => ({ kind: 'file', path: ours.kitFile }) as const

test('a backup is read back: whole, cut, altered, of another kind', async context => {
  const at = (name: string): string => path.join(own, name)
  const own = folderFor(context)
  const window = openWindow(context)
  const { call } = window
  await call('vault.create', { path: at('v.vault') })
  writeFileSync(at('data'), randomBytes(200_000))
  const made = await call('backup.create', { paths: [at('data')], kit: kit(), out: at('b.age') })
  assert.match(String(made.id), /^[0-9a-f]{16}$/)

  const check = (name: string, sha256: string | null = null) => ({ file: at(name), sha256 })
  const known = await call('backup.check', check('b.age'))
  assert.deepEqual(known.recipients, ['mlkem768x25519', 'mlkem768x25519'])
  assert.deepEqual([known.comparedWith, known.chunks], ['catalogue', 4])
  assert.ok(known.did.some(line => line.includes('catalogue')))
  assert.ok(known.didNot.some(line => line.includes('not opened')))

  copyFileSync(at('b.age'), at('copy.age'))
  assert.equal((await call('backup.check', check('copy.age'))).comparedWith, 'catalogue')
  const altered = readFileSync(at('b.age'))
  altered[altered.length - 100] = (altered[altered.length - 100] ?? 0) ^ 1
  writeFileSync(at('altered.age'), altered)
  const unknown = await call('backup.check', check('altered.age'))
  assert.equal(unknown.comparedWith, 'nothing')
  assert.ok(unknown.didNot.some(line => line.includes('would not show')))
  await window.refused('backup.check', check('altered.age', made.sha256), 'BACKUP_DIGEST')
  writeFileSync(at('b.age'), altered)
  await window.refused('backup.check', check('b.age'), 'BACKUP_DIGEST', { path: at('b.age') })

  // Cut inside the last chunk's tag, just behind a chunk, and in the header.
  const header = altered.indexOf('\n', altered.indexOf('\n---') + 1) + 1
  for (const length of [header + 16 + 65552 + 15, header + 16 + 65552 + 16, header + 16 + 15]) {
    writeFileSync(at('cut.age'), altered.subarray(0, length))
    await window.refused('backup.check', check('cut.age'), 'AGE_TRUNCATED')
  }
  for (const length of [0, 10, header - 1, header + 15]) {
    writeFileSync(at('cut.age'), altered.subarray(0, length))
    await window.refused('backup.check', check('cut.age'), 'AGE_HEADER')
  }
  await window.refused('backup.check', check('none'), 'FILE_MISSING')
  await window.refused('backup.check', check('data'), 'AGE_HEADER')
  await window.refused('backup.check', { file: 'b.age', sha256: null }, 'FILE_NOT_ABSOLUTE')
})

test('a backup is read back block by block where its check file lies beside it', async context => {
  const own = folderFor(context)
  const at = (name: string): string => path.join(own, name)
  const window = openWindow(context)
  const { call } = window
  writeFileSync(at('data'), randomBytes(250_000))
  const order = { paths: [at('data')], kit: kit(), out: at('b.age'), check: true }
  const made = await call('backup.create', order)
  const check = () => ({ file: at('b.age'), sha256: null })
  const bare = await call('backup.check', check())
  assert.deepEqual(bare.blocks, { blocks: 5, root: made.tree, proved: false })
  assert.ok(!bare.didNot.some(line => line.includes('would not show')))

  // The log of the vault in which it was made has the root.
  await call('vault.create', { path: at('v.vault') })
  const other = { ...order, out: at('c.age') }
  await window.refused('backup.create', order, 'FILE_EXISTS')
  await call('backup.create', other)
  assert.equal((await call('backup.check', { ...check(), file: at('c.age') })).blocks?.proved, true)
  assert.equal((await call('backup.check', check())).blocks?.proved, false)

  const altered = readFileSync(at('b.age'))
  altered[altered.length - 100] = (altered[altered.length - 100] ?? 0) ^ 1
  writeFileSync(at('b.age'), altered)
  await window.refused('backup.check', check(), 'BACKUP_BLOCKS')
  writeFileSync(at('b.age.check'), 'no check file')
  await window.refused('backup.check', check(), 'BACKUP_CHECK_FILE')
})

test('a backup in volumes is made whole by the recovery files beside it', async context => {
  const own = folderFor(context)
  const at = (name: string): string => path.join(own, name)
  const window = openWindow(context)
  const { call } = window
  writeFileSync(at('data'), randomBytes(250_000))
  const order = { paths: [at('data')], kit: kit(), out: at('b.age') }
  const made = await call('backup.create', { ...order, parity: 50, volumeSize: 100_000 })
  assert.deepEqual(
    made.volumes.map(file => path.basename(file)),
    ['b.age.001', 'b.age.002', 'b.age.003'],
  )
  const count = made.parity?.files.length ?? 0
  assert.ok(count > 1)
  await call('backup.check', { file: made.file, sha256: made.sha256 })

  rmSync(at('b.age.002'))
  const left = { file: at('b.age.001') }
  const missing = { path: at('b.age.002') }
  await window.refused('backup.check', { ...left, sha256: null }, 'FILE_VOLUME', missing)
  assert.deepEqual(await call('backup.recoveryFiles', left), { count })
  const repaired = await call('backup.repair', { ...left, out: at('whole.age') })
  assert.deepEqual([repaired.sha256, repaired.proved], [made.sha256, false])
  assert.ok(repaired.mended > 0)
  await call('backup.check', { file: repaired.file, sha256: made.sha256 })
  await window.refused('backup.repair', { ...left, out: at('whole.age') }, 'FILE_EXISTS')
  await window.refused('backup.create', { ...order, parity: 50 }, 'FILE_EXISTS')
})

test('volumes are brought together in the window, one drive after the other', async context => {
  const own = folderFor(context, 'stick-1', 'stick-2', 'gathered')
  const at = (...names: string[]): string => path.join(own, ...names)
  const window = openWindow(context)
  const { call } = window
  await call('vault.create', { path: at('v.vault') })
  writeFileSync(at('data'), randomBytes(250_000))
  const order = { paths: [at('data')], kit: kit(), out: at('b.age'), volumeSize: 100_000 }
  const made = await call('backup.create', order)
  for (const [number, stick] of [
    [1, 2],
    [2, 1],
    [3, 2],
  ] as const) {
    renameSync(at(`b.age.00${number}`), at(`stick-${stick}`, `b.age.00${number}`))
  }

  const file = at('stick-1', 'b.age.002')
  assert.equal((await call('backup.volumes', { file: at('data') })).volumes, null)
  const { volumes } = await call('backup.volumes', { file })
  // A volume alone may be the last, or not.
  assert.deepEqual([volumes?.missing, volumes?.mayFollow], [['b.age.001'], 'b.age.003'])
  assert.equal(volumes?.known?.size, made.size)
  const taking = (from: string) => ({ files: [from], into: at('gathered'), despiteDamage: false })
  const first = await call('backup.gather', taking(file))
  assert.deepEqual(first.volumes.missing, ['b.age.001'])
  assert.equal(first.volumes.path, at('gathered', 'b.age'))
  await window.refused('backup.gather', taking(file), 'VOLUME_HERE')
  await window.refused('backup.gather', taking(at('v.vault')), 'VOLUME_OTHER')
  const second = await call('backup.gather', taking(at('stick-2', 'b.age.001')))
  assert.deepEqual(second.taken, ['b.age.001', 'b.age.003'])
  assert.deepEqual([second.volumes.missing, second.volumes.mayFollow], [[], null])
  const checked = await call('backup.check', { file: second.volumes.file, sha256: made.sha256 })
  assert.equal(checked.comparedWith, 'what was written')
})

test('a backup can be cancelled, and one runs at a time; nothing half-written is left', async context => {
  const own = folderFor(context, 'in', 'out')
  const source = path.join(own, 'in')
  for (let i = 0; i < 16; i += 1) writeFileSync(path.join(source, `${i}`), randomBytes(2_000_000))
  const window = openWindow(context)
  const { call } = window
  const out = path.join(own, 'out', 'b.age')
  const survey = await call('backup.survey', { paths: [source], out })
  assert.deepEqual([survey.files, survey.bytes], [16, 32_000_000])

  const started = new Promise<void>(resolve => window.on('task.progress', () => resolve()))
  const order = { paths: [source], kit: kit(), out }
  const making = call('backup.create', order)
  making.catch(() => {})
  await started
  assert.deepEqual((await call('app.session', {})).tasks, ['backup'])
  await window.refused('backup.create', order, 'TASK_RUNNING', { task: 'backup' })
  await window.refused('ceremony.begin', { source: { kind: 'file', path: '/x' } }, 'TASK_RUNNING')
  await call('task.cancel', { task: 'backup' })
  await assert.rejects(making, { code: 'CANCELLED' })
  assert.deepEqual(readdirSync(path.join(own, 'out')), [])
  assert.deepEqual((await call('app.session', {})).tasks, [])
  await call('task.cancel', { task: 'backup' })

  const made = await call('backup.create', order)
  assert.deepEqual([made.files, made.id], [16, null])
  await window.refused('backup.create', order, 'FILE_EXISTS')
  const last = window.events.findLast(event => event.name === 'task.progress')
  assert.partialDeepStrictEqual(last?.payload, { task: 'backup', done: 32_000_000, unit: 'bytes' })
})

test('what cannot be backed up is refused before anything is written', async context => {
  const own = folderFor(context, 'in')
  const window = openWindow(context)
  const out = path.join(own, 'b.age')
  const survey = (paths: string[], to = out) => ({ paths, out: to })
  const inside = path.join(own, 'in', 'b.age')
  await window.refused('backup.survey', survey([path.join(own, 'none')]), 'FILE_MISSING')
  await window.refused(
    'backup.survey',
    survey([path.join(own, 'in')], inside),
    'BACKUP_OUTPUT_INSIDE',
  )
  await window.refused('backup.survey', survey(['in']), 'FILE_NOT_ABSOLUTE')
  const create = { paths: [path.join(own, 'in')], out }
  await window.refused(
    'backup.create',
    { ...create, kit: { kind: 'file', path: path.join(own, 'in') } },
    'FILE_IS_FOLDER',
  )
  await window.refused(
    'backup.create',
    { ...create, kit: { kind: 'vault', setId: '0123456789' } },
    'VAULT_CLOSED',
  )
  await window.call('vault.create', { path: path.join(own, 'v.vault') })
  await window.refused(
    'backup.create',
    { ...create, kit: { kind: 'vault', setId: '0123456789' } },
    'KIT_UNKNOWN',
  )
  await window.refused('backup.catalogue', { extra: 1 } as never, 'CALL_INPUT')
  assert.deepEqual(readdirSync(own).sort(), ['in', 'v.vault'])
})
