/** Which Debian packages are in the image: image/packages.txt names what is wanted, image/packages.lock each one by its hash. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { sha256 } from '../../shells/manifest.ts'

/** One package as the lock has it. */
export interface LockedDeb {
  readonly name: string
  readonly version: string
  /** `amd64`, or `all`. */
  readonly architecture: string
  /** Of the .deb, 64 hexadecimal digits. */
  readonly sha256: string
}

const LINE =
  /^([a-z0-9][a-z0-9+.-]+) ((?:\d+:)?[A-Za-z0-9][A-Za-z0-9.+~-]*) (amd64|all) ([0-9a-f]{64})$/

/** The names in image/packages.txt: one in a line, remarks after `#`. */
export const wantedPackages = (text: string): readonly string[] =>
  text.split('\n').flatMap(line => line.replace(/#.*/, '').trim() || [])

/** @throws for a line that is none, or a package that stands there twice */
export function parseLock(text: string): readonly LockedDeb[] {
  const debs = text
    .split('\n')
    .filter(line => line !== '')
    .map(line => {
      const [, name, version, architecture, hash] = LINE.exec(line) ?? []
      if (!(name && version && architecture && hash)) {
        throw new Error(`image/packages.lock: no package is named by "${line}"`)
      }
      return { name, version, architecture, sha256: hash }
    })
  const twice = debs.find(({ name }, at) => debs.findIndex(other => other.name === name) < at)
  if (twice !== undefined) throw new Error(`image/packages.lock: ${twice.name} stands there twice`)
  return debs
}

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
