import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SEALED_CHUNK } from '../../../main/core/age/payload.ts'
import { SEED } from '../../setup/seed.ts'
import {
  Chance,
  DAMAGES,
  damages,
  type KnownBackup,
  knownBackup,
  requireHonest,
  salvage,
} from './damage.ts'

const small = await knownBackup('small', 12, 60_000)
const old = await knownBackup('old', 12, 60_000, '0.1')
const large = await knownBackup('large', 10, 1_500_000)

/** With a byte of each of these chunks changed. */
function changed({ file, start }: KnownBackup, ...chunks: readonly number[]): Buffer {
  const copy = Buffer.from(file)
  for (const chunk of chunks) {
    const at = start + chunk * SEALED_CHUNK + 7
    copy.writeUInt8(copy.readUInt8(at) ^ 1, at)
  }
  return copy
}

test('a whole backup is saved as a whole, as it is written now and as it was', async () => {
  for (const backup of [small, old, large]) {
    const { saved } = await requireHonest(backup, [backup.file], 'whole')
    assert.equal(saved.complete, true)
    assert.equal(saved.files, backup.contents.size)
    assert.deepEqual(saved.chunks.lost, [])
    assert.equal(saved.chunks.end, true)
  }
})

test('a flipped byte loses the files it lies in, by name and place, and no other', async () => {
  const { saved } = await requireHonest(large, [changed(large, 20)], 'one byte')
  assert.deepEqual(saved.chunks.lost, [[20, 21]])
  assert.ok(saved.lost.length > 0 && saved.lost.length < 4, `${saved.lost.length} are lost`)
  for (const { reason, lost, kept } of saved.lost) {
    assert.deepEqual([reason, kept], ['damaged', null])
    assert.ok(lost.length > 0)
  }
})

test('the names of all files are known when the manifest is there, whatever else is lost', async () => {
  const chunks = Math.ceil((small.file.length - small.start) / SEALED_CHUNK)
  const all = Array.from({ length: chunks - 1 }, (_, i) => i)
  const { saved } = await requireHonest(small, [changed(small, ...all)], 'all but the last')
  assert.notEqual(saved.manifest, null)
  assert.ok(saved.lost.length > 0)
})

test('sectors that are missing, or that are too many, cost no more than they lie in', async () => {
  const sectors = 5 * 512
  const at = 10 * SEALED_CHUNK
  const lost = Buffer.concat([large.file.subarray(0, at), large.file.subarray(at + sectors)])
  const more = Buffer.concat([
    large.file.subarray(0, at),
    Buffer.alloc(sectors),
    large.file.subarray(at),
  ])
  for (const file of [lost, more]) {
    const { saved } = await requireHonest(large, [file], 'moved')
    assert.equal(saved.chunks.end, true)
    const missing = saved.chunks.lost.reduce((sum, [from, to]) => sum + to - from, 0)
    assert.ok(missing <= 2, `${missing} chunks are lost`)
  }
})

test('copies that are damaged at different places make a whole one; of another backup nothing is taken', async () => {
  const copies = [changed(large, 1, 2, 30), changed(large, 3, 31), Buffer.from(small.file)]
  const { saved } = await requireHonest(large, copies, 'copies')
  assert.equal(saved.complete, true)
  assert.equal(saved.chunks.taken[2], 0)
})

test('what a file holds is never taken for a file when the manifest is lost', async () => {
  // File d/003 holds the header of another d/000; without the first frame nothing says so.
  const chunks = Math.ceil((large.file.length - large.start) / SEALED_CHUNK)
  const file = changed(large, 0, 15, chunks - 1)
  const { sink, saved } = await salvage(large, [file], true)
  assert.equal(saved.manifest, null)
  for (const [path, content] of sink.contents) {
    if (path.startsWith('found-after-damage/') || path.endsWith('.damaged')) continue
    assert.ok(large.contents.get(path)?.equals(content), path)
  }
  assert.ok(saved.lost.every(({ kept }) => kept === null || sink.contents.has(kept)))
})

test('any damage: each file is the original, or named', async () => {
  const chance = new Chance(`${SEED} salvage`)
  for (let i = 0; i < 140; i += 1) {
    const kind = DAMAGES[i % DAMAGES.length] ?? 'flip'
    const backup = i % 35 === 0 ? large : i % 2 === 0 ? small : old
    const broken = damages[kind](backup.file, chance, backup.start)
    const copies =
      i % 10 === 9 ? [broken, damages.flip(backup.file, chance, backup.start)] : [broken]
    await requireHonest(backup, copies, `damage ${i}, ${kind}`)
  }
})
