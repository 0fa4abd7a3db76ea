/**
 * Backs up and restores on a drive that is full, and prints what came of it. Runs inside bubblewrap,
 * with a small tmpfs at the first argument.
 *
 *   node full-disk.child.ts DRIVE SOURCE BACKUP IDENTITY RECIPIENT
 */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { osRandom } from '../../main/core/bytes/random.ts'
import { writeBackup } from '../../main/services/backup/write-backup.ts'
import { writeNewFile } from '../../main/services/files/atomic-file.ts'
import { NOTHING_CHOSEN } from '../../main/services/files/drive-fit.ts'
import { restoreBackup } from '../../main/services/recovery/restore-backup.ts'

const [drive = '', source = '', backup = '', identity = '', recipient = ''] = process.argv.slice(2)

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'none'
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}

const restore = (despiteSpace: boolean) =>
  restoreBackup({
    ...{ file: backup, identity: Buffer.from(identity), out: path.join(drive, 'out') },
    ...{ threads: 1, fit: { ...NOTHING_CHOSEN, despiteSpace } },
  })

const origin = { setId: '0123456789', generation: 1, created: new Date(0) }
const codes = [
  await codeOf(
    writeBackup({
      ...{ ...origin, paths: [source], out: path.join(drive, 'b.age'), recipients: [recipient] },
      ...{ random: osRandom, threads: 1 },
    }),
  ),
  await codeOf(restore(false)),
  await codeOf(restore(true)),
  await codeOf(writeNewFile(path.join(drive, 'small'), Buffer.alloc(4 * 1024 * 1024))),
]
console.log(JSON.stringify({ codes, left: readdirSync(drive) }))
