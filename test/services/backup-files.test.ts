import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { leftOutOf } from '../../main/core/backup/index.ts'
import { osRandom } from '../../main/core/bytes/random.ts'
import { writeBackup } from '../../main/services/backup/write-backup.ts'
import { findLeftovers, removeLeftover } from '../../main/services/files/leftovers.ts'
import { restoreBackup } from '../../main/services/recovery/restore-backup.ts'
import { refusal } from '../core/refusal.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-backup-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const at = (...parts: readonly string[]): string => path.join(folder, ...parts)

const identity = await generateX25519Identity()
const recipient = await identityToRecipient(identity)

let runs = 0
/** An empty folder of its own for each test. */
const place = (): string => {
  runs += 1
  const name = at(`run-${runs}`)
  mkdirSync(name)
  return name
}

const write = (paths: readonly string[], out: string, more: object = {}) =>
  writeBackup({
    ...{ setId: '0123456789', generation: 2, created: new Date('2026-11-21T12:00:00Z') },
    ...{ paths, out, recipients: [recipient], random: osRandom, threads: 2, ...more },
  })
const restore = (file: string, out: string, more: object = {}) =>
  restoreBackup({
    ...{ file, out, identity: Buffer.from(identity), threads: 2 },
    ...{ modes: 'as-they-were', ...more },
  })

/** Everything below a folder that a backup keeps, comparable. */
function treeOf(root: string, inner = ''): readonly object[] {
  return readdirSync(path.join(root, inner))
    .sort()
    .flatMap(name => {
      const relative = path.join(inner, name)
      const location = path.join(root, relative)
      const stat = lstatSync(location)
      const kept = { relative, mode: stat.mode, mtime: Math.round(stat.mtimeMs) }
      if (stat.isDirectory()) return [kept, ...treeOf(root, relative)]
      if (stat.isSymbolicLink()) return [{ ...kept, target: readlinkSync(location) }]
      return [{ ...kept, content: readFileSync(location).toString('base64') }]
    })
}

const tree = at('tree')

before(() => {
  const folders = ['', 'empty', 'ünïcode 日本', 'read-only', `${'deep/'.repeat(40)}end`]
  for (const name of folders) mkdirSync(path.join(tree, name), { recursive: true })
  const put = (name: string, content: string | Buffer, mode = 0o644) => {
    writeFileSync(path.join(tree, name), content)
    chmodSync(path.join(tree, name), mode)
  }
  put('empty file', '')
  put('one byte', 'x')
  put('big', osRandom(3_500_000))
  put('text', 'all the same '.repeat(200_000))
  put('ünïcode 日本/🗝 "quoted" \n newline', 'name')
  put('ünïcode 日本/decomposed e\u0301', 'NFD')
  put('ünïcode 日本/composed \u00e9', 'NFC')
  put('a:colon', 'legal here')
  put(`${'deep/'.repeat(40)}end/${'n'.repeat(250)}`, 'long')
  put('setuid', 'mode', 0o4711)
  put('secret', 'mode', 0o400)
  put('read-only/inside', 'mode')
  linkSync(path.join(tree, 'text'), path.join(tree, 'hard link'))
  symlinkSync('../tree/big', path.join(tree, 'link'))
  symlinkSync('nowhere', path.join(tree, 'dangling'))
  symlinkSync('empty', path.join(tree, 'to a folder'))
  for (const [name, seconds] of [
    ['one byte', -86_400.25],
    ['big', 4_102_444_800.125],
    ['text', 1_763_764_000.999],
  ] as const) {
    utimesSync(path.join(tree, name), seconds, seconds)
  }
  lutimesSync(path.join(tree, 'link'), 1_000_000_000.5, 1_000_000_000.5)
  chmodSync(path.join(tree, 'read-only'), 0o555)
  utimesSync(path.join(tree, 'empty'), 1, 1)
})

