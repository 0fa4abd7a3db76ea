/**
 * What the suites notice: breaks 30 lines of main/core and main/services, one at a time, and says which of
 * them a test catches, and where. Run by hand, before and after the suites are changed:
 *
 *   node test/mutants/run.ts                    this tree
 *   node test/mutants/run.ts --tree ../before   another one, with the same mutants
 *   node test/mutants/run.ts --only 3,17        some of the mutants, counted from 1
 *   node test/mutants/run.ts --jobs 2           how many suites run at the same time
 *   node test/mutants/run.ts --seconds FILE     what the first part below measured: kept there, and not again
 *
 * It works in a copy. The suites are run once as they are, which tells how long each takes; then, for each
 * mutant, those that lead to its file by imports or by the name of a program: first those named like it, then
 * the quickest, until one fails. The suites that need a browser are left out. How the mutants were chosen
 * stands in choose.ts; each passes the type check, and none is without consequence.
 */
import { spawn, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { Mutant } from './mutant.ts'
import { suitesLeadingTo } from './suites-leading-to.ts'

const { values } = parseArgs({
  options: {
    tree: { type: 'string', default: path.resolve(import.meta.dirname, '../..') },
    only: { type: 'string' },
    jobs: { type: 'string', default: '1' },
    seconds: { type: 'string' },
  },
})

/** What a copy does without; node_modules is linked. */
const LEFT_OUT = new Set(['node_modules', '.git', 'dist'])
/** Suites that look at the sources instead of running them, or that open a browser or make a package. */
const NOT_ASKED = /^test\/(docs\.|layering)|^test\/(e2e|shells|network)\/|\.slow\.test\.ts$/
/** A suite that takes so much longer than before hangs, and that is noticed. */
const PATIENCE = { factor: 20, leastSeconds: 600 }

interface Suite {
  readonly file: string
  readonly seconds: number
}

const tree = path.resolve(values.tree)
const copy = mkdtempSync(path.join(tmpdir(), 'keyclave-mutants-'))
process.on('exit', () => rmSync(copy, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))
cpSync(tree, copy, {
  recursive: true,
  filter: from => !LEFT_OUT.has(path.relative(tree, from)),
})
copyModules()
const env = {
  ...process.env,
  PATH: `${path.join(copy, 'node_modules/.bin')}:${process.env.PATH}`,
  NODE_COMPILE_CACHE: path.join(copy, 'node_modules/.cache/keyclave'),
}

/** Hard links, so that what a test builds below node_modules stays in the copy. */
function copyModules(): void {
  const from = path.join(tree, 'node_modules')
  const { status } = spawnSync('cp', ['-al', from, path.join(copy, 'node_modules')])
  // Another file system knows no links from here.
  if (status !== 0) symlinkSync(from, path.join(copy, 'node_modules'))
}

/** What test/run.ts loads into each suite, as far as the tree has it. */
const preloaded = (): readonly string[] =>
  ['boringssl-guard.ts', 'chance.ts', 'same-thread.ts']
    .map(name => path.join(copy, 'test/setup', name))
    .filter(file => existsSync(file))
    .flatMap(file => ['--import', pathToFileURL(file).href])

/** Runs one suite in the copy; null if it passes, otherwise what says that it does not. */
async function failureOf(file: string, patience: number): Promise<string | null> {
  const child = spawn(process.execPath, [...preloaded(), path.join(copy, file)], {
    ...{ cwd: copy, env, detached: true },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  let hangs = false
  const end = (): void => {
    // With everything that it started.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  }
  const timer = setTimeout(() => {
    hangs = true
    end()
  }, 1000 * patience)
  const code = await new Promise<number | null>(resolve => child.once('close', resolve))
  clearTimeout(timer)
  if (code === 0) return null
  return hangs
    ? 'hangs'
    : (/^\s*(?:✖|not ok \d+ -) (.*?)(?: \([\d.]+ms\))?$/m.exec(output)?.[1] ?? 'fails')
}

/** Runs `work` on each item, some at a time, until one returns something. */
async function firstOf<Item, Found>(
  items: readonly Item[],
  work: (item: Item) => Promise<Found | null>,
): Promise<Found | null> {
  let found: Found | null = null
  const waiting = [...items]
  const desk = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined && found === null; item = waiting.shift()) {
      found = (await work(item)) ?? found
    }
  }
  await Promise.all(Array.from({ length: Number(values.jobs) }, desk))
  return found
}

/** What an earlier run measured, or this one. */
async function measured(): Promise<readonly Suite[]> {
  if (values.seconds === undefined) return await measure()
  if (existsSync(values.seconds)) return JSON.parse(readFileSync(values.seconds, 'utf8'))
  const suites = await measure()
  writeFileSync(values.seconds, JSON.stringify(suites))
  return suites
}

/** Every suite as it is, with the seconds it takes; one that fails without a mutant proves nothing. */
async function measure(): Promise<readonly Suite[]> {
  const files = globSync('test/**/*.test.ts', { cwd: copy })
    .filter(file => !NOT_ASKED.test(file))
    .sort()
  const suites: Suite[] = []
  await firstOf(files, async file => {
    const begun = performance.now()
    const failure = await failureOf(file, 1200)
    const seconds = (performance.now() - begun) / 1000
    if (failure === null) suites.push({ file, seconds })
    else console.log(`left out, since it fails as it is: ${file}: ${failure}`)
    return null
  })
  return suites
}

/** The place of a mutant's line in the copy, and the text of its file with the line changed. */
function applied({ file, line, occurrence, replacement }: Mutant): { at: string; text: string } {
  const places = globSync('main/{core,services}/**/*.ts', { cwd: copy }).flatMap(at => {
    const lines = readFileSync(path.join(copy, at), 'utf8').split('\n')
    const place = lines.flatMap((other, i) => (other === line ? [i] : []))[occurrence]
    return place === undefined ? [] : [{ at, text: lines.with(place, replacement).join('\n') }]
  })
  // A file moves and may be named anew; among several that have the line, the name decides.
  const named = places.filter(({ at }) => path.basename(at) === file)
  const [found, ...others] = named.length > 0 ? named : places
  if (found !== undefined && others.length === 0) return found
  throw new Error(`not exactly one ${file} has this line: ${line.trim()}`)
}

/** Those named like the file first, then the quickest. */
function inOrder(suites: readonly Suite[], file: string): readonly Suite[] {
  const name = path.basename(file).replace(/(\.worker)?\.ts$/, '')
  const isMirror = (suite: Suite): number => Number(path.basename(suite.file) === `${name}.test.ts`)
  return suites.toSorted((a, b) => isMirror(b) - isMirror(a) || a.seconds - b.seconds)
}

async function caughtBy(mutant: Mutant, suites: readonly Suite[]): Promise<string | null> {
  const { at, text } = applied(mutant)
  const original = readFileSync(path.join(copy, at))
  const leading = suitesLeadingTo(
    copy,
    at,
    suites.map(({ file }) => file),
  )
  writeFileSync(path.join(copy, at), text)
  try {
    const asked = inOrder(
      suites.filter(({ file }) => leading.has(file)),
      at,
    )
    return await firstOf(asked, async ({ file, seconds }) => {
      const patience = Math.max(PATIENCE.leastSeconds, PATIENCE.factor * seconds)
      const failure = await failureOf(file, patience)
      return failure === null ? null : `${file}: ${failure}`
    })
  } finally {
    writeFileSync(path.join(copy, at), original)
  }
}

const list = path.join(import.meta.dirname, 'mutants.json')
const mutants: readonly Mutant[] = JSON.parse(readFileSync(list, 'utf8'))
const wanted = values.only?.split(',').map(Number)
for (const mutant of mutants) applied(mutant)
if (existsSync(path.join(copy, 'main/build/run.ts'))) {
  spawnSync(process.execPath, ['main/build/run.ts'], { cwd: copy, env, stdio: 'ignore' })
}
const suites = await measured()
const total = suites.reduce((sum, { seconds }) => sum + seconds, 0)
console.log(`${suites.length} suites, ${total.toFixed(0)} s one after the other`)

let caught = 0
let tried = 0
for (const [i, mutant] of mutants.entries()) {
  if (wanted && !wanted.includes(i + 1)) continue
  tried += 1
  const by = await caughtBy(mutant, suites)
  if (by !== null) caught += 1
  const change = `${mutant.file}: ${mutant.line.trim()} → ${mutant.replacement.trim()}`
  console.log(`${i + 1}. ${by === null ? 'SURVIVED' : 'caught'}  ${change}\n     ${by ?? ''}`)
}
console.log(`${caught} of ${tried} caught`)
