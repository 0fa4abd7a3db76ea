import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { generateHybridIdentity, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { unwrapFileKey } from '../../../main/core/age/file-key.ts'
import { readAgeFile } from '../../../main/core/age/header.ts'
import { openChunks, payloadKey } from '../../../main/core/age/payload.ts'
import { sealStream } from '../../../main/core/backup/age-stream.ts'
import type { FrameInput } from '../../../main/core/backup/archive-writer.ts'
import { createBackup, openBackup, openPayload } from '../../../main/core/backup/backup.ts'
import type { BackupPool } from '../../../main/core/backup/pool.ts'
import { FRAME, FRAME_BOUND, storeFrame } from '../../../main/core/backup/zstd-frame.ts'
import { compressStream } from '../../../main/core/backup/zstd-stream.ts'
import { osRandom } from '../../../main/core/bytes/random.ts'
import { KeyclaveError } from '../../../shared/errors.ts'
import { poolWith, sourceOf } from '../age/age-tools.ts'
import { refusal } from '../refusal.ts'
import {
  archiveOf,
  backupOf,
  fileEntry,
  folderEntry,
  identity,
  linkEntry,
  MemoryOutput,
  MemorySink,
  open,
  origin,
  rawFile,
  recipient,
  sealed,
} from './backup-tools.ts'

const big = osRandom(3 * 1024 * 1024 + 12345)
const text = Buffer.from('the same words again and again\n'.repeat(90_000))

test('what was backed up comes back: paths, modes, times, targets, content', async () => {
  const entries = [
    folderEntry('tree'),
    fileEntry('tree/big', big),
    fileEntry('tree/empty', Buffer.alloc(0)),
    { ...fileEntry('tree/late', Buffer.from('late')), mtime: new Date('2525-12-31T23:59:59.999Z') },
    linkEntry('tree/link', '../tree/big'),
    fileEntry(`tree/${'long '.repeat(50)}ümläut 🗝 \n newline`, text),
    { ...fileEntry('tree/old', Buffer.from('old')), mtime: new Date('1901-02-03T04:05:06.007Z') },
    { ...folderEntry('tree/sticky'), mode: 0o3777 },
    { ...fileEntry('tree/sticky/setuid', Buffer.from('x')), mode: 0o4755 },
  ]
  const sink = await open(await backupOf(entries, [recipient], 2))
  const plain = entries.map(({ ...entry }) => {
    if ('open' in entry) Reflect.deleteProperty(entry, 'open')
    return entry
  })
  assert.deepEqual(sink.entries, plain)
  assert.ok(sink.contents.get('tree/big')?.equals(big))
  assert.ok(sink.contents.get(entries[5]?.path ?? '')?.equals(text))
  assert.equal(sink.contents.get('tree/empty')?.length, 0)
})

test('an empty backup is a backup', async () => {
  const sink = await open(await backupOf([]))
  assert.equal(sink.entries.length, 0)
})

test('a hybrid backup opens with each of its two recipients, and with no third', async () => {
  const identities = await Promise.all([generateHybridIdentity(), generateHybridIdentity()])
  const recipients = await Promise.all(identities.map(identityToRecipient))
  const file = await backupOf([fileEntry('a', text)], recipients)
  for (const one of identities) {
    assert.ok((await open(file, one)).contents.get('a')?.equals(text))
  }
  await assert.rejects(open(file, await generateHybridIdentity()), refusal('AGE_NO_MATCH', {}))
  await assert.rejects(open(file, await generateX25519Identity()), refusal('AGE_NO_MATCH', {}))
  await assert.rejects(open(file, 'AGE-SECRET-KEY-1QQQ'), refusal('AGE_IDENTITY', {}))
})

test('a recipient that is none is named by its place', async () => {
  await assert.rejects(
    backupOf([], [recipient, 'age1nope']),
    refusal('AGE_RECIPIENT', { recipient: 2 }),
  )
})

test('reads what stock zstd would have written of the same archive: one frame of any size', async () => {
  const archive = archiveOf([rawFile('a', 'hello'), rawFile('b', 'x'.repeat(5_000_000))])
  const options = { params: { [constants.ZSTD_c_compressionLevel]: 3 } }
  const frame = zstdCompressSync(archive, options)
  const halves = [archive.subarray(0, 4_000_000), archive.subarray(4_000_000)]
  const two = Buffer.concat(halves.map(half => zstdCompressSync(half, options)))
  for (const compressed of [frame, two]) {
    const sink = await open(await sealed(compressed))
    assert.equal(sink.contents.get('b')?.length, 5_000_000)
  }
})

test('a file that grows, shrinks or changes its mind is refused by name', async () => {
  for (const [size, have] of [
    [5, 4],
    [5, 6],
    [0, 1],
    [2_000_000, 1_999_999],
  ] as const) {
    const entry = { ...fileEntry('grows', Buffer.alloc(have)), size }
    await assert.rejects(backupOf([entry]), refusal('BACKUP_FILE_CHANGED', { path: 'grows' }))
  }
})

test('what cannot be restored is not backed up', async () => {
  const refused = (path: string) => (error: unknown) =>
    error instanceof KeyclaveError &&
    error.code === 'BACKUP_ENTRY_REFUSED' &&
    error.data.path === path
  await assert.rejects(backupOf([folderEntry('..')]), refused('..'))
  await assert.rejects(backupOf([linkEntry('l', 'a\\b')]), refused('l'))
  const name = 'keyclave-manifest.json'
  await assert.rejects(backupOf([fileEntry(name, text)]), refused(name))
})

test('cancelling ends making and opening', async () => {
  const controller = new AbortController()
  const { signal } = controller
  const making = createBackup({
    ...{ ...origin, recipients: [recipient], random: osRandom, threads: 1, signal },
    entries: [fileEntry('big', big)],
    onBytes: () => controller.abort(),
    output: new MemoryOutput(),
  })
  await assert.rejects(making, refusal('CANCELLED'))
  const again = new AbortController()
  const opening = openBackup({
    source: sourceOf(await backupOf([fileEntry('big', big)])),
    identity: Buffer.from(identity),
    ...{ sink: new MemorySink(), threads: 1, signal: again.signal },
    onBytes: () => again.abort(),
  })
  await assert.rejects(opening, refusal('CANCELLED'))
})

test('an output that fails ends the backup, and leaves no worker behind', async () => {
  let ended = false
  const making = createBackup({
    ...{ ...origin, recipients: [recipient], random: osRandom, threads: 2 },
    entries: [fileEntry('big', big)],
    output: {
      add: () => Promise.reject(new Error('full')),
      end: async () => {
        ended = true
      },
    },
  })
  await assert.rejects(making, /full/)
  assert.ok(ended)
  // A worker that was left would keep this process, and so the test run, from ending.
})

/** A small backup for the classic identity and a stranger, taken apart. */
let file: Buffer
let headerEnd: number

before(async () => {
  const stranger = await identityToRecipient(await generateX25519Identity())
  const entries = [
    folderEntry('d'),
    fileEntry('d/f', Buffer.from('content')),
    linkEntry('l', 'd/f'),
  ]
  file = await backupOf(entries, [recipient, stranger])
  headerEnd = (await readAgeFile(sourceOf(file))).header.length
})

const flip = (at: number, mask: number): Buffer => {
  const changed = Buffer.from(file)
  changed.writeUInt8(changed.readUInt8(at) ^ mask, at)
  return changed
}
const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
    return 'none'
  } catch (error) {
    assert.ok(error instanceof KeyclaveError, String(error))
    return error.code
  }
}
const openHeaderOf = async (bytes: Buffer): Promise<Buffer> => {
  const { header } = await readAgeFile(sourceOf(bytes))
  return unwrapFileKey(header, Buffer.from(identity))
}

