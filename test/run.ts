/**
 * The one test command: Debian packages, types, lint and layering, then every suite.
 *
 *   npm test                 everything but the soaks
 *   npm run test:slow        the soaks as well
 *   npm run check            types, lint and layering alone
 *   npm test -- core/shamir  the checks, and the test files whose path holds one of the words
 *   npm test -- e2e          the checks, and the suites that drive the real window
 *
 * `KEYCLAVE_TEST_SEED=… npm test -- FILE` repeats what a run with that seed did (test/setup/seed.ts).
 *
 * The suites that drive the window run beside the others, and so does the type check: on two processors
 * something always waits for a page, a disk or a clock. Ends with what cost most and one line,
 * `N passed, N failed`.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { pathToFileURL } from 'node:url'
import { inspect } from 'node:util'
import { mountedOf, mountOf } from '../main/services/files/mounts.ts'
import { findElectron } from '../main/shells/electron/find.ts'
import { ensureDebianPackages } from './setup/debian-packages.ts'
import { SEED, seeded } from './setup/seed.ts'

const root = path.dirname(import.meta.dirname)
// What main/cli.ts does for its own process: without it each worker thread of each suite would
// translate its TypeScript anew, a third of all the work.
process.env.NODE_COMPILE_CACHE = path.join(root, 'node_modules/.cache/keyclave')
const words = process.argv.slice(2).filter(argument => !argument.startsWith('--'))
const slow = process.argv.includes('--slow')
const checksOnly = process.argv.includes('--check')

let passed = 0
let failed = 0
/** What failed, said again at the end: whoever reads only that must know it. */
const failures: string[] = []

/**
 * What takes longest begins first: at the end nobody waits for one long file while a processor has nothing to do.
 * Beginnings of paths; a file that is not here is short.
 */
const LONGEST_FIRST = [
  ...[
    'test/checkout/anywhere',
    'test/package/',
    'test/cli/job',
    'test/services/gate-order',
    'test/secrets/memory',
  ],
  ...['test/network/', 'test/crash/', 'test/cli/bad-output', 'test/core/log/forgeries'],
  ...['test/shells/package', 'test/vault/', 'test/interop/', 'test/services/', 'test/cli/'],
]
const rank = (file: string): number => {
  const found = LONGEST_FIRST.findIndex(beginning => file.startsWith(beginning))
  return found === -1 ? LONGEST_FIRST.length : found
}

/** By file, relative to the root: for how long its tests ran. */
const seconds = new Map<string, number>()
/** Of each file that costs something, by setup/processor-time.ts. */
const costs: { readonly script: string; readonly seconds: number }[] = []
const NAMED = 20

/** Runs a checking tool of the project; one check counts as one test. What it says is said in one piece. */
async function check(
  title: string,
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<void> {
  const tool = path.join(root, 'node_modules', '.bin', command)
  const env = { ...process.env, ...environment }
  const child = spawn(tool, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  const [status] = await once(child, 'close')
  if (status === 0) passed += 1
  else {
    failed += 1
    failures.push(title)
  }
  console.log(`${said}${status === 0 ? '✔' : '✖'} ${title}`)
}

/** A file system in memory, on Linux. */
const IN_MEMORY = '/dev/shm'
/** What the suites have lain there at once, three times over; bytes. */
const ROOM = 6 * 2 ** 30

/**
 * Where the suites' own temporary files lie: in memory where there is room. They are written through to the disk
 * thousands of times (fsync), and a third of a run waited for that.
 */
function temporaryRoot(): string {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY)
    // Suites put programs of their own there; a container's may hold none.
    const mounted = mountOf(IN_MEMORY, mountedOf(readFileSync('/proc/self/mounts', 'utf8')))
    const takes = bavail * bsize >= ROOM && mounted?.options.includes('noexec') !== true
    return takes ? IN_MEMORY : tmpdir()
  } catch {
    return tmpdir()
  }
}

async function suites(): Promise<void> {
  const files = globSync('test/**/*.test.ts', { cwd: root })
    .filter(file => slow || !file.endsWith('.slow.test.ts'))
    .filter(file => words.length === 0 || words.some(word => file.includes(word)))
    .map(file => file.replaceAll(path.sep, '/'))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
  const stream = run({
    cwd: root,
    files: files.map(file => path.join(root, file)),
    // Two more than there are processors: of those that run, one waits for the disk, and one for another program.
    concurrency: availableParallelism() + 2,
    execArgv: ['processor-time.ts', 'boringssl-guard.ts', 'chance.ts', 'same-thread.ts'].flatMap(
      file => ['--import', pathToFileURL(path.join(root, 'test/setup', file)).href],
    ),
  })
  stream.on('test:pass', event => {
    if (event.details.type !== 'suite') passed += 1
  })
  stream.on('test:fail', event => {
    const { error, type } = event.details
    const { failureType } = error as Error & { readonly failureType?: string }
    // Of a suite whose hook failed, every test counts as failed; why stands in the suite's own failure.
    if (type === 'suite' && failureType === 'subtestsFailed') return
    if (type !== 'suite') failed += 1
    const file = event.file === undefined ? '' : `${path.relative(root, event.file)}: `
    failures.push(`${file}${event.name}\n${inspect(error.cause, { depth: 1 })}`)
  })
  stream.on('test:summary', ({ file, duration_ms }) => {
    if (file !== undefined) seconds.set(path.relative(root, file), duration_ms / 1000)
  })
  for await (const text of stream.compose(new spec())) process.stdout.write(String(text))
}

