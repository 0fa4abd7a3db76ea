/** What unwraps in tests: OpenSSL in a program of its own, and one changed bit after the other. */
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import path from 'node:path'
import type { Job } from './unwrap.child.ts'

const CHILD = path.join(import.meta.dirname, 'unwrap.child.ts')

/** The secret of each blob; null: refused. */
export function unwrapAll(
  job: Omit<Job, 'blobs' | 'key'> & {
    readonly key: Uint8Array
    readonly blobs: readonly Uint8Array[]
  },
): (string | null)[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CHILD], {
    env: { ...process.env, NODE_OPTIONS: '' },
    input: JSON.stringify({
      ...job,
      key: Buffer.from(job.key).toString('base64'),
      blobs: job.blobs.map(blob => Buffer.from(blob).toString('base64')),
    }),
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status !== 0) throw new Error(String(stderr))
  return JSON.parse(String(stdout))
}

/** The blob with one bit changed: in every byte one (by chance), or every one. */
export function* flipped(
  blob: Uint8Array,
  which: 'one-a-byte' | 'every',
  step = 1,
): Generator<Buffer> {
  for (let at = 0; at < blob.length; at += step) {
    const bits = which === 'every' ? [0, 1, 2, 3, 4, 5, 6, 7] : [randomInt(8)]
    for (const bit of bits) {
      const changed = Buffer.from(blob)
      changed[at] = (changed[at] ?? 0) ^ (1 << bit)
      yield changed
    }
  }
}