test('every byte of the header flipped is found, with the code of its place', async () => {
  const lines = file.toString('latin1', 0, headerEnd).split('\n')
  const ours = `${lines[0]}\n${lines[1]}\n${lines[2]}\n`.length
  const macLine = file.lastIndexOf('--- ', headerEnd)
  for (let at = 0; at < headerEnd; at += 1) {
    for (const mask of [0x01, 0x04, 0x80]) {
      const code = await codeOf(openHeaderOf(flip(at, mask)))
      const expected = at < ours ? ['AGE_NO_MATCH', 'AGE_HEADER'] : ['AGE_MAC', 'AGE_HEADER']
      // A stanza of ours whose type is no longer ours hides us; one of a changed length, or a stanza
      // that swallows the next line, is malformed.
      assert.ok(expected.includes(code), `byte ${at} of ${macLine}: ${code}`)
    }
  }
})

test('every byte of the payload flipped is found', async () => {
  const fileKey = await openHeaderOf(file)
  const nonce = file.subarray(headerEnd, headerEnd + 16)
  const check = async (pool: BackupPool, bytes: Buffer): Promise<void> => {
    const opening = openPayload(
      { pool, head: Buffer.alloc(0), chunks: sourceOf(bytes) },
      { sink: new MemorySink() },
    )
    await assert.rejects(opening, refusal('AGE_PAYLOAD', { chunk: 0 }))
  }
  const pool = poolWith(payloadKey(fileKey, nonce), 1)
  try {
    await openPayload(
      { pool, head: Buffer.alloc(0), chunks: sourceOf(file.subarray(headerEnd + 16)) },
      { sink: new MemorySink() },
    )
    for (let at = headerEnd + 16; at < file.length; at += 1) {
      await check(pool, flip(at, 0x10).subarray(headerEnd + 16))
    }
  } finally {
    await pool.close()
  }
  const sealedRun = file.subarray(headerEnd + 16)
  for (let at = headerEnd; at < headerEnd + 16; at += 1) {
    const key = payloadKey(fileKey, flip(at, 0x10).subarray(headerEnd, headerEnd + 16))
    const run = openChunks(key, { first: 0, last: true }, sealedRun, Buffer.alloc(sealedRun.length))
    assert.deepEqual(run, { length: 0, failure: { code: 'AGE_PAYLOAD', chunk: 0 } })
  }
})

