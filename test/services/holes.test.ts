import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { osRandom } from '../../main/core/bytes/random.ts'
import { writeBackup } from '../../main/services/backup/write-backup.ts'
import { runsOf } from '../../main/services/files/holes.ts'
import { restoreBackup } from '../../main/services/recovery/restore-backup.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-holes-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const at = (...names: readonly string[]): string => path.join(folder, ...names)

test('a sparse file is restored to the byte, and takes no more space than it did', async () => {
  mkdirSync(at('source'))
  const MB = 1024 * 1024
  const file = openSync(at('source', 'disk.img'), 'w')
  writeSync(file, 'begin', 0)
  writeSync(file, osRandom(100_000), 0, 100_000, 20 * MB + 77)
  ftruncateSync(file, 48 * MB + 5)
  closeSync(file)
  const whole = openSync(at('source', 'ends-in-a-hole'), 'w')
  ftruncateSync(whole, 3 * MB)
  closeSync(whole)
  const identity = await generateX25519Identity()
  await writeBackup({
    ...{ setId: '0123456789', generation: 1, created: new Date(0), threads: 1, random: osRandom },
    ...{ paths: [at('source')], out: at('b.age') },
    recipients: [await identityToRecipient(identity)],
  })
  const out = at('out')
  await restoreBackup({ file: at('b.age'), identity: Buffer.from(identity), out, threads: 1 })
  for (const name of ['disk.img', 'ends-in-a-hole']) {
    const [was, is] = [at('source', name), at('out', 'source', name)]
    assert.ok(readFileSync(is).equals(readFileSync(was)))
    assert.ok(statSync(is).blocks * 512 <= statSync(was).blocks * 512 + statSync(was).size / 50)
  }
})

const UNIT = 64 * 1024

test('law: runs and holes together are the bytes, however they are cut', () => {
  const whole = (max: number): number => osRandom(4).readUInt32LE() % max
  for (let round = 0; round < 200; round += 1) {
    const bytes = Buffer.alloc(whole(10) * UNIT + whole(1000))
    for (let i = 0; i < 4; i += 1) bytes.fill(whole(3), whole(bytes.length + 1))
    for (let i = 0; i < 3; i += 1) bytes.fill(0, whole(bytes.length + 1))
    const parts: Buffer[] = []
    for (let from = 0; from < bytes.length; ) {
      const to = from + 1 + whole(3 * UNIT)
      parts.push(bytes.subarray(from, to))
      from = to
    }
    const made = Buffer.alloc(bytes.length)
    let reached = 0
    for (const run of runsOf(parts, 0)) {
      assert.ok(run.at >= reached)
      reached = run.at
      for (const part of run.parts) reached += part.copy(made, reached)
    }
    assert.ok(made.equals(bytes))
  }
})
