/**
 * The figures: the backup side by side with the stock tools on the same files in one run, its memory, its
 * payload engine, secret sharing, printed cards, and the start of the window.
 *
 *   npm run bench                      2 GiB of each kind, memory at 256 MiB and 4 GiB
 *   npm run bench -- --mib 256         smaller; memory at a quarter and at twice of it
 *   npm run bench -- --rounds 5        more rounds; the best of each counts
 *   npm run bench -- --folder /mnt/x   where the data is put, 6 times 2 GiB
 *   npm run bench -- --only backup     without sharing, paper, scanning, log and window
 *
 * The contenders take turns, and the time of each is that of its whole processes, from start to end. Beside
 * it stands the processor time that they used, which depends less on what else the machine does. Without
 * `--folder` the data lies in memory, if there is room, so that no contender waits for what another wrote.
 * "Synced" adds, for the stock tools, one `sync` of what they wrote: ours never ends before that.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { availableParallelism, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { benchAudit } from './audit.ts'
import { benchManyKeys } from './many-keys.ts'
import { benchOpening } from './opening.ts'
import { benchPaper } from './paper.ts'
import { benchParity } from './parity.ts'
import { enginePrint } from './payload-engine.ts'
import { benchReencryption } from './reencryption.ts'
import { benchRotation } from './rotation.ts'
import { benchScanning } from './scanning.ts'
import { benchShamir } from './shamir.ts'
import { writeIncompressible, writeText } from './test-data.ts'
import { benchWindowStart } from './window-start.ts'

const { values } = parseArgs({
  options: {
    mib: { type: 'string', default: '2048' },
    rounds: { type: 'string', default: '3' },
    folder: { type: 'string' },
    only: { type: 'string' },
  },
})
const mib = Number(values.mib)
const rounds = Number(values.rounds)
const MIB = 1024 * 1024
/** The command line's cache of compiled code, as in daily use. */
const NODE_COMPILE_CACHE = path.join(import.meta.dirname, '../../node_modules/.cache/keyclave')

/** Memory as a folder, on Linux. */
const IN_MEMORY = '/dev/shm'

/** Where the data is put: in memory, if what is there at once leaves half of it free. */
function place(): string {
  if (!existsSync(IN_MEMORY)) return tmpdir()
  const { bavail, bsize } = statfsSync(IN_MEMORY)
  const most = 6 * mib * MIB
  return bavail * bsize > most && totalmem() > 1.5 * most ? IN_MEMORY : tmpdir()
}

const parent = values.folder ?? place()
const folder = mkdtempSync(path.join(parent, 'keyclave-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const at = (...parts: readonly string[]): string => path.join(folder, ...parts)

const identity = await generateX25519Identity()
const recipient = await identityToRecipient(identity)
writeFileSync(at('id'), `${identity}\n`, { mode: 0o600 })

interface Run {
  readonly seconds: number
  /** Of all its processes, on all cores together. */
  readonly cpu: number
  /** Until what was written is on the disk. */
  readonly synced: number
  /** In kB. */
  readonly peak: number | null
}

/** What bash's `times` says of a shell's children: user and system time, as `0m1.234s`. */
function childrenSeconds(times: string): number {
  const [, children = ''] = times.trim().split('\n')
  const spans = [...children.matchAll(/(\d+)m([\d.]+)s/g)]
  return spans.reduce(
    (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
    0,
  )
}

/** Runs a shell pipeline in the bench's folder and then syncs what it wrote. */
function stock(pipeline: string, written: string): Run {
  const start = performance.now()
  const script = `${pipeline} || exit; times >&2`
  const { status, stderr } = spawnSync('bash', ['-o', 'pipefail', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
  })
  const seconds = (performance.now() - start) / 1000
  if (status !== 0) throw new Error(stderr)
  execFileSync('sync', [at(written)])
  const synced = (performance.now() - start) / 1000
  return { seconds, cpu: childrenSeconds(stderr), synced, peak: null }
}

/** Runs one backup or restore of ours in a process of its own. */
function ours(...args: readonly string[]): Run {
  const script = path.join(import.meta.dirname, 'backup-once.ts')
  const start = performance.now()
  const { stdout, status, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE_COMPILE_CACHE },
  })
  const seconds = (performance.now() - start) / 1000
  if (status !== 0) throw new Error(stderr)
  const { cpu, peak } = JSON.parse(stdout) as { cpu: number; peak: number }
  return { seconds, cpu, synced: seconds, peak }
}

/** One contender: what it writes is removed before each of its runs. */
interface Contender {
  readonly name: string
  readonly writes: string
  readonly run: () => Run
}

/** Lets the contenders take turns, and gives the best of each: what disturbs a run only slows it. */
function compete(contenders: readonly Contender[]): ReadonlyMap<string, Run> {
  const runs = new Map(contenders.map(({ name }) => [name, [] as Run[]]))
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, writes, run } of contenders) {
      rmSync(at(writes), { recursive: true, force: true })
      if (writes.endsWith('/')) mkdirSync(at(writes))
      execFileSync('sync')
      runs.get(name)?.push(run())
    }
  }
  const best = (list: readonly Run[]): Run => ({
    seconds: Math.min(...list.map(run => run.seconds)),
    cpu: Math.min(...list.map(run => run.cpu)),
    synced: Math.min(...list.map(run => run.synced)),
    peak: list.some(run => run.peak !== null) ? Math.max(...list.map(run => run.peak ?? 0)) : null,
  })
  return new Map([...runs].map(([name, list]) => [name, best(list)]))
}

