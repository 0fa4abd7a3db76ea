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
 * Ends with one line, `N passed, N failed`.
 */
import { spawn, spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { pathToFileURL } from 'node:url'
import { inspect } from 'node:util'
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

/** Runs a checking tool of the project; one check counts as one test. */
function check(title: string, command: string, args: readonly string[]): void {
  const tool = path.join(root, 'node_modules', '.bin', command)
  const { status } = spawnSync(tool, args, { cwd: root, stdio: 'inherit' })
  if (status === 0) passed += 1
  else {
    failed += 1
    failures.push(title)
  }
  console.log(`${status === 0 ? '✔' : '✖'} ${title}`)
}

async function suites(): Promise<void> {
  const files = globSync('test/**/*.test.ts', { cwd: root })
    .filter(file => slow || !file.endsWith('.slow.test.ts'))
    .filter(file => words.length === 0 || words.some(word => file.includes(word)))
    .sort()
  const stream = run({
    cwd: root,
    files: files.map(file => path.join(root, file)),
    // One more than there are processors: some suite always waits, for a disk, a printer or a clock.
    concurrency: availableParallelism() + 1,
    execArgv: ['boringssl-guard.ts', 'chance.ts'].flatMap(file => [
      '--import',
      pathToFileURL(path.join(root, 'test/setup', file)).href,
    ]),
  })
  stream.on('test:pass', event => {
    if (event.details.type !== 'suite') passed += 1
  })
  stream.on('test:fail', event => {
    if (event.details.type === 'suite') return
    failed += 1
    const file = event.file === undefined ? '' : `${path.relative(root, event.file)}: `
    failures.push(`${file}${event.name}\n${inspect(event.details.error.cause, { depth: 1 })}`)
  })
  for await (const text of stream.compose(new spec())) process.stdout.write(String(text))
}

/** Drives the real window, as a person does. */
async function windowSuites(): Promise<void> {
  if (words.length > 0 && !words.some(word => word.startsWith('e2e'))) return
  const tool = path.join(root, 'node_modules/.bin/playwright')
  const args = ['test', '-c', path.join(root, 'test/e2e/playwright.config.ts')]
  const window = spawn(tool, args, {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: seeded().join(' ') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  window.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    process.stdout.write(text)
  })
  const status = await new Promise<number | null>(resolve => window.once('close', resolve))
  const [, done = '0', broken = '0'] = /^e2e: (\d+) passed, (\d+) failed$/m.exec(output) ?? []
  passed += Number(done)
  // A run that ends badly without saying which test failed is a failure all the same.
  failed += status === 0 ? Number(broken) : Math.max(1, Number(broken))
}

if (!checksOnly) {
  console.log(`chance is drawn from the seed ${SEED}`)
  ensureDebianPackages()
}
check('types', 'tsc', ['-b'])
check('lint, format and layering', 'biome', ['check', '--error-on-warnings'])
if (!checksOnly) {
  // Once, before suites that open it or pack it side by side would each build it into the same folder.
  check('the window is built', 'node', [
    '--disable-warning=ExperimentalWarning',
    'main/build/run.ts',
  ])
  await suites()
  await windowSuites()
}
for (const failure of failures) console.log(`✖ ${failure.slice(0, 2000)}`)
if (failed > 0) console.log(`to repeat it: KEYCLAVE_TEST_SEED=${SEED} npm test -- FILE`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
