/**
 * Does one piece of work on a drive whose system calls fail (strace injects that), in a folder of that name, and
 * prints what the refusal says and what the program finds there afterwards.
 *
 *   node pulled-drive.child.ts WORK FOLDER SOURCE BACKUP IDENTITY RECIPIENT
 */
import path from 'node:path'
import { openBackup } from '../../main/core/backup/backup.ts'
import { osRandom } from '../../main/core/bytes/random.ts'
import { writeBackup } from '../../main/services/backup/write-backup.ts'
import { writeNewFile } from '../../main/services/files/atomic-file.ts'
import { findLeftovers } from '../../main/services/files/leftovers.ts'
import { publishFolder } from '../../main/services/files/publish-folder.ts'
import { readJoined } from '../../main/services/files/volumes.ts'
import { ChosenPaths } from '../../main/services/recovery/chosen-paths.ts'
import { restoreInto } from '../../main/services/recovery/restore-into.ts'
import { KeyclaveError } from '../../shared/errors.ts'
import { sentenceOf } from '../../shared/messages/index.ts'

const [, , work = '', folder = '', source = '', backup = '', identity = '', recipient = ''] =
  process.argv
const out = path.join(folder, 'out')
const origin = { setId: '0123456789', generation: 1, created: new Date(0) }

const WORK: { readonly [name: string]: () => Promise<unknown> } = {
  backup: () =>
    writeBackup({
      ...{ ...origin, paths: [source], out, recipients: [recipient], random: osRandom, threads: 1 },
    }),
  // Without a list ahead, so that the drive is not tried before it fails.
  restore: () =>
    restoreInto(
      { out },
      new ChosenPaths([]),
      async () => null,
      sink =>
        readJoined(backup, source =>
          openBackup({ source, sink, identity: Buffer.from(identity), threads: 1 }),
        ),
    ),
  secret: () => writeNewFile(out, Buffer.alloc(100_000), { secret: true }),
  package: () => publishFolder(out, [{ name: 'key.bin', bytes: Buffer.alloc(100_000) }]),
}

const error = await WORK[work]?.().then(
  () => null,
  (thrown: unknown) => thrown,
)
const refusal = error instanceof KeyclaveError ? error : null
console.log(
  JSON.stringify({
    code: refusal?.code ?? String(error),
    data: refusal?.data ?? null,
    sentence: refusal === null ? '' : sentenceOf(refusal, 'en'),
    found: (await findLeftovers(folder)).map(({ path }) => path),
  }),
)
