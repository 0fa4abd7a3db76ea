/**
 * One backup or one restore in a process of its own, for the bench: the services alone, without the
 * command line.
 *
 *   node backup-once.ts create OUT RECIPIENT PATH…
 *   node backup-once.ts restore FILE IDENTITY-FILE OUT
 *   node backup-once.ts reencrypt FILE IDENTITY-FILE OUT RECIPIENT    read back and compared as well
 *   node backup-once.ts parity FILE PERCENT
 *   node backup-once.ts repair FILE OUT
 *   node backup-once.ts stream FILE IDENTITY-FILE OUT RECIPIENT       not read back
 *
 * Prints one line of JSON: seconds of the service alone; CPU seconds and peak memory in kB of the process.
 */
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { reencryptBackup } from '../../main/core/backup/index.ts'
import { osRandom } from '../../main/core/bytes/random.ts'
import { parityFileOf, writeParity } from '../../main/services/backup/parity-files.ts'
import { repairCopies } from '../../main/services/backup/scrubbing.ts'
import { writeBackup } from '../../main/services/backup/write-backup.ts'
import { AtomicFile, openSource, WriteQueue } from '../../main/services/files/index.ts'
import { reencryptFile } from '../../main/services/incident/reencrypt-file.ts'
import { restoreBackup } from '../../main/services/recovery/restore-backup.ts'

const [verb, ...args] = process.argv.slice(2)
const threads = availableParallelism()

async function create([out = '', recipient = '', ...paths]: readonly string[]): Promise<void> {
  const created = new Date()
  const origin = { setId: '0011223344', generation: 1, created }
  await writeBackup({ ...origin, out, recipients: [recipient], paths, random: osRandom, threads })
}

const identityIn = (file: string): Buffer => {
  const lines = readFileSync(file, 'latin1').split('\n')
  return Buffer.from(lines.find(line => line.startsWith('AGE-')) ?? '')
}

async function reencrypt(args: readonly string[]): Promise<void> {
  const [file = '', identityFile = '', target = '', recipient = ''] = args
  const identity = identityIn(identityFile)
  const origin = { setId: '0011223344', generation: 2, recipients: [recipient] }
  const means = { now: () => new Date(), random: osRandom, threads }
  const course = { signal: new AbortController().signal, onRead: () => {} }
  const order = { file, target, volumeSize: null, identity, newIdentity: identity, origin }
  await reencryptFile(order, means, course)
}

async function stream(args: readonly string[]): Promise<void> {
  const [file = '', identityFile = '', target = '', recipient = ''] = args
  const made = await AtomicFile.create(target)
  const source = await openSource(file)
  const queue = new WriteQueue(parts => made.write(...parts))
  await reencryptBackup({
    ...{ setId: '0011223344', generation: 2, recipients: [recipient], random: osRandom, threads },
    ...{ source, identity: identityIn(identityFile) },
    output: { add: piece => queue.add(piece), end: () => queue.end() },
  })
  await source.close()
  await made.commit()
}

async function restore([file = '', identityFile = '', out = '']: readonly string[]): Promise<void> {
  const identity = identityIn(identityFile)
  await restoreBackup({ file, identity, out, threads })
}

const watch = { signal: new AbortController().signal, onEvent: () => {} }

async function parity([file = '', percent = '']: readonly string[]): Promise<void> {
  const order = { parityFile: parityFileOf(file), percent: Number(percent) }
  await writeParity([file], order, { threads }, watch)
}

async function repair([file = '', out = '']: readonly string[]): Promise<void> {
  await repairCopies({ copies: [file], out }, { threads }, watch)
}

const start = performance.now()
const verbs = new Map(Object.entries({ create, restore, reencrypt, stream, parity, repair }))
await verbs.get(verb ?? '')?.(args)
const seconds = (performance.now() - start) / 1000
const { user, system } = process.cpuUsage()
const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))?.[1])
console.log(JSON.stringify({ seconds, cpu: (user + system) / 1e6, peak }))
