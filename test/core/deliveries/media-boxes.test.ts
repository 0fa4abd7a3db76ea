/** The key ids of media files: where they stand, and that no file, however it is made, is more than read. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { keyIdsOfMedia, mediaKeyId } from '../../../main/core/deliveries/index.ts'
import { box, film, pssh, seig } from './media-file.ts'
import { aes } from './sides.ts'

const [A, B, C, D] = ['a', 'b', 'c', 'd'].map(digit => digit.repeat(32)) as [
  string,
  string,
  string,
  string,
]

const keyIds = (bytes: Buffer) =>
  keyIdsOfMedia({
    size: bytes.length,
    readAt: async (at, into) => bytes.copy(into, 0, at, at + into.length),
  })

test('key ids are read of tracks and of groups within a track, and of what is handed to players where there are none', async () => {
  assert.deepEqual(await keyIds(film(A, B)), [A, B])
  const fragment = box('moof', box('traf', seig(C, D)), pssh(A))
  assert.deepEqual(await keyIds(film(A, A, pssh(B), fragment)), [A, C, D])
  assert.deepEqual(await keyIds(film(A, A, pssh(A, B))), [A], 'B decrypted what was packaged anew')
  assert.deepEqual(await keyIds(box('moof', box('traf'), pssh(B, C))), [B, C])
  assert.deepEqual(await keyIds(film('0'.repeat(32), '0'.repeat(32))), [])
  assert.deepEqual(await keyIds(box('styp', Buffer.from('msdh'))), [])
})

test('what is no media file is none, and what is cut off or lies about its length gives what is there', async () => {
  assert.equal(await keyIds(Buffer.from('plain text, long enough to be a box')), null)
  assert.equal(await keyIds(Buffer.alloc(0)), null)
  const whole = film(A, B)
  for (let length = 0; length < whole.length; length += 7) {
    const found = await keyIds(whole.subarray(0, length))
    assert.ok(found === null || found.every(kid => kid === A || kid === B))
  }
  const lying = Buffer.from(whole)
  lying.writeUInt32BE(0xffffffff, 12)
  assert.deepEqual(await keyIds(lying), [])
  let deep = pssh(A)
  for (let i = 0; i < 1000; i += 1) deep = box('moov', deep)
  assert.deepEqual(await keyIds(Buffer.concat([box('ftyp'), deep])), [])
})

test('what FFmpeg encrypts names the version of its key', async context => {
  const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-kid-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  const kid = mediaKeyId(aes(128, 2))
  const file = path.join(folder, 'film.mp4')
  execFileSync('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=size=64x48:rate=4:duration=1'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
    ...['-encryption_scheme', 'cenc-aes-ctr', '-encryption_key', '00'.repeat(16)],
    ...['-encryption_kid', kid, file],
  ])
  assert.deepEqual(await keyIds(readFileSync(file)), [kid])
})