test('a tree comes back as it was: names, modes, times, links, content', async () => {
  const here = place()
  const single = path.join(here, 'single file')
  writeFileSync(single, 'beside the tree')
  const out = path.join(here, 'b.tar.zst.age')
  const progress: number[] = []
  const said: string[] = []
  const hash = createHash('sha256')
  const written = await write([tree, single], out, {
    onPiece: (piece: Buffer) => hash.update(piece),
    onSha256: (sha256: string) => said.push(sha256),
    onProgress: (done: number, total: number) => progress.push(done / total),
  })
  assert.equal(written.size, statSync(out).size)
  const sum = execFileSync('sha256sum', [out], { encoding: 'utf8' })
  assert.equal(hash.digest('hex'), sum.slice(0, 64), 'every piece was shown, in order')
  assert.deepEqual(said, [sum.slice(0, 64)])
  assert.equal(progress.at(-1), 1)
  const restored = await restore(out, path.join(here, 'back'))
  assert.equal(restored.tamed, 0)
  assert.equal(restored.sha256, sum.slice(0, 64))
  assert.equal(restored.files, written.files)
  assert.equal(restored.bytes, written.bytes)
  assert.equal(restored.manifest.setId, '0123456789')
  assert.deepEqual(treeOf(path.join(here, 'back', 'tree')), treeOf(tree))
  assert.equal(readFileSync(path.join(here, 'back', 'single file'), 'utf8'), 'beside the tree')
  assert.deepEqual(readdirSync(here).sort(), ['b.tar.zst.age', 'back', 'single file'])
})

test('setuid, setgid and leave for everybody to write are left out unless asked for, and counted', async () => {
  const here = place()
  const source = path.join(here, 'source')
  mkdirSync(path.join(source, 'open'), { recursive: true })
  const modes: { readonly [name: string]: readonly [before: number, after: number] } = {
    'as it was': [0o750, 0o750],
    setuid: [0o4755, 0o755],
    setgid: [0o2755, 0o755],
    'for everybody': [0o666, 0o664],
  }
  for (const [name, [mode]] of Object.entries(modes)) {
    writeFileSync(path.join(source, name), '')
    chmodSync(path.join(source, name), mode)
  }
  chmodSync(path.join(source, 'open'), 0o1777)
  const out = path.join(here, 'b.tar.zst.age')
  await write([source], out)
  const choice = { modes: 'without-dangerous' }
  const { tamed } = await restore(out, path.join(here, 'back'), choice)
  const modeOf = (name: string): number =>
    statSync(path.join(here, 'back/source', name)).mode & 0o7777
  for (const [name, [, expected]] of Object.entries(modes))
    assert.equal(modeOf(name), expected, name)
  assert.equal(modeOf('open'), 0o1775)
  assert.equal(tamed, 4)
})

test('what a killed restore left is found, and removed when a person asks; nothing else is', async () => {
  const here = place()
  const ended = spawnSync('true').pid
  const left = [`.back.keyclave-part-${ended}-aB3xY9`, '.back.keyclave-part-aB3xY9']
  const others = [`.back.keyclave-part-${process.pid}-aB3xY9`, 'keyclave-part-1-aB3xY9', '.ssh']
  for (const name of [...left, ...others])
    mkdirSync(path.join(here, name, 'closed'), { recursive: true })
  writeFileSync(path.join(here, left[0] ?? '', 'closed/file'), 'plain')
  chmodSync(path.join(here, left[0] ?? '', 'closed'), 0o555)
  symlinkSync('.ssh', path.join(here, '.link.keyclave-part-1-aB3xY9'))
  const found = await findLeftovers(here)
  assert.deepEqual(found.map(one => path.basename(one.path)).sort(), left.toSorted())
  for (const name of [...others, '.link.keyclave-part-1-aB3xY9']) {
    const refused = removeLeftover(path.join(here, name))
    await assert.rejects(refused, { code: 'LEFTOVER_OTHER' }, name)
  }
  for (const one of found) await removeLeftover(one.path)
  assert.deepEqual(await findLeftovers(here), [])
  assert.ok(others.every(name => existsSync(path.join(here, name))))
  assert.deepEqual(await findLeftovers(path.join(here, 'no such folder')), [])
})