function print(title: string, bytes: number, results: ReadonlyMap<string, Run>): void {
  console.log(`\n${title}`)
  const mine = results.get('keyclave')
  for (const [name, { seconds, cpu, synced, peak }] of results) {
    const speed = `${(bytes / seconds / 1e6).toFixed(0)} MB/s`.padStart(10)
    const times = `${seconds.toFixed(2)} s, synced ${synced.toFixed(2)} s, cores ${cpu.toFixed(2)} s`
    const ratio =
      name === 'keyclave' || mine === undefined
        ? ''
        : `   keyclave ${(seconds / mine.seconds).toFixed(2)}×, synced ${(synced / mine.synced).toFixed(2)}×, cores ${(cpu / mine.cpu).toFixed(2)}×`
    const memory = peak === null ? '' : `   peak ${(peak / 1000).toFixed(0)} MB`
    console.log(`  ${name.padEnd(30)}${speed}   ${times}${ratio}${memory}`)
  }
}

function benchKind(kind: string, make: (file: string, bytes: number) => void): void {
  const bytes = mib * MIB
  mkdirSync(at(kind))
  make(at(kind, 'data'), bytes)
  const data = `${kind}/data`
  const warm = `cat ${data} > /dev/null`
  execFileSync('bash', ['-c', warm], { cwd: folder })
  const created = compete([
    {
      ...{ name: 'tar | zstd -3 -T0 | age -r', writes: `${kind}-stock.age` },
      run: () =>
        stock(
          `tar -c ${kind} | zstd -q -3 -T0 | age -r ${recipient} > ${kind}-stock.age`,
          `${kind}-stock.age`,
        ),
    },
    {
      ...{ name: 'age -r', writes: `${kind}-bare.age` },
      run: () => stock(`age -r ${recipient} -o ${kind}-bare.age ${data}`, `${kind}-bare.age`),
    },
    {
      ...{ name: 'keyclave', writes: `${kind}.age` },
      run: () => ours('create', `${kind}.age`, recipient, kind),
    },
  ])
  const size = (name: string): string => (bytes / statSync(at(name)).size).toFixed(2)
  const smaller = `smaller by ${size(`${kind}-stock.age`)} (stock), ${size(`${kind}.age`)} (keyclave)`
  print(`backup create, ${mib} MiB of ${kind}; ${smaller}`, bytes, created)
  const restored = compete([
    {
      ...{ name: 'age -d | zstd -d | tar x', writes: 'out-stock/' },
      run: () =>
        stock(
          `age -d -i id ${kind}-stock.age | zstd -q -d | tar -x -C out-stock`,
          `out-stock/${data}`,
        ),
    },
    {
      ...{ name: 'age -d', writes: 'out-bare' },
      run: () => stock(`age -d -i id -o out-bare ${kind}-bare.age`, 'out-bare'),
    },
    {
      ...{ name: 'keyclave', writes: 'out' },
      run: () => ours('restore', `${kind}.age`, 'id', 'out'),
    },
  ])
  print(`recover backup, ${mib} MiB of ${kind}`, bytes, restored)
  execFileSync('cmp', [at('out', data), at(data)])
  clean()
}

function clean(): void {
  const made = readdirSync(folder).filter(name => name !== 'id')
  for (const name of made) rmSync(at(name), { recursive: true })
}

function benchMemory(size: number): void {
  mkdirSync(at('memory'))
  writeIncompressible(at('memory', 'data'), size * MIB)
  const { peak: creating } = ours('create', 'memory.age', recipient, 'memory')
  const { peak: restoring } = ours('restore', 'memory.age', 'id', 'out')
  const mb = (kb: number | null): string => `${((kb ?? 0) / 1000).toFixed(0)} MB`
  console.log(`  ${size} MiB: peak ${mb(creating)} creating, ${mb(restoring)} restoring`)
  clean()
}

console.log(`${availableParallelism()} cores, ${rounds} rounds, the best of each, in ${parent}`)
benchKind('incompressible', writeIncompressible)
benchKind('text', writeText)
console.log('\nmemory (VmHWM of the process)')
for (const size of mib === 2048 ? [256, 4096] : [mib / 4, mib * 2]) benchMemory(size)
console.log('\npayload engine')
await enginePrint()
console.log('\nencrypting again')
for (const line of await benchReencryption(mib / 4)) console.log(`  ${line}`)
console.log('\nrecovery files')
for (const line of benchParity(mib / 8)) console.log(`  ${line}`)
if (values.only === 'backup') process.exit()
console.log('\nsecret sharing')
for (const line of await benchShamir()) console.log(`  ${line}`)
console.log('\nscanning, a frame of 1280 × 720')
await benchScanning()
console.log('\naudit log')
console.log(`  ${await benchAudit()}`)
console.log(`  ${await benchOpening()}`)
console.log('\nkeys')
console.log(`  ${await benchRotation()}`)
console.log(`  ${await benchManyKeys()}`)
console.log('\npaper')
console.log(`  ${await benchPaper()}`)
console.log('\nwindow')
console.log(`  ${await benchWindowStart()}`)
