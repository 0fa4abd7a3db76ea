/**
 * `npm run vendor`: one archive with the sources and every npm package of the lock file, for a machine of the same
 * system without a network: there `npm ci` and `npm test` run in it as they are. This is the one step that
 * uses a network; npm checks each package by the hash in package-lock.json, here and there.
 *
 *   npm run vendor                into dist/
 *   npm run vendor -- --out DIR   elsewhere
 */
import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { checksumsOf } from './checksums.ts'
import { sourceDate } from './source-date.ts'
import { versionOf } from './version.ts'

const project = path.join(import.meta.dirname, '../../..')
const { values } = parseArgs({
  options: { out: { type: 'string', default: path.join(project, 'dist') } },
})
const out = path.resolve(values.out)

/** Beside the sources, so that no tool of the project looks into it. */
const CACHE = 'npm-cache'
const SOURCES = 'keyclave'

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
  })
  if (error !== undefined) throw error
  if (status !== 0) throw new Error(`${command} ${args[0] ?? ''} failed; the reason stands above`)
  return stdout
}

/** What is committed, as it lies here now. */
function copySources(to: string): void {
  const files = run('git', ['ls-files', '-z'], project)
    .split('\0')
    .filter(file => file !== '')
  for (const file of files) {
    mkdirSync(path.dirname(path.join(to, file)), { recursive: true })
    copyFileSync(path.join(project, file), path.join(to, file))
  }
}

/** Fills an empty cache with what the lock file names, by installing it once elsewhere. */
function fillCache(folder: string, cache: string): void {
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
    copyFileSync(path.join(project, file), path.join(folder, file))
  }
  run('npm', ['ci', '--cache', cache], folder)
  rmSync(path.join(cache, '_logs'), { recursive: true, force: true })
}

const version = versionOf(project)
const name = `keyclave-${version}-vendor.tar`
mkdirSync(out, { recursive: true })
const draft = mkdtempSync(path.join(out, '.vendor-'))
try {
  const [tree, install] = ['tree', 'install'].map(part => path.join(draft, part)) as [
    string,
    string,
  ]
  for (const folder of [tree, install]) mkdirSync(folder)
  fillCache(install, path.join(tree, CACHE))
  copySources(path.join(tree, SOURCES))
  const settings = [
    '',
    '; Written by npm run vendor: everything is here, and nobody is asked.',
    `cache=../${CACHE}`,
    'offline=true',
    '',
  ]
  appendFileSync(path.join(tree, SOURCES, '.npmrc'), settings.join('\n'))
  const times = [
    `--mtime=@${sourceDate(project, process.env)}`,
    '--owner=0',
    '--group=0',
    '--numeric-owner',
  ]
  const args = ['--create', '--file', path.join(out, name), '--sort=name', ...times, SOURCES, CACHE]
  run('tar', args, tree)
} finally {
  rmSync(draft, { recursive: true, force: true })
}
const sums = checksumsOf([{ name, bytes: readFileSync(path.join(out, name)) }])
writeFileSync(path.join(out, `${name}.sha256`), sums)
process.stdout.write(sums)
