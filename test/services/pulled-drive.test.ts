import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, describe, it } from 'node:test'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { osRandom } from '../../main/core/bytes/random.ts'
import { writeBackup } from '../../main/services/backup/write-backup.ts'
import { findLeftovers, removeLeftover } from '../../main/services/files/leftovers.ts'

/** A drive that fails while it is written to, and from which nothing can be removed then. */

const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-pulled-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const at = (...names: readonly string[]): string => path.join(folder, ...names)

const identity = await generateX25519Identity()
const recipient = await identityToRecipient(identity)
mkdirSync(at('source', 'inner'), { recursive: true })
for (const name of ['a', 'b', 'inner/c']) writeFileSync(at('source', name), osRandom(300_000))
await writeBackup({
  ...{ setId: '0123456789', generation: 1, created: new Date(0), threads: 1, random: osRandom },
  ...{ paths: [at('source')], out: at('backup.age'), recipients: [recipient] },
})

const CHILD = path.join(import.meta.dirname, 'pulled-drive.child.ts')
const REMOVALS = 'unlink,unlinkat,rmdir'

interface Failure {
  readonly work: 'backup' | 'restore' | 'secret' | 'package'
  /** The call that fails, from the second time on, and with what. */
  readonly call: string
  readonly error: string
}

/** Each piece of work, and each error once. */
const FAILURES: readonly (Failure & { readonly code: string; readonly kind: string })[] = [
  { work: 'restore', call: 'pwritev', error: 'ENODEV', code: 'FILE_IO', kind: 'decrypted' },
  { work: 'restore', call: 'fsync', error: 'EROFS', code: 'FILE_DENIED', kind: 'decrypted' },
  { work: 'backup', call: 'writev', error: 'ENOSPC', code: 'FILE_FULL', kind: 'unfinished' },
  { work: 'secret', call: 'fsync', error: 'EIO', code: 'FILE_IO', kind: 'secret' },
  { work: 'package', call: 'fsync', error: 'EBUSY', code: 'FILE_IO', kind: 'secret' },
]

/** What the program says, and finds in the folder afterwards. */
function afterwards({ work, call, error }: Failure, drive: string) {
  const strace = ['--seccomp-bpf', '--follow-forks', '--quiet=all', '--output=/dev/null']
  const faults = [
    `--trace=${call},${REMOVALS}`,
    `--inject=${call}:error=${error}`,
    `--inject=${REMOVALS}:error=EROFS`,
  ]
  const files = [at('source'), at('backup.age'), identity, recipient]
  const args = [...strace, ...faults, process.execPath, CHILD, work, drive, ...files]
  return JSON.parse(execFileSync('strace', args, { encoding: 'utf8' }))
}

describe('a drive that fails, and from which nothing can be removed', () => {
  for (const { code, kind, ...failure } of FAILURES) {
    const { work, call, error } = failure
    it(`${work}, ${call} ${error}: that is the reason, and what is left is named, found and removed`, async () => {
      const drive = at(`${work}-${error}`)
      mkdirSync(drive)
      const said = afterwards(failure, drive)
      const [left = ''] = readdirSync(drive).map(name => path.join(drive, name))
      assert.equal(said.code, code)
      assert.deepEqual(said.data.leftBehind, [{ path: left, kind }])
      assert.ok(said.sentence.includes(`"${left}"`), said.sentence)
      // The same program offers it again, and so does the next one.
      assert.deepEqual(said.found, [left])
      const found = await findLeftovers(drive)
      assert.deepEqual(
        found.map(one => one.path),
        [left],
      )
      await removeLeftover(left)
      assert.deepEqual(readdirSync(drive), [])
    })
  }
})