test('every truncation is found', async () => {
  for (let length = 0; length < headerEnd + 16; length += 1) {
    assert.equal(await codeOf(readAgeFile(sourceOf(file.subarray(0, length)))), 'AGE_HEADER')
  }
  const fileKey = await openHeaderOf(file)
  const pool = poolWith(payloadKey(fileKey, file.subarray(headerEnd, headerEnd + 16)), 1)
  try {
    for (let length = headerEnd + 16; length < file.length; length += 1) {
      const chunks = sourceOf(file.subarray(headerEnd + 16, length))
      const code = await codeOf(
        openPayload({ pool, head: Buffer.alloc(0), chunks }, { sink: new MemorySink() }),
      )
      assert.equal(code, 'AGE_PAYLOAD')
    }
  } finally {
    await pool.close()
  }
  await assert.rejects(open(Buffer.concat([file, Buffer.alloc(1)])), refusal('AGE_PAYLOAD'))
})

test('a header without end is refused after 64 KiB, whatever comes', async () => {
  let asked = 0
  const endless = {
    read: async (into: Buffer) => {
      const intro = asked === 0 ? 'age-encryption.org/v1\n' : ''
      asked += into.length
      into.fill('x').write(intro)
      return into.length
    },
  }
  await assert.rejects(readAgeFile(endless), refusal('AGE_HEADER', { problem: 'too-long' }))
  assert.equal(asked, 64 * 1024)
})

test('the memory of a backup is bounded, whatever its size', async () => {
  const pool = poolWith(osRandom(32), 2)
  async function* inputs(): AsyncGenerator<FrameInput> {
    for (let i = 0; i < 60; i += 1) yield { slab: pool.slabs.take(), length: FRAME }
  }
  try {
    for await (const piece of sealStream(pool, compressStream(pool, inputs()))) piece.release()
    assert.ok(pool.slabs.count <= 4 * pool.depth + 4, `${pool.slabs.count} slabs`)
  } finally {
    await pool.close()
  }
})

test('what a pool worked on is overwritten when it is closed', async () => {
  const pool = poolWith(osRandom(32), 1)
  const [input, output] = [pool.slabs.take(), pool.slabs.take()]
  input.bytes.fill('somebody’s file')
  const place = pool.slabs.locate(input.bytes.subarray(0, FRAME))
  await pool.run({ kind: 'seal', input: [place], run: { first: 0, last: true } }, output)
  assert.ok(output.bytes.some(byte => byte !== 0))
  await pool.close()
  for (const { bytes } of [input, output]) assert.ok(bytes.every(byte => byte === 0))
})

test('a stored frame is what stock zstd takes for one, at every length around a block', () => {
  for (const length of [1, 131_071, 131_072, 131_073, FRAME - 1, FRAME]) {
    const content = osRandom(length)
    const frame = Buffer.concat(storeFrame(Buffer.concat([content], FRAME_BOUND), length))
    assert.ok(zstdDecompressSync(frame).equals(content), `${length} bytes`)
  }
})
