/** `keyclave medium`: a drive and the file that was written to it have one hash, as digits and as words. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { hashWords } from '../../main/core/text/index.ts'
import { createMedia, type HashedMedium } from '../../main/services/medium/index.ts'
import { hashOpened } from '../../main/services/medium/medium.ts'

let folder = ''
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'keyclave-medium-'))
})
after(() => rmSync(folder, { recursive: true, force: true }))

const BLOCK = 2048
/** Longer than what is read at once, and no multiple of it. */
const BLOCKS = 2500

/** An image of BLOCKS blocks, with a primary volume descriptor as ECMA-119 8.4 has it. */
const IMAGE = madeImage()
function madeImage(): Buffer {
  const bytes = Buffer.alloc(BLOCKS * BLOCK, 'an image ') // nine bytes: no block is like the one before it
  const descriptor = bytes.subarray(16 * BLOCK, 17 * BLOCK).fill(0)
  descriptor[0] = 1
  descriptor.write('CD001', 1, 'latin1')
  descriptor.write('KEYCLAVE_0_1_0'.padEnd(32), 40, 'latin1')
  descriptor.writeUInt32LE(BLOCKS, 80)
  descriptor.writeUInt32BE(BLOCKS, 84)
  descriptor.writeUInt16LE(BLOCK, 128)
  descriptor.writeUInt16BE(BLOCK, 130)
  return bytes
}
const image = (): Buffer => Buffer.from(IMAGE)

const write = (name: string, ...parts: readonly Uint8Array[]): string => {
  const file = path.join(folder, name)
  writeFileSync(file, Buffer.concat(parts))
  return file
}
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const watch = { signal: new AbortController().signal, onEvent: () => {} }
const hash = (file: string): Promise<HashedMedium> => createMedia().hash(file, watch)

/** As of a block device, whose length nothing says. */
async function hashAsDevice(file: string): Promise<HashedMedium> {
  const handle = await open(file)
  try {
    return await hashOpened({ handle, size: null }, file, watch)
  } finally {
    await handle.close()
  }
}

test('an image and a longer drive that it was written to have one hash, and its words', async () => {
  const bytes = image()
  const known = sha256(bytes)
  const file = await hash(write('keyclave.iso', bytes))
  const drive = await hashAsDevice(write('drive', bytes, Buffer.alloc(1_000_001, 0xa5)))
  const facts = {
    name: 'KEYCLAVE_0_1_0',
    length: bytes.length,
    sha256: known,
    words: hashWords(known),
  }
  assert.deepEqual(file, { ...facts, beyond: 0 })
  assert.deepEqual(drive, { ...facts, beyond: null })
  assert.equal(file.words.length, 32)
})

test('one bit of the image makes another hash; what stands behind it does not, and is said of a file', async () => {
  const bytes = image()
  const longer = await hash(write('longer', bytes, Buffer.alloc(5)))
  assert.deepEqual([longer.sha256, longer.beyond], [sha256(bytes), 5])
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
  assert.notEqual((await hash(write('changed', bytes))).sha256, longer.sha256)
})

test('a file of a release without an image is hashed whole', async () => {
  for (const size of [0, 1, 16 * BLOCK + 5, 17 * BLOCK]) {
    const bytes = Buffer.alloc(size, 7)
    const { name, length, sha256: found } = await hash(write('file.deb', bytes))
    assert.deepEqual([name, length, found], [null, size, sha256(bytes)])
  }
})

test('a drive without an image is refused: nothing says how long it is', async () => {
  await assert.rejects(hashAsDevice(write('empty', Buffer.alloc(100 * BLOCK))), {
    code: 'MEDIUM_NO_IMAGE',
  })
})

test('a header whose numbers do not agree with each other is none', async () => {
  for (const [at, value] of [
    [80, 9],
    [84, 9],
    [128, 9],
    [130, 9],
    [0, 2],
    [1, 0x63],
  ] as const) {
    const bytes = image()
    bytes[16 * BLOCK + at] = value
    await assert.rejects(hashAsDevice(write('wrong', bytes)), { code: 'MEDIUM_NO_IMAGE' })
  }
  const short = image()
  short.writeUInt32LE(16, 16 * BLOCK + 80)
  short.writeUInt32BE(16, 16 * BLOCK + 84)
  await assert.rejects(hashAsDevice(write('wrong', short)), { code: 'MEDIUM_NO_IMAGE' })
})

test('a drive or a file that ends before its image does is refused, with how much of it is there', async () => {
  const file = write('short', image().subarray(0, 2000 * BLOCK + 3))
  const data = { path: file, have: 2000 * BLOCK + 3, need: BLOCKS * BLOCK }
  await assert.rejects(hash(file), { code: 'MEDIUM_SHORT', data })
  await assert.rejects(hashAsDevice(file), { code: 'MEDIUM_SHORT', data })
})

test('what is missing, a folder, or a device of characters is refused by name', async () => {
  await assert.rejects(hash(path.join(folder, 'nothing')), { code: 'FILE_MISSING' })
  await assert.rejects(hash(folder), { code: 'FILE_IS_FOLDER' })
  await assert.rejects(hash('/dev/zero'), { code: 'FILE_SPECIAL' })
})

test('it can be given up', async () => {
  const given = { signal: AbortSignal.abort(), onEvent: () => {} }
  await assert.rejects(createMedia().hash(write('given-up', image()), given), { code: 'CANCELLED' })
})