/**
 * Drives the real window, as a person does: through one whole job as it is, and through everything else with
 * stand-ins for what is slow (setup/quick.ts). Electron's main side is a process of its own and has none.
 */
async function windowSuites(which: 'job' | 'others'): Promise<void> {
  if (words.length > 0 && !words.some(word => word.startsWith('e2e'))) return
  const tool = path.join(root, 'node_modules/.bin/playwright')
  const args = ['test', '-c', path.join(root, 'test/e2e/playwright.config.ts')]
  const window = spawn(tool, args, {
    cwd: root,
    env: {
      ...process.env,
      ...{ NODE_OPTIONS: seeded().join(' '), KEYCLAVE_E2E: which },
      ...(which === 'others' && findElectron(root) === null ? { KEYCLAVE_QUICK: 'yes' } : {}),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let [done, broken] = [0, 0]
  // Whole lines, since the other suites write as well.
  for await (const line of createInterface({ input: window.stdout })) {
    const [, failure] = /^e2e: failed (".*")$/.exec(line) ?? []
    if (failure !== undefined) failures.push(String(JSON.parse(failure)))
    else console.log(line)
    const [, good, bad] = /^e2e: (\d+) passed, (\d+) failed$/.exec(line) ?? []
    if (good !== undefined && bad !== undefined) [done, broken] = [Number(good), Number(bad)]
    const [, file, lasted] = /^e2e: (\S+) took (\S+) s$/.exec(line) ?? []
    if (file !== undefined) seconds.set(file, Number(lasted))
  }
  if (window.exitCode === null && window.signalCode === null) await once(window, 'close')
  passed += done
  // A run that ends badly without saying which test failed is a failure all the same.
  failed += window.exitCode === 0 ? broken : Math.max(1, broken)
  if (window.exitCode !== 0 && broken === 0) {
    failures.push(`the suites that drive the window (${which}) ended badly: ${window.exitCode}`)
  }
}

function nameCostliest(): void {
  const total = costs.reduce((sum, cost) => sum + cost.seconds, 0)
  const named = new Map<string, number>()
  for (const { script, seconds: cost } of costs) {
    const file = script.endsWith('.test.ts') ? path.relative(root, script) : 'test/e2e'
    named.set(file, (named.get(file) ?? 0) + cost)
  }
  const shown = [...named].sort(([, a], [, b]) => b - a).slice(0, NAMED)
  console.log(
    `What costs most, in seconds of processor, of ${total.toFixed(0)}; and until it was done:`,
  )
  for (const [file, cost] of shown) {
    const lasted = seconds.get(file)?.toFixed(0) ?? ''
    console.log(`${cost.toFixed(1).padStart(8)} ${lasted.padStart(6)}  ${file}`)
  }
}

if (!checksOnly) {
  console.log(`chance is drawn from the seed ${SEED}`)
  ensureDebianPackages(slow)
}
const checks = [
  // One thread: several would each check what they share, for twice the processor time. It ends soon: what it
  // needs no more is given back (by Go's collector) only where memory would run short.
  () => check('types', 'tsc', ['-b', '--singleThreaded'], { GOGC: 'off', GOMEMLIMIT: '2500MiB' }),
  () => check('lint, format and layering', 'biome', ['check', '--error-on-warnings']),
]
if (checksOnly) for (const each of checks) await each()
else {
  // Once, before suites that open it or pack it side by side would each build it into the same folder.
  await check('the window and the command line are built', 'node', [
    '--disable-warning=ExperimentalWarning',
    'main/build/run.ts',
  ])
  // Short, for the names of sockets in it; and as open as /tmp, for programs that are somebody else's.
  const temporary = mkdtempSync(path.join(temporaryRoot(), 'kt-'))
  chmodSync(temporary, 0o1777)
  process.env.TMPDIR = temporary
  const offices = path.join(temporary, 'offices')
  mkdirSync(offices)
  process.env.KEYCLAVE_TEST_OFFICES = offices
  const notes = path.join(temporary, 'processor-time')
  process.env.KEYCLAVE_TEST_TIMES = notes
  writeFileSync(notes, '')
  try {
    await Promise.all([
      suites(),
      windowSuites('job'),
      windowSuites('others'),
      ...checks.map(each => each()),
    ])
    const noted = readFileSync(notes, 'utf8')
      .split('\n')
      .filter(line => line !== '')
    costs.push(...noted.map(line => JSON.parse(line)))
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
  nameCostliest()
}
for (const failure of failures) console.log(`✖ ${failure.slice(0, 4000)}`)
if (failed > 0) console.log(`to repeat it: KEYCLAVE_TEST_SEED=${SEED} npm test -- FILE`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
