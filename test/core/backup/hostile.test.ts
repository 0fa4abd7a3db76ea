import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type ZstdOptions, zstdCompressSync } from 'node:zlib'
import { Header } from 'tar'
import { sealStream } from '../../../main/core/backup/age-stream.ts'
import { openPayload } from '../../../main/core/backup/backup.ts'
import { FRAME_BOUND, storeFrame } from '../../../main/core/backup/zstd-frame.ts'
import { osRandom } from '../../../main/core/bytes/random.ts'
import { canonicalBytes } from '../../../main/core/text/canonical-json.ts'
import { KeyclaveError } from '../../../shared/errors.ts'
import { sentenceOf } from '../../../shared/messages/index.ts'
import { gather, piecesOf, poolWith, sourceOf } from '../age/age-tools.ts'
import {
  archiveOf,
  END,
  framesOf,
  MemorySink,
  manifestOf,
  origin,
  type RawEntry,
  raw,
  rawFile,
  rawManifest,
} from './backup-tools.ts'

/** Backups that are authentic age files, and yet not what Keyclave would have written. */

const mtime = new Date('2026-01-02T03:04:05.678Z')
const folder = (path: string): RawEntry => raw({ type: 'directory', path, mode: 0o755, mtime })
const link = (path: string, target: string): RawEntry =>
  raw({ type: 'symlink', path, mode: 0o777, mtime, target })

/** A header without pax records, of any type. */
function plain(type: ConstructorParameters<typeof Header>[0] & object): RawEntry {
  const block = Buffer.alloc(512)
  new Header({ mode: 0o644, size: 0, mtime, ...type }).encode(block)
  return { bytes: block, line: null }
}

/** The threads and the key of all these backups: their headers are not what is tested here. */
const pool = poolWith(osRandom(32), 2)
after(() => pool.close())

/** Opens what is in a backup; gives the code and the data of the refusal. */
async function refused(archive: Buffer, frames: Buffer = framesOf(archive)) {
  try {
    const payload = await gather(sealStream(pool, piecesOf(pool, frames, frames.length)))
    await openPayload(
      { pool, head: Buffer.alloc(0), chunks: sourceOf(payload) },
      { sink: new MemorySink() },
    )
  } catch (error) {
    assert.ok(error instanceof KeyclaveError, String(error))
    return { code: error.code, path: error.data.path, problem: sentenceOf(error, 'en') }
  }
  return { code: 'none', path: undefined, problem: '' }
}

async function each<Case>(cases: readonly Case[], check: (item: Case) => Promise<void>) {
  for (const item of cases) await check(item)
}

const file = rawFile('a', 'content')

test('the control: the same tools make a backup that opens', async () => {
  const archive = archiveOf([folder('d'), rawFile('d/a', 'x'), link('d/l', '../d/a'), file])
  assert.equal((await refused(archive)).code, 'none')
})

test('an entry with a bad name is refused by name', async () => {
  const names: readonly (readonly [string, RegExp])[] = [
    ['/etc/passwd', /absolute/],
    ['../up', /"\.\."/],
    ['d/../../up', /"\.\."/],
    ['./a', /"\."/],
    ['d//a', /empty segment/],
    ['a\\b', /backslash/],
    ['nul\0nul', /zero byte/],
    ['missing/a', /does not come before/],
    ['l/a', /does not come before/],
    ['a/b', /does not come before/],
    ['a', /twice/],
    ['d/same', /twice/],
    ['d/before', /whose name is to follow/],
  ]
  await each(names, async ([name, problem]) => {
    const within = rawFile('d/same', 'y')
    const entries = [file, link('l', 'd'), folder('d'), within, rawFile(name, 'x')]
    const refusal = await refused(archiveOf(entries))
    assert.deepEqual([refusal.code, refusal.path], ['BACKUP_ENTRY_REFUSED', name])
    assert.match(refusal.problem, problem, name)
  })
})

