/**
 * How fast recovery files are made and used, beside stock par2 with the same slices in the same run.
 *
 *   node test/bench/parity.ts 256 3    MiB of the backup, rounds
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { shapeOf } from '../../main/core/parity/index.ts'
import { writeIncompressible } from './test-data.ts'

const ONCE = path.join(import.meta.dirname, 'backup-once.ts')
const ROUNDS = 3
const PERCENT = 10
/** Of the speed of stock par2. */
const AIM = 0.5

interface Measured {
  readonly seconds: number
  /** On all cores together. */
  readonly cpu: number
}

/** What bash's `times` says of a shell's children, after what they wrote themselves. */
function cpuIn(stderr: string): number {
  const [children = ''] = stderr.trim().split('\n').slice(-1)
  const spans = [...children.matchAll(/(\d+)m([\d.]+)s/g)]
  return spans.reduce((sum, [, minutes, rest]) => sum + 60 * Number(minutes) + Number(rest), 0)
}

/** Runs whole processes. */
function run(script: string, args: readonly string[], cwd: string): Measured {
  const start = performance.now()
  const bash = ['-c', `${script} > /dev/null || exit; times >&2`, 'bash', ...args]
  const { status, stderr } = spawnSync('bash', bash, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return { seconds: (performance.now() - start) / 1000, cpu: cpuIn(stderr) }
}

const best = (runs: readonly Measured[]): Measured => ({
  seconds: Math.min(...runs.map(({ seconds }) => seconds)),
  cpu: Math.min(...runs.map(({ cpu }) => cpu)),
})

const lineOf = (what: string, stock: Measured, ours: Measured): string => {
  const [speed, cores] = [stock.seconds / ours.seconds, stock.cpu / ours.cpu]
  const aim = speed >= AIM ? '' : `: below ${AIM}`
  const said = (of: Measured): string => `${of.seconds.toFixed(2)} s, cores ${of.cpu.toFixed(2)} s`
  return `${what}: par2 ${said(stock)}; keyclave ${said(ours)}; ${speed.toFixed(2)}× par2, cores ${cores.toFixed(2)}×${aim}`
}

/** @returns a line for making recovery files, and one for repairing with them */
export function benchParity(mib: number, rounds = ROUNDS): readonly string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-bench-'))
  const at = (name: string): string => path.join(folder, name)
  const ours = (...args: readonly string[]): Measured =>
    run('"$@"', [process.execPath, ONCE, ...args], folder)
  try {
    writeIncompressible(at('a.age'), mib * 1024 * 1024)
    const whole = readFileSync(at('a.age'))
    const { sliceSize, slices, recovery } = shapeOf([statSync(at('a.age')).size], PERCENT)
    const shape = [`-s${sliceSize}`, `-c${recovery}`, '-n1']
    const made: { readonly stock: Measured[]; readonly ours: Measured[] } = { stock: [], ours: [] }
    const mended: typeof made = { stock: [], ours: [] }
    for (let round = 0; round < rounds; round += 1) {
      for (const name of ['stock.par2', `stock.vol000+${recovery}.par2`, 'a.age.par2']) {
        if (existsSync(at(name))) rmSync(at(name))
      }
      made.stock.push(run('par2 create -q -q "$@"', [...shape, 'stock.par2', 'a.age'], folder))
      made.ours.push(ours('parity', at('a.age'), `${PERCENT}`))

      // As many slices are lost as there are recovery slices.
      const damaged = Buffer.from(whole)
      const step = Math.floor(slices / recovery) * sliceSize
      for (let i = 0; i < recovery; i += 1) damaged.fill(0, i * step, i * step + 100)
      writeFileSync(at('a.age'), damaged)
      mended.ours.push(ours('repair', at('a.age'), at('again.age')))
      if (!readFileSync(at('again.age')).equals(whole)) throw new Error('not repaired')
      rmSync(at('again.age'))
      mended.stock.push(run('par2 repair -q -q "$@"', ['a.age.par2'], folder))
      if (!readFileSync(at('a.age')).equals(whole)) throw new Error('not repaired by par2')
      if (existsSync(at('a.age.1'))) rmSync(at('a.age.1'))
    }
    return [
      lineOf(`making ${recovery} recovery slices for ${slices}`, best(made.stock), best(made.ours)),
      lineOf(`repairing ${recovery} lost slices`, best(mended.stock), best(mended.ours)),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === import.meta.filename) {
  const [mib = '256', rounds = `${ROUNDS}`] = process.argv.slice(2)
  for (const line of benchParity(Number(mib), Number(rounds))) console.log(line)
}