test('stock age, zstd and tar open it, to the byte', async () => {
  const here = place()
  await write([tree], path.join(here, 'b.age'))
  writeFileSync(path.join(here, 'id'), `${identity}\n`, { mode: 0o600 })
  mkdirSync(path.join(here, 'stock'))
  execFileSync(
    'bash',
    [
      ...[
        '-o',
        'pipefail',
        '-c',
        'age -d -i id b.age | zstd -q -d | tar --warning=no-timestamp -x -p -f - -C stock',
      ],
    ],
    { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  assert.deepEqual(treeOf(path.join(here, 'stock', 'tree')), treeOf(tree))
  const manifest = JSON.parse(
    readFileSync(path.join(here, 'stock', 'keyclave-manifest.json'), 'utf8'),
  )
  for (const entry of manifest.entries) {
    if (entry.type !== 'file') continue
    const sum = execFileSync('sha256sum', [], {
      ...{ input: readFileSync(path.join(here, 'stock', entry.path)), encoding: 'utf8' },
    })
    assert.equal(sum.slice(0, 64), entry.sha256, entry.path)
  }
})

test('what stock zstd made of the archive restores too', async () => {
  const here = place()
  await write([tree], path.join(here, 'b.age'))
  writeFileSync(path.join(here, 'id'), `${identity}\n`, { mode: 0o600 })
  const pipe = `age -d -i id b.age | zstd -q -d | zstd -q -3 -T0 | age -r ${recipient} > again.age`
  execFileSync('bash', ['-o', 'pipefail', '-c', pipe], { cwd: here })
  await restore(path.join(here, 'again.age'), path.join(here, 'back'))
  assert.deepEqual(treeOf(path.join(here, 'back', 'tree')), treeOf(tree))
})

test('nothing is overwritten, and nothing is left where something was refused', async () => {
  const here = place()
  const out = path.join(here, 'b.age')
  await write([tree], out)
  await assert.rejects(write([tree], out), refusal('FILE_EXISTS', { path: out }))
  await assert.rejects(restore(out, tree), refusal('FILE_EXISTS', { path: tree }))
  const damaged = readFileSync(out)
  damaged.writeUInt8(damaged.readUInt8(damaged.length - 100_000) ^ 1, damaged.length - 100_000)
  writeFileSync(path.join(here, 'damaged.age'), damaged)
  await assert.rejects(restore(path.join(here, 'damaged.age'), at('back')), refusal('AGE_PAYLOAD'))
  writeFileSync(path.join(here, 'cut.age'), damaged.subarray(0, damaged.length - 1))
  await assert.rejects(restore(path.join(here, 'cut.age'), at('back')), refusal('AGE_PAYLOAD'))
  assert.deepEqual(readdirSync(here).sort(), ['b.age', 'cut.age', 'damaged.age'])
  assert.ok(!readdirSync(folder).some(name => name.includes('back') || name.startsWith('.')))
})

test('cancelling leaves nothing behind', async () => {
  const here = place()
  const cancelled = (): { signal: AbortSignal; onProgress: () => void } => {
    const controller = new AbortController()
    return { signal: controller.signal, onProgress: () => controller.abort() }
  }
  const making = write([tree], path.join(here, 'b.age'), cancelled())
  await assert.rejects(making, refusal('CANCELLED'))
  assert.deepEqual(readdirSync(here), [])
  await write([tree], path.join(here, 'b.age'))
  const restoring = restore(path.join(here, 'b.age'), path.join(here, 'back'), cancelled())
  await assert.rejects(restoring, refusal('CANCELLED'))
  assert.deepEqual(readdirSync(here), ['b.age'])
})

test('links that lead out are kept as links, never followed, and made only on request', async () => {
  const here = place()
  const source = path.join(here, 'source')
  mkdirSync(path.join(source, 'inner'), { recursive: true })
  writeFileSync(path.join(here, 'outside'), 'not in it')
  writeFileSync(path.join(source, 'inner', 'file'), 'in it')
  symlinkSync(path.join(here, 'outside'), path.join(source, 'absolute'))
  symlinkSync('../../../outside', path.join(source, 'inner', 'up'))
  symlinkSync('file', path.join(source, 'inner', 'within'))
  const out = path.join(here, 'b.age')
  await write([source], out)

  const listed = await restore(out, path.join(here, 'listed'))
  assert.deepEqual(listed.outward, [
    { path: 'source/absolute', target: path.join(here, 'outside') },
    { path: 'source/inner/up', target: '../../../outside' },
  ])
  assert.equal(listed.outwardMade, false)
  assert.deepEqual(readdirSync(path.join(here, 'listed', 'source')), ['inner'])
  assert.deepEqual(readdirSync(path.join(here, 'listed', 'source', 'inner')), ['file', 'within'])

  const made = await restore(out, path.join(here, 'made'), { outwardLinks: true })
  assert.equal(made.outwardMade, true)
  assert.deepEqual(treeOf(path.join(here, 'made', 'source')), treeOf(source))
  assert.equal(readFileSync(path.join(here, 'outside'), 'utf8'), 'not in it')

  // Stock tools read it, and recover.py.
  writeFileSync(path.join(here, 'id'), identity)
  mkdirSync(path.join(here, 'stock'))
  const recover = path.resolve(import.meta.dirname, '../../docs/recover.py')
  const pipe = 'age -d -i id b.age | zstd -q -d | tar --warning=no-timestamp -x -f - -C stock'
  execFileSync('sh', ['-c', `${pipe} && python3 ${recover} verify stock`], { cwd: here })
})

test('what further names of a file cost is said, and each comes back as a file', async () => {
  const here = place()
  const source = path.join(here, 'source')
  mkdirSync(source)
  writeFileSync(path.join(source, 'a'), 'twelve bytes')
  for (const name of ['b', 'c']) linkSync(path.join(source, 'a'), path.join(source, name))
  writeFileSync(path.join(source, 'alone'), 'x')
  linkSync(path.join(source, 'alone'), path.join(here, 'not in it'))
  const { repeated } = await write([source], path.join(here, 'b.age'))
  assert.deepEqual(repeated, { files: 2, bytes: 24 })
  await restore(path.join(here, 'b.age'), path.join(here, 'back'))
  assert.equal(readFileSync(path.join(here, 'back', 'source', 'c'), 'utf8'), 'twelve bytes')
})

test('what a backup cannot keep is refused all at once, or left out by agreement, which it says', async () => {
  const here = place()
  const source = path.join(here, 'source')
  const out = path.join(here, 'b.age')
  mkdirSync(path.join(source, 'cache', 'deep'), { recursive: true })
  writeFileSync(path.join(source, 'cache', 'deep', 'x.tmp'), 'x')
  writeFileSync(path.join(source, 'kept.txt'), 'kept')
  const latin1 = Buffer.concat([Buffer.from(path.join(source, 'caf')), Buffer.from([0xe9])])
  writeFileSync(latin1, '')
  writeFileSync(path.join(source, 'back\\slash'), '')
  execFileSync('mkfifo', [path.join(source, 'pipe')])
  symlinkSync('/etc/passwd', path.join(source, 'absolute'))
  symlinkSync('../../x', path.join(source, 'out'))
  const server = createServer().listen(path.join(source, 'socket')).unref()
  await new Promise(resolve => server.once('listening', resolve))
  const odd = [
    { kind: 'special', count: 2, first: ['source/pipe', 'source/socket'] },
    { kind: 'links', count: 2, first: ['source/absolute', 'source/out'] },
    { kind: 'names', count: 2, first: ['source/caf\ufffd', 'source/back\\slash'] },
  ]
  // Links that lead out are kept, unless people agree to leave them out.
  const kept = odd.filter(({ kind }) => kind !== 'links')
  await assert.rejects(write([source], out), refusal('BACKUP_ODD', { odd: kept }))
  const partly = write([source], out, { leaveOut: ['links', 'special'] })
  await assert.rejects(partly, refusal('BACKUP_ODD', { odd: odd.slice(2) }))
  assert.deepEqual(readdirSync(here), ['source'])

  const leaveOut = ['links', 'names', 'special', 'source/cache/**', 'no/such/*']
  const { leftOut, files } = await write([source], out, { leaveOut })
  server.close()
  assert.deepEqual(leftOut, [
    ...odd.map(({ kind, count }) => ({ what: kind, count })),
    { what: 'source/cache/**', count: 1 },
  ])
  assert.equal(files, 1)
  const { manifest } = await restore(out, path.join(here, 'back'))
  assert.deepEqual(leftOutOf(manifest), leftOut)
  assert.deepEqual(readdirSync(path.join(here, 'back', 'source')), ['cache', 'kept.txt'])
  // Stock tools and recover.py say it, too.
  writeFileSync(path.join(here, 'id'), identity)
  mkdirSync(path.join(here, 'stock'))
  const recover = path.resolve(import.meta.dirname, '../../docs/recover.py')
  const pipe = 'age -d -i id b.age | zstd -q -d | tar --warning=no-timestamp -x -f - -C stock'
  const shell = `${pipe} && python3 ${recover} verify stock`
  const said = execFileSync('sh', ['-c', shell], { cwd: here, encoding: 'utf8' })
  assert.match(said, /All 1 files/)
  assert.match(said, /Left out when it was made, by agreement: 2 x .*special/)
  // Nobody agrees to a backup of nothing.
  const nothing = write([path.join(source, 'pipe')], path.join(here, 'c.age'), { leaveOut })
  await assert.rejects(nothing, refusal('BACKUP_ODD'))
})

test('paths that cannot be told apart, or hold the output, are refused', async () => {
  const here = place()
  mkdirSync(path.join(here, 'a', 'same'), { recursive: true })
  mkdirSync(path.join(here, 'b', 'same'), { recursive: true })
  const out = path.join(here, 'b.age')
  const both = [path.join(here, 'a', 'same'), path.join(here, 'b', 'same')]
  await assert.rejects(write(both, out), refusal('BACKUP_SOURCE_TWICE', { name: 'same' }))
  const inside = path.join(here, 'a', 'same', 'b.age')
  await assert.rejects(write([path.join(here, 'a')], inside), refusal('BACKUP_OUTPUT_INSIDE'))
  await assert.rejects(write(['/'], out), refusal('BACKUP_SOURCE_NAMELESS'))
  const missing = path.join(here, 'missing')
  await assert.rejects(write([missing], out), refusal('FILE_MISSING', { path: missing }))
  await assert.rejects(restore(missing, path.join(here, 'back')), refusal('FILE_MISSING'))
  await assert.rejects(restore(here, path.join(here, 'back')), refusal('FILE_IS_FOLDER'))
  const nowhere = path.join(missing, 'b.age')
  await assert.rejects(write([path.join(here, 'a')], nowhere), refusal('FILE_MISSING'))
})

test('a link given by name stands for what it leads to', async () => {
  const here = place()
  symlinkSync(tree, path.join(here, 'named'))
  await write([path.join(here, 'named')], path.join(here, 'b.age'))
  await restore(path.join(here, 'b.age'), path.join(here, 'back'))
  assert.deepEqual(treeOf(path.join(here, 'back', 'named')), treeOf(tree))
})

test('a file that changes while it is read is refused by name', async () => {
  const here = place()
  const growing = path.join(here, 'growing')
  writeFileSync(growing, osRandom(3_000_000))
  const writing = write([growing], path.join(here, 'b.age'), {
    onProgress: () => appendFileSync(growing, 'more'),
  })
  await assert.rejects(writing, refusal('BACKUP_FILE_CHANGED', { path: 'growing' }))
  assert.deepEqual(readdirSync(here), ['growing'])
})

test('a full drive is named, and nothing is left on it', async () => {
  const here = place()
  await write([tree], path.join(here, 'b.age'))
  const drive = path.join(here, 'drive')
  mkdirSync(drive)
  const child = path.join(import.meta.dirname, 'full-disk.child.ts')
  const sandbox = ['--dev-bind', '/', '/', '--size', String(2 * 1024 * 1024), '--tmpfs', drive]
  const args = [drive, tree, path.join(here, 'b.age'), identity, recipient]
  const printed = execFileSync('bwrap', [...sandbox, process.execPath, child, ...args])
  assert.deepEqual(JSON.parse(printed.toString()), {
    codes: ['FILE_FULL', 'RESTORE_UNFIT', 'FILE_FULL', 'FILE_FULL'],
    left: [],
  })
})