test('a link to nothing, or with a backslash, is refused', async () => {
  await each(['a\\b', ''], async target => {
    const { code, path } = await refused(archiveOf([folder('d'), link('l', target)]))
    assert.deepEqual([code, path], ['BACKUP_ENTRY_REFUSED', 'l'], target)
  })
})

/** An archive whose manifest says what `change` makes of it. */
function archiveSaying(
  entries: readonly RawEntry[],
  change: (said: { [field: string]: unknown }) => object,
): Buffer {
  const lines = entries.flatMap(entry => (entry.line === null ? [] : [entry.line]))
  const said = JSON.parse(manifestOf(origin, lines).toString())
  const manifest = rawManifest(canonicalBytes(change(said)))
  return Buffer.concat([...entries.map(entry => entry.bytes), manifest.bytes, END])
}

test('a link that leads out, or could, is refused unless the manifest says how many there are', async () => {
  const targets = ['/etc/passwd', '..', '../../..', '../../x', 'x/../../..', 'd/../x']
  await each(targets, async target => {
    const entries = [folder('d'), link('l', target)]
    assert.equal((await refused(archiveOf(entries))).code, 'none', target)
    const older = archiveSaying(entries, ({ outward: _, leftOut: __, ...rest }) => ({
      ...rest,
      keyclave: 'backup manifest 1',
    }))
    const refusal = await refused(older)
    assert.deepEqual([refusal.code, refusal.path], ['BACKUP_ENTRY_REFUSED', 'l'], target)
    const wrong = archiveSaying(entries, said => ({ ...said, outward: 2 }))
    assert.equal((await refused(wrong)).code, 'BACKUP_MANIFEST', target)
  })
})

test('special files and hard links are refused', async () => {
  const types = [
    'Link',
    'CharacterDevice',
    'BlockDevice',
    'FIFO',
    'SparseFile',
    'GNUDumpDir',
  ] as const
  await each(types, async type => {
    const bad = plain({ path: 'bad', type, linkpath: 'a' })
    const refusal = await refused(archiveOf([file, bad]))
    assert.deepEqual([refusal.code, refusal.path], ['BACKUP_ENTRY_REFUSED', 'bad'], type)
    assert.match(refusal.problem, /special/)
  })
})

test('headers that mean something else to others are refused', async () => {
  const pax = (...records: readonly string[]): RawEntry => {
    const body = Buffer.from(records.join(''))
    const header = plain({ path: 'PaxHeader', type: 'ExtendedHeader', size: body.length })
    const padding = Buffer.alloc((512 - (body.length % 512)) % 512)
    return { bytes: Buffer.concat([header.bytes, body, padding]), line: null }
  }
  const global = { ...plain({ path: 'g', type: 'GlobalExtendedHeader' }) }
  const badSum = { ...file, bytes: Buffer.from(file.bytes) }
  badSum.bytes.writeUInt8(0x37, file.bytes.length - 1024 + 100)
  const cases: readonly (readonly RawEntry[])[] = [
    [pax('20 GNU.sparse.size=1\n'), plain({ path: 'a', type: 'File' })],
    [pax('8 path=a\n'), plain({ path: 'a', type: 'File' })],
    [pax('99 path=a\n'), plain({ path: 'a', type: 'File' })],
    [pax('10 path=a'), plain({ path: 'a', type: 'File' })],
    [pax('9 path=a\n', '9 path=b\n'), plain({ path: 'a', type: 'File' })],
    [pax('9 size=-1\n'), plain({ path: 'a', type: 'File' })],
    [pax('9 path=a\n'), pax('9 path=b\n'), plain({ path: 'a', type: 'File' })],
    [plain({ path: 'PaxHeader', type: 'ExtendedHeader', size: 1e9 })],
    [pax('9 path=a\n')],
    [badSum],
  ]
  await each(cases, async entries => {
    assert.equal((await refused(archiveOf(entries))).code, 'BACKUP_DAMAGED')
  })
  assert.equal((await refused(archiveOf([global, file]))).code, 'BACKUP_ENTRY_REFUSED')
})

