/**
 * `npm run image`: the image of a ceremony machine, from image/ and the packages of image/packages.lock.
 *
 *   npm run image                    into dist/; apt gathers the packages into dist/debs
 *   npm run image -- --debs DIR      from packages that were kept: no network
 *   npm run image -- --out DIR       elsewhere
 *   npm run image -- --lock          no image: gathers what image/packages.txt wants today into dist/debs, and writes
 *                                    the lock
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type LockedDeb, parseLock } from '../locked-debs.ts'
import { checksumsOf } from '../package/checksums.ts'
import { sourceDate } from '../package/source-date.ts'
import { versionOf } from '../package/version.ts'
import { billOfImage } from './bill.ts'
import { gather, gatherMissing } from './gathering.ts'
import { fileNameOf, formatLock, lockOf, requireLocked, wantedPackages } from './lock.ts'
import { makeMedium } from './medium.ts'
import { makeRepository } from './repository.ts'
import { makeRootFileSystem } from './root-file-system.ts'

const project = path.join(import.meta.dirname, '../../..')
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: path.join(project, 'dist') },
    debs: { type: 'string' },
    lock: { type: 'boolean', default: false },
  },
})
const out = path.resolve(values.out)
const KEPT = path.join(out, 'debs')
const LOCK = path.join(project, 'image/packages.lock')

/** What Debian cannot be without; apt calls itself essential, and nothing is ever installed in an image. */
const ESSENTIAL = '?and(?essential,?not(?exact-name(apt)))'

mkdirSync(out, { recursive: true })
const draft = mkdtempSync(path.join(out, '.image-'))
try {
  if (values.lock) writeLock()
  else makeImage()
} finally {
  rmSync(draft, { recursive: true, force: true })
}

function writeLock(): void {
  const folder = path.join(draft, 'debs')
  const wanted = wantedPackages(readFileSync(path.join(project, 'image/packages.txt'), 'utf8'))
  gather([ESSENTIAL, ...wanted], folder, draft)
  const lock = lockOf(folder)
  writeFileSync(LOCK, formatLock(lock))
  rmSync(KEPT, { recursive: true, force: true })
  renameSync(folder, KEPT)
  process.stdout.write(`image/packages.lock: ${lock.length} packages\n`)
}

function makeImage(): void {
  const version = versionOf(project)
  const date = sourceDate(project, process.env)
  const lock = parseLock(readFileSync(LOCK, 'utf8'))
  const debs = debsOf(lock)
  const file = path.join(out, `keyclave-${version}.iso`)
  const own = keyclave(version, date)
  const source = makeRepository([...debs, own.package], path.join(draft, 'repository'))
  const packages = [...lock.map(({ name }) => name), 'keyclave']
  const made = makeRootFileSystem({ project, source, packages, date, draft })
  requireInstalled(path.join(made.medium, 'installed'), lock, version)
  makeMedium({ ...made, project, version, date, file })
  const sum = checksumsOf([{ name: path.basename(file), bytes: readFileSync(file) }])
  writeFileSync(`${file}.sha256`, sum)
  writeFileSync(`${file}.cdx.json`, billOfImage(readFileSync(own.bill, 'utf8'), lock))
  process.stdout.write(sum)
}

/** The locked packages as files, every one compared with the lock. */
function debsOf(lock: readonly LockedDeb[]): readonly string[] {
  const folder = values.debs === undefined ? KEPT : path.resolve(values.debs)
  if (values.debs === undefined) gatherMissing(folder, lock, draft)
  requireLocked(folder, lock)
  return lock.map(deb => path.join(folder, fileNameOf(deb)))
}

/** Keyclave's own package: what is installed of it does not depend on how it was compressed. */
function keyclave(version: string, date: number): { package: string; bill: string } {
  const script = path.join(project, 'main/build/package/run.ts')
  const folder = path.join(draft, 'package')
  const args = ['--disable-warning=ExperimentalWarning', script, '--fast', '--out', folder]
  const { status } = spawnSync(process.execPath, args, {
    cwd: project,
    env: { ...process.env, SOURCE_DATE_EPOCH: String(date) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error('the Debian package could not be made; the reason stands above')
  const at = (name: string): string => path.join(folder, name)
  return { package: at(`keyclave_${version}_amd64.deb`), bill: at(`keyclave_${version}.cdx.json`) }
}

/** @throws where anything is installed but the locked packages and Keyclave, each in its version */
function requireInstalled(file: string, lock: readonly LockedDeb[], version: string): void {
  const installed = readFileSync(file, 'utf8').trimEnd().split('\n')
  const own = { name: 'keyclave', version, architecture: 'amd64' }
  const wanted = [...lock, own].map(deb => `${deb.name} ${deb.version} ${deb.architecture}`)
  const wrong = [
    ...installed.filter(line => !wanted.includes(line)).map(line => `${line} is in it`),
    ...wanted.filter(line => !installed.includes(line)).map(line => `${line} is not in it`),
  ]
  if (wrong.length > 0) throw new Error(`not what the lock names:\n  ${wrong.join('\n  ')}`)
}
