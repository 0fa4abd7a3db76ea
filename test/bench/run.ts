/**
 * The figures: the backup side by side with the stock tools, and with what users would take instead where it is
 * installed (restic, borg, gpg, 7z), on the same files in one run; its memory, its
 * payload engine, secret sharing, printed cards, and the start of the window.
 *
 *   npm run bench                      2 GiB of each kind, memory at 256 MiB and 4 GiB
 *   npm run bench -- --mib 256         smaller; memory at a quarter and at twice of it
 *   npm run bench -- --rounds 5        more rounds; the best of each counts
 *   npm run bench -- --folder /mnt/x   where the data is put, 6 times 2 GiB
 *   npm run bench -- --only backup     without sharing, paper, scanning, log and window
 *   npm run bench -- --files 50000     as many small files; 200,000 otherwise
 *
 * Ours is built into few files first, as it is installed. A tiny backup says how much of its time is its start.
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
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { availableParallelism, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { bundle } from '../../main/build/command-line.ts'
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
    files: { type: 'string', default: '200000' },
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

/** What bash's `times` says last, of a shell's children: user and system time, as `0m1.234s`. */
function childrenSeconds(times: string): number {
  const children = times.trim().split('\n').at(-1) ?? ''
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

const project = path.join(import.meta.dirname, '../..')
const built = path.join(project, 'dist/bench')
rmSync(built, { recursive: true, force: true })
await bundle(project, ['test/bench/backup-once.ts'], built)

/** Runs one backup or restore of ours in a process of its own. */
function ours(...args: readonly string[]): Run {
  const script = path.join(built, 'backup-once.js')
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

const isInstalled = (program: string): boolean =>
  spawnSync('which', [program], { stdio: 'ignore' }).status === 0

const PASSWORDS = 'RESTIC_PASSWORD=x BORG_PASSPHRASE=x BORG_BASE_DIR=$PWD/borg-home'
const GPG = 'gpg --homedir gpg-home --batch --quiet --pinentry-mode loopback --passphrase x'

/** What users would take instead: programs that encrypt, compress and check. */
const OTHERS: readonly {
  readonly program: string
  readonly create: (of: string, to: string) => string
  readonly restore: (from: string) => string
}[] = [
  {
    program: 'restic',
    create: (of, to) =>
      `export ${PASSWORDS}; restic -q init -r ${to} && restic -q backup -r ${to} ${of}`,
    restore: from => `export ${PASSWORDS}; restic -q restore latest -r ${from} -t other-out`,
  },
  {
    program: 'borg',
    create: (of, to) =>
      `export ${PASSWORDS}; borg init -e repokey ${to} && borg create -C zstd,3 ${to}::a ${of}`,
    restore: from => `export ${PASSWORDS}; cd other-out && borg extract ../${from}::a`,
  },
  {
    program: 'gpg',
    create: (of, to) =>
      `mkdir -pm 700 gpg-home && tar -c ${of} | zstd -q -3 -T0 | ${GPG} -c -z 0 > ${to}`,
    restore: from => `${GPG} -d ${from} | zstd -q -d | tar -x -C other-out`,
  },
  {
    program: '7z',
    create: (of, to) => `7z a -bso0 -bsp0 -mx=1 -px -mhe=on ${to} ${of}`,
    restore: from => `7z x -bso0 -bsp0 -px -oother-out ${from}`,
  },
]

const installed = OTHERS.filter(({ program }) => isInstalled(program))

/** The other programs beside the stock tools and ours, on the folder `kind`. */
function benchOthers(kind: string, title: string, bytes: number): void {
  const wrote = (program: string): string => `other-${program}.7z`
  const others = (work: (at: number) => string, writes: string | null): readonly Contender[] =>
    installed.map(({ program }, i) => {
      const written = writes ?? wrote(program)
      return {
        name: program,
        writes: written,
        run: () => stock(work(i), written.replace(/\/$/, '')),
      }
    })
  const created = compete([
    {
      ...{ name: 'tar | zstd -3 -T0 | age -r', writes: 'stock.age' },
      run: () =>
        stock(`tar -c ${kind} | zstd -q -3 -T0 | age -r ${recipient} > stock.age`, 'stock.age'),
    },
    ...others(i => {
      const { program = '', create } = installed[i] ?? {}
      return create?.(kind, wrote(program)) ?? ''
    }, null),
    {
      ...{ name: 'keyclave', writes: 'ours.age' },
      run: () => ours('create', 'ours.age', recipient, kind),
    },
  ])
  print(`create, ${title}`, bytes, created)
  const restored = compete([
    {
      ...{ name: 'age -d | zstd -d | tar x', writes: 'out-stock/' },
      run: () => stock('age -d -i id stock.age | zstd -q -d | tar -x -C out-stock', 'out-stock'),
    },
    ...others(i => {
      const { program = '', restore } = installed[i] ?? {}
      return restore?.(wrote(program)) ?? ''
    }, 'other-out/'),
    {
      ...{ name: 'keyclave', writes: 'out' },
      run: () => ours('restore', 'ours.age', 'id', 'out'),
    },
  ])
  print(`restore, ${title}`, bytes, restored)
  clean()
}

/** Files in one folder; a person's disk has hardly more. */
const IN_FOLDER = 250

function benchSmallFiles(count: number, size: number): void {
  mkdirSync(at('small'))
  writeText(at('text'), count * size)
  const text = readFileSync(at('text'))
  for (let i = 0; i < count; i += 1) {
    const folder = at('small', String(Math.floor(i / IN_FOLDER)))
    if (i % IN_FOLDER === 0) mkdirSync(folder)
    writeFileSync(path.join(folder, `${i}.log`), text.subarray(i * size, (i + 1) * size))
  }
  rmSync(at('text'))
  benchOthers('small', `${count} files of ${size} bytes`, count * size)
}

function benchTiny(): void {
  mkdirSync(at('tiny'))
  writeFileSync(at('tiny', 'data'), 'tiny')
  const results = compete([
    {
      ...{ name: 'create', writes: 'tiny.age' },
      run: () => ours('create', 'tiny.age', recipient, 'tiny'),
    },
    { name: 'restore', writes: 'out', run: () => ours('restore', 'tiny.age', 'id', 'out') },
  ])
  for (const [name, { seconds, cpu }] of results) {
    console.log(`  ${name} of a tiny backup: ${seconds.toFixed(2)} s, cores ${cpu.toFixed(2)} s`)
  }
  clean()
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
console.log(`\nits start`)
benchTiny()
const absent = OTHERS.filter(other => !installed.includes(other)).map(({ program }) => program)
if (absent.length > 0) console.log(`\nnot installed: ${absent.join(', ')}`)
benchSmallFiles(Number(values.files), 4096)
mkdirSync(at('mixed'))
writeText(at('mixed', 'text'), (mib / 4) * MIB)
writeIncompressible(at('mixed', 'incompressible'), (mib / 4) * MIB)
benchOthers('mixed', `${mib / 4} MiB of text and as much that is incompressible`, (mib / 2) * MIB)
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
