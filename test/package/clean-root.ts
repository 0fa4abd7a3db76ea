/**
 * A root file system in which nothing is but what a Debian package brings and asks for: its own files, and those of
 * every package that it depends on, as they are installed here. Nothing is downloaded. It is read-only, has no
 * network, and an ordinary user works in it.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'

/** Runs what no file of a person belongs to. */
const USER = { id: 12_345, name: 'ada' }
export const HOME = `/home/${USER.name}`

/** Of each package, what nothing reads while a program runs. */
const UNREAD =
  /^\/usr\/share\/(doc|man|locale|help|info|lintian|icons|bug)\/|^\/(usr\/)?lib\/modules\//

/** Where what stood beside /usr lies today. */
const MERGED = ['bin', 'sbin', 'lib', 'lib64'] as const

interface Installed {
  readonly depends: readonly string[]
  readonly essential: boolean
}

/** @param deb the package; it and what it depends on go into the folder */
export function makeCleanRoot(deb: string, root: string): void {
  mkdirSync(root, { recursive: true })
  for (const name of MERGED) {
    mkdirSync(path.join(root, 'usr', name), { recursive: true })
    symlinkSync(`usr/${name}`, path.join(root, name))
  }
  for (const file of filesOf(neededBy(deb))) add(file, root)
  mkdirSync(path.join(root, 'etc'), { recursive: true })
  writeFileSync(
    path.join(root, 'etc/passwd'),
    `root:x:0:0::/root:/bin/sh\n${USER.name}:x:${USER.id}:${USER.id}::/home/${USER.name}:/bin/sh\n`,
  )
  writeFileSync(path.join(root, 'etc/group'), `root:x:0:\n${USER.name}:x:${USER.id}:\n`)
  for (const name of ['dev', 'home', 'media', 'proc', 'run', 'sys', 'tmp']) {
    mkdirSync(path.join(root, name), { recursive: true })
  }
  const unpacked = spawnSync('dpkg-deb', ['-x', deb, root], { encoding: 'utf8' })
  if (unpacked.status !== 0) throw new Error(unpacked.stderr)
  chmodSync(root, 0o755)
}

/** Every package that must be there: what Debian cannot be without, and all that this one leads to. */
function neededBy(deb: string): readonly string[] {
  const all = installed()
  const { stdout } = spawnSync('dpkg-deb', ['-f', deb, 'Depends'], { encoding: 'utf8' })
  const found = new Set<string>()
  const visit = (depends: readonly string[]): void => {
    for (const one of depends) {
      const names = one.split('|').map(it => it.trim().replace(/[ (:].*/, ''))
      const name = names.find(it => all.has(it))
      if (name === undefined) throw new Error(`${one} is not installed here`)
      if (found.has(name)) continue
      found.add(name)
      visit(all.get(name)?.depends ?? [])
    }
  }
  visit(listOf(stdout))
  visit([...all].filter(([, { essential }]) => essential).map(([name]) => name))
  return [...found]
}

const listOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map(one => one.trim())
    .filter(one => one !== '')

/** What is installed here, by each name that it goes by. */
function installed(): ReadonlyMap<string, Installed> {
  const fields = ['db:Status-Abbrev', 'Package', 'Essential', 'Pre-Depends', 'Depends', 'Provides']
  const format = `${fields.map(field => `\${${field}}`).join('\t')}\n`
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', format], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  const rows = stdout.split('\n').map(line => line.split('\t'))
  const real = new Map<string, Installed>()
  const named = new Map<string, Installed>()
  for (const [status, name = '', essential, before = '', after = '', provides = ''] of rows) {
    if (!status?.startsWith('ii')) continue
    const depends = [...listOf(before), ...listOf(after)]
    real.set(name, { depends, essential: essential === 'yes' })
    for (const other of listOf(provides)) {
      named.set(other.replace(/[ (].*/, ''), { depends: [name], essential: false })
    }
  }
  return new Map([...named, ...real])
}

/** Their files and links, by names below /. */
function filesOf(packages: readonly string[]): readonly string[] {
  const { stdout } = spawnSync('dpkg-query', ['-L', ...packages], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return [...new Set(stdout.split('\n'))].filter(
    file => file.startsWith('/') && !UNREAD.test(file) && existsSync(file),
  )
}

/** Links rather than copies, where the file systems let us: nobody writes into them. */
function add(file: string, root: string): void {
  const status = lstatSync(file)
  if (status.isDirectory()) return
  const folder = path.join(root, realpathSync(path.dirname(file)))
  const target = path.join(folder, path.basename(file))
  if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) return
  mkdirSync(folder, { recursive: true })
  if (status.isSymbolicLink()) symlinkSync(readlinkSync(file), target)
  else if (status.isFile()) {
    try {
      linkSync(file, target)
    } catch {
      copyFileSync(file, target)
    }
  }
}

/** What a command in the root is given. */
export interface InRoot {
  /** A display outside, as DISPLAY has it. */
  readonly display?: string
  /** More switches of bwrap. */
  readonly more?: readonly string[]
}

/** bwrap, by an ordinary user: no right of root’s goes in, not even that of who runs the tests. */
function commandIn(root: string, command: readonly string[], { display, more = [] }: InRoot) {
  const asUser = process.getuid?.() === 0 ? AS_USER : []
  const screen =
    display === undefined ? [] : ['--ro-bind', SCREENS, SCREENS, '--setenv', 'DISPLAY', display]
  return [
    ...asUser,
    ...['bwrap', '--unshare-all', '--die-with-parent', '--clearenv', '--ro-bind', root, '/'],
    ...['--proc', '/proc', '--ro-bind', '/sys', '/sys', '--dev', '/dev'],
    ...['/tmp', '/run', '/home', '/media'].flatMap(folder => ['--tmpfs', folder]),
    ...['--dir', HOME, '--chdir', HOME, '--setenv', 'HOME', HOME, '--setenv', 'LANG', 'C.UTF-8'],
    ...['--setenv', 'PATH', '/usr/bin:/bin', '--setenv', 'USER', USER.name],
    ...[...screen, ...more, '--'],
    ...command,
  ]
}
const AS_USER = ['setpriv', `--reuid=${USER.id}`, `--regid=${USER.id}`, '--clear-groups', '--']
const SCREENS = '/tmp/.X11-unix'

/** Makes what lies outside the root that user's, where the tests run as root. @returns switches that put it into the root */
export function lent(folder: string, at: string): readonly string[] {
  if (process.getuid?.() === 0) spawnSync('chown', ['-R', `${USER.id}:${USER.id}`, folder])
  return ['--bind', folder, at]
}

/** Runs a command in the root to its end. */
export function runIn(root: string, command: readonly string[], how: InRoot = {}) {
  const [program = '', ...args] = commandIn(root, command, how)
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', cwd: '/' })
  return { status, stdout, stderr }
}

/** Starts a command in the root. */
export function startIn(root: string, command: readonly string[], how: InRoot = {}): ChildProcess {
  const [program = '', ...args] = commandIn(root, command, how)
  return spawn(program, args, { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] })
}