test('an archive that is cut, goes on, or has no manifest is refused', async () => {
  const whole = archiveOf([file])
  const manifest = rawManifest(manifestOf(origin, []))
  const cases: readonly Buffer[] = [
    whole.subarray(0, 0),
    whole.subarray(0, 700),
    whole.subarray(0, file.bytes.length - 512),
    whole.subarray(0, -1024),
    whole.subarray(0, -512),
    whole.subarray(0, -1),
    Buffer.concat([whole, file.bytes]),
    Buffer.concat([file.bytes, END]),
    Buffer.concat([manifest.bytes, file.bytes, END]),
    Buffer.concat([manifest.bytes, manifest.bytes, END]),
    Buffer.concat([file.bytes, Buffer.alloc(512), manifest.bytes, END]),
  ]
  await each(cases, async archive => {
    assert.equal((await refused(archive)).code, 'BACKUP_DAMAGED', `${archive.length} bytes`)
  })
})

test('what the manifest does not say, or says otherwise, is found by name', async () => {
  const change = (entry: RawEntry, changes: object): RawEntry => ({
    ...entry,
    line: { ...entry.line, ...changes } as RawEntry['line'],
  })
  const b = rawFile('b', 'other')
  const hash = '0'.repeat(64)
  const cases: readonly (readonly [readonly RawEntry[], string, RegExp])[] = [
    [[file, { ...b, line: null }], 'b', /does not know/],
    [[file, { ...b, bytes: Buffer.alloc(0) }], 'b', /missing/],
    [[change(file, { path: 'c' })], 'a', /another entry/],
    [[change(file, { sha256: hash })], 'a', /another sha256/],
    [[change(file, { size: 8 })], 'a', /another size/],
    [[change(file, { mode: 0o777 })], 'a', /another mode/],
    [[change(file, { mtime: '2026-01-02T03:04:05.679Z' })], 'a', /another mtime/],
    [[folder('d'), change(link('l', 'd'), { target: 'e' })], 'l', /another target/],
  ]
  await each(cases, async ([entries, path, problem]) => {
    const refusal = await refused(archiveOf(entries))
    assert.deepEqual([refusal.code, refusal.path], ['BACKUP_MANIFEST', path])
    assert.match(refusal.problem, problem)
  })
})

test('a manifest that is not strict, canonical JSON is refused', async () => {
  const good = manifestOf(origin, []).toString()
  const contents = [
    '',
    '[]',
    `${good} `,
    good.slice(0, -1),
    good.replace('manifest 1', 'manifest 2'),
    good.replace('"bytes":0', '"bytes":1'),
    good.replace('"bytes":0', '"bytes":0,"bytes":0'),
    good.replace('"bytes":0', '"bytes":-1'),
    good.replace('"created":"', '"created":"x'),
    good.replace('{', '{"a":1,'),
    good.replace('0123456789', '012345678G'),
  ]
  await each(contents, async content => {
    const { bytes } = rawManifest(Buffer.from(content))
    const { code, path } = await refused(Buffer.concat([bytes, END]))
    assert.deepEqual([code, path], ['BACKUP_MANIFEST', 'keyclave-manifest.json'], content)
  })
})

