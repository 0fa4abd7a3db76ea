/** Which Debian packages are in the image: image/packages.txt names what is wanted, image/packages.lock each one by its hash. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { sha256 } from '../../shells/manifest.ts'
import type { LockedDeb } from '../locked-debs.ts'

/** The names in image/packages.txt: one in a line, remarks after `#`. */
export const wantedPackages = (text: string): readonly string[] =>
  text.split('\n').flatMap(line => line.replace(/#.*/, '').trim() || [])

export const formatLock = (debs: readonly LockedDeb[]): string =>
  debs
    .map(({ name, version, architecture, sha256: hash }) =>
      [name, version, architecture, hash].join(' '),
    )
    .sort()
    .map(line => `${line}\n`)
    .join('')

/** The name that apt gives its file. */
export const fileNameOf = ({ name, version, architecture }: Omit<LockedDeb, 'sha256'>): string =>
  `${name}_${version.replace(':', '%3a')}_${architecture}.deb`

/** The lock of what lies in a folder as apt has gathered it there: by the names of the files, and their hashes. */
export const lockOf = (folder: string): readonly LockedDeb[] =>
  debsIn(folder).map(file => {
    const [name = '', version = '', rest = ''] = file.split('_')
    const architecture = rest.replace(/\.deb$/, '')
    const hash = sha256(readFileSync(path.join(folder, file)))
    return { name, version: version.replace('%3a', ':'), architecture, sha256: hash }
  })

const debsIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter(file => file.endsWith('.deb'))
    .sort()

/** What is wrong with a folder that should hold exactly the locked packages: by names of files. */
export interface Differences {
  readonly missing: readonly string[]
  /** There with other bytes. */
  readonly changed: readonly string[]
  /** There, and not in the lock. */
  readonly unknown: readonly string[]
}

export function compareWithLock(folder: string, lock: readonly LockedDeb[]): Differences {
  const wanted = new Map(lock.map(deb => [fileNameOf(deb), deb.sha256]))
  const there = debsIn(folder)
  return {
    missing: [...wanted.keys()].filter(file => !there.includes(file)),
    changed: there.filter(file => {
      const hash = wanted.get(file)
      return hash !== undefined && sha256(readFileSync(path.join(folder, file))) !== hash
    }),
    unknown: there.filter(file => !wanted.has(file)),
  }
}

/** @throws where a folder holds anything but the locked packages, with every file's name */
export function requireLocked(folder: string, lock: readonly LockedDeb[]): void {
  const { missing, changed, unknown } = compareWithLock(folder, lock)
  const wrong = [
    ...missing.map(file => `${file} is missing`),
    ...changed.map(file => `${file} is not the one of the lock: it has another SHA-256`),
    ...unknown.map(file => `${file} is not in the lock`),
  ]
  if (wrong.length > 0) {
    throw new Error(`${folder} is not what image/packages.lock names:\n  ${wrong.join('\n  ')}`)
  }
}
