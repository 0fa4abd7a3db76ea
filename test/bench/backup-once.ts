/**
 * One backup or one restore in a process of its own, for the bench: the services alone, without the
 * command line.
 *
 *   node backup-once.ts create OUT RECIPIENT PATH…
 *   node backup-once.ts restore FILE IDENTITY-FILE OUT
 *
 * Prints one line of JSON: seconds of the service alone; CPU seconds and peak memory in kB of the process.
 */
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { osRandom } from '../../main/core/bytes/random.ts'
import { writeBackup } from '../../main/services/backup/write-backup.ts'
import { restoreBackup } from '../../main/services/recovery/restore-backup.ts'

const [verb, ...args] = process.argv.slice(2)
const threads = availableParallelism()

async function create([out = '', recipient = '', ...paths]: readonly string[]): Promise<void> {
  const created = new Date()
  const origin = { setId: '0011223344', generation: 1, created }
  await writeBackup({ ...origin, out, recipients: [recipient], paths, random: osRandom, threads })
}

async function restore([file = '', identityFile = '', out = '']: readonly string[]): Promise<void> {
  const text = readFileSync(identityFile, 'latin1')
  const identity = Buffer.from(text.split('\n').find(line => line.startsWith('AGE-')) ?? '')
  await restoreBackup({ file, identity, out, threads })
}

const start = performance.now()
await (verb === 'create' ? create(args) : restore(args))
const seconds = (performance.now() - start) / 1000
const { user, system } = process.cpuUsage()
const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))?.[1])
console.log(JSON.stringify({ seconds, cpu: (user + system) / 1e6, peak }))