/** Frames of raw blocks that say something untrue of themselves. */
function storedWrongly(): readonly (readonly [string, Buffer])[] {
  const content = archiveOf([rawFile('a', 'content')])
  const stored = Buffer.concat(storeFrame(Buffer.concat([content], FRAME_BOUND), content.length))
  const change = (at: number, value: number): Buffer => {
    const frame = Buffer.from(stored)
    frame.writeUInt8(value, at)
    return frame
  }
  const header = (length: number, last: number): Buffer => {
    const bytes = Buffer.alloc(3)
    bytes.writeUIntLE((length << 3) | last, 0, 3)
    return bytes
  }
  return [
    ['another size', change(5, stored.readUInt8(5) ^ 1)],
    ['no last block', change(9, stored.readUInt8(9) ^ 1)],
    ['a reserved type of block', change(9, stored.readUInt8(9) | 6)],
    [
      'more blocks than content',
      Buffer.concat([change(9, stored.readUInt8(9) ^ 1), header(0, 1), header(0, 1)]),
    ],
    ['a checksum that is not there', change(4, 0xa4)],
    ['a wrong checksum', Buffer.concat([change(4, 0xa4), Buffer.from('beef')])],
  ]
}

test('frames with next to no content keep no memory', async () => {
  const archive = archiveOf([rawFile('a', 'words '.repeat(5000))])
  const frames: Buffer[] = []
  for (let at = 0; at < archive.length; at += 200) {
    const content = archive.subarray(at, at + 200)
    const stored = storeFrame(Buffer.concat([content], FRAME_BOUND), content.length)
    frames.push(
      at % 400 === 0
        ? zstdCompressSync(content, { pledgedSrcSize: content.length } as ZstdOptions)
        : Buffer.concat(stored),
    )
  }
  const before = pool.slabs.count
  assert.equal((await refused(archive, Buffer.concat(frames))).code, 'none')
  assert.ok(pool.slabs.count - before < 40, `${pool.slabs.count - before} more slabs`)
})

test('damaged and hostile Zstandard is refused', async () => {
  const archive = archiveOf([rawFile('a', 'words '.repeat(400_000))])
  const frames = framesOf(archive)
  const skippable = Buffer.concat([Buffer.from('502a4d1803000000616263', 'hex')])
  const bomb = Buffer.from(frames)
  bomb.writeUInt8(bomb.readUInt8(6) ^ 1, 6) // another content size
  const window = Buffer.from('28b52ffd00f8010000', 'hex') // a window of 2 GiB and one empty block
  const cases: readonly (readonly [string, Buffer])[] = [
    ['nothing', Buffer.alloc(0)],
    ['a piece of a header', frames.subarray(0, 5)],
    ['not Zstandard', Buffer.from('PK plus more bytes')],
    ['a cut frame', frames.subarray(0, frames.length - 1)],
    ['garbage after it', Buffer.concat([frames, Buffer.from('garbage')])],
    ['a wrong content size', bomb],
    ['frames of different kinds', Buffer.concat([frames, skippable])],
    ['a cut skippable frame', skippable.subarray(0, 10)],
    ['a window that is too large', window],
    ['a cut foreign frame', zstdCompressSync(archive).subarray(0, -1)],
  ]
  await each(cases, async ([name, compressed]) => {
    const { code } = await refused(archive, compressed)
    assert.equal(code, 'BACKUP_DAMAGED', name)
  })
  await each(storedWrongly(), async ([name, frame]) => {
    const { code, problem } = await refused(archive, frame)
    assert.equal(code, 'BACKUP_DAMAGED', name)
    assert.match(problem, /compressed data/, name)
  })
  const skipped = Buffer.concat([skippable, frames, skippable])
  assert.equal((await refused(archive, skipped)).code, 'none')
})

test('a small archive with a changed byte is refused, wherever it is', async () => {
  const archive = archiveOf([rawFile('a', 'content'), link('l', 'a')])
  // Every third byte: authentication, which this is beneath, was tested with every one.
  for (let at = 0; at < archive.length; at += 3) {
    // The two bytes that end a header's checksum are not part of anything.
    if (at % 512 === 154 || at % 512 === 155) continue
    const changed = Buffer.from(archive)
    changed.writeUInt8(changed.readUInt8(at) ^ 0x21, at)
    assert.notEqual((await refused(changed)).code, 'none', `byte ${at}`)
  }
})
