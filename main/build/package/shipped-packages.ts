/**
 * Which npm packages run with Keyclave, and which of their files: found in package-lock.json, so that a package is
 * made from the full install, and no second one without the tools is needed.
 */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** One package as the lock file has it. */
export interface LockedPackage {
  readonly name: string
  readonly version: string
  /** Where it lies, as `node_modules/a/node_modules/b`. */
  readonly at: string
  /** As in the lock file: `sha512-` and base64. */
  readonly integrity: string
}

interface Entry {
  readonly version?: string
  readonly integrity?: string
  readonly dependencies?: { readonly [name: string]: string }
  /** Of the project alone: what is built into the window and the page stands there. */
  readonly devDependencies?: { readonly [name: string]: string }
}
interface Lock {
  readonly packages: { readonly [at: string]: Entry }
}

const readLock = (project: string): Lock =>
  JSON.parse(readFileSync(path.join(project, 'package-lock.json'), 'utf8'))

/** Packages of the project that run with it, by where they lie. Optional ones run nowhere (DEPENDENCIES: At run time). */
export function runtimePackages(project: string, leftOut: readonly string[]): LockedPackage[] {
  const { packages } = readLock(project)
  const found = new Set<string>()
  const visit = (from: string): void => {
    for (const name of Object.keys(packages[from]?.dependencies ?? {})) {
      const at = resolve(packages, from, name)
      if (leftOut.includes(name) || found.has(at)) continue
      found.add(at)
      visit(at)
    }
  }
  visit('')
  return [...found].sort().map(at => lockedAt(packages, at))
}

/**
 * Where those lie that a package names as needed to run, as Node finds them.
 *
 * @returns asked by where a package lies, as `node_modules/a`; the project is the empty one
 */
export function neededIn(project: string): (at: string) => readonly string[] {
  const { packages } = readLock(project)
  return at => {
    const { dependencies = {}, devDependencies = {} } = packages[at] ?? {}
    return Object.keys({ ...dependencies, ...devDependencies })
      .map(name => resolve(packages, at, name))
      .sort()
  }
}

/** The package that lies there. @param at as `node_modules/a` */
export const packageAt = (project: string, at: string): LockedPackage =>
  lockedAt(readLock(project).packages, at)

function lockedAt(packages: Lock['packages'], at: string): LockedPackage {
  const { version, integrity } = packages[at] ?? {}
  if (version === undefined || integrity === undefined) {
    throw new Error(`${at} is not in package-lock.json`)
  }
  return { name: at.slice(at.lastIndexOf(MODULES) + MODULES.length), version, at, integrity }
}

const MODULES = 'node_modules/'

/** As Node finds it: in the folder of the package itself, then in each one around it. */
function resolve(packages: Lock['packages'], from: string, name: string): string {
  let folder = from
  for (;;) {
    const at = folder === '' ? `${MODULES}${name}` : `${folder}/${MODULES}${name}`
    if (packages[at] !== undefined) return at
    if (folder === '')
      throw new Error(`${from || 'the project'} needs ${name}, which is not locked`)
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf(`/${MODULES}`)))
  }
}

/** Text of a licence, whatever its name ends in. */
const LICENCE = /(^|\/)(licen[cs]e|copying|notice|ofl)[^/]*$/i
/** What a person reads, a compiler or a tool: nothing of it runs. */
const NOT_RUN =
  /\.([cm]?tsx?|map|md|markdown|flow|coffee|ya?ml|c|cc|cpp|h|hpp|gyp|gypi|mk|o|tgz|bare|lock)$|(^|\/)(test|tests|__tests__|examples?|bench|benchmarks?|coverage|\.github|\.bin)\/|(^|\/)(tsconfig[^/]*\.json|\.[^/]+|Makefile)$/
/** Of single packages: the one file in use is named, or what is never loaded. */
const RULES: readonly (readonly [package_: RegExp, kept: (file: string) => boolean])[] = [
  // Of the fonts that are printed, the weights in use, and which characters each file may have.
  [/^@fontsource\/noto-sans/, file => /^(package|unicode)\.json$|-400-normal\.woff$/.test(file)],
  [
    /^@fontsource\/atkinson-.*-next$/,
    file => /^(package|unicode)\.json$|-(400|700)-normal\.woff$/.test(file),
  ],
  [
    /^@fontsource\/atkinson-.*-mono$/,
    file => /^(package|unicode)\.json$|-500-normal\.woff$/.test(file),
  ],
  [/^better-sqlite3$/, file => !/^(deps|src)\//.test(file)],
  [/^pdfkit$/, file => !/browser|standalone|\.old\./.test(file)],
  [/^playwright-core$/, file => !/^lib\/vite\//.test(file)],
]

/**
 * The files of a package that are shipped, sorted, as paths in it. Of what is native, the one binary for the system
 * as its makers built it: what an install script has compiled here is of this machine, and is left out.
 *
 * @param system as `linux-x64`
 */
export function shippedFiles(
  project: string,
  { at, name }: LockedPackage,
  system: string,
): string[] {
  const kept = RULES.find(([pattern]) => pattern.test(name))?.[1] ?? (() => true)
  return globSync('**', { cwd: path.join(project, at), withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.relative(path.join(project, at), path.join(entry.parentPath, entry.name)))
    .map(file => file.replaceAll(path.sep, '/'))
    .filter(file => !/^build\/|(^|\/)node_modules\//.test(file))
    .filter(file => !file.includes('prebuilds/') || isBinaryFor(file, system))
    .filter(file => LICENCE.test(file) || (!NOT_RUN.test(file) && kept(file)))
    .sort()
}

const isBinaryFor = (file: string, system: string): boolean =>
  [`prebuilds/${system}.`, `prebuilds/${system}/`].some(place => file.includes(place)) &&
  file.endsWith('.node') &&
  !file.includes('musl')
