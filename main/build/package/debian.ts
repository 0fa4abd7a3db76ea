/** The Debian package: a tree of files with nothing that runs when it is installed or removed, packed by dpkg-deb. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  globSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { neededGlibc } from './glibc.ts'
import { icons } from './icons.ts'

/** Where the program lies once it is installed. */
export const PROGRAM = 'usr/lib/keyclave'
const DOCUMENTS = 'usr/share/doc/keyclave'

/** What it does not run without; the window has no other browser, and that one no other sandbox. */
const NEEDS = ['libgcc-s1', 'libstdc++6', 'util-linux', 'chromium (>= 140)', 'chromium-sandbox']
/** Printing here, and reading cards apart from everything else. */
export const RECOMMENDS = ['bubblewrap', 'cups-client', 'cups-daemon', 'par2']
/** The stock tools of the runbook. */
const SUGGESTS = ['age', 'argon2', 'zstd', 'python3', 'zbar-tools']

/** What the program in a tree does not run without, as the control file has it. */
export const dependsOf = (tree: string): readonly string[] => [
  `libc6 (>= ${neededGlibc(path.join(tree, PROGRAM))})`,
  ...NEEDS,
]

export interface DebianTree {
  /** The project's folder. */
  readonly project: string
  /** The folder to fill; the program folder is in it (program-folder.ts, PROGRAM). */
  readonly tree: string
  readonly version: string
  /** The bill of what is shipped (bill.ts). */
  readonly bill: string
  /** Seconds since 1970, for every file. */
  readonly date: number
}

/** Completes the tree as dpkg-deb packs it: what, with which modes and times, does not depend on whoever makes it. */
export function completeDebianTree(how: DebianTree): void {
  const { project, tree, bill, date } = how
  const put = (file: string, content: string | Uint8Array): void => {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true })
    writeFileSync(path.join(tree, file), content)
  }
  const link = (file: string, target: string): void => {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true })
    symlinkSync(target, path.join(tree, file))
  }
  link('usr/bin/keyclave', '../lib/keyclave/bin/keyclave')
  put('usr/share/applications/keyclave.desktop', DESKTOP_ENTRY)
  for (const [size, picture] of icons(project)) {
    put(`usr/share/icons/hicolor/${size}x${size}/apps/keyclave.png`, picture)
  }
  const said = (...command: readonly string[]): string => saidBy(path.join(tree, PROGRAM), command)
  put('usr/share/man/man1/keyclave.1.gz', zipped(said('man')))
  put('usr/share/bash-completion/completions/keyclave', said('completion', 'bash'))
  put('usr/share/zsh/vendor-completions/_keyclave', said('completion', 'zsh'))
  put('usr/share/fish/vendor_completions.d/keyclave.fish', said('completion', 'fish'))
  put(`${DOCUMENTS}/copyright`, COPYRIGHT)
  put(`${DOCUMENTS}/changelog.gz`, zipped(readFileSync(path.join(project, 'CHANGELOG.md'), 'utf8')))
  put(`${DOCUMENTS}/keyclave.cdx.json`, bill)
  for (const name of ['docs', 'licenses'])
    link(`${DOCUMENTS}/${name}`, `../../../lib/keyclave/${name}`)
  copyFileSync(path.join(project, 'README.md'), path.join(tree, DOCUMENTS, 'README.md'))
  put('DEBIAN/control', controlOf(how))
  put('DEBIAN/md5sums', md5sumsOf(tree))
  setModesAndTimes(tree, date)
}

const DESKTOP_ENTRY = `[Desktop Entry]
Type=Application
Name=Keyclave
GenericName=Key ceremonies
Comment=Offline key ceremonies and backup
Exec=keyclave
Icon=keyclave
Terminal=false
Categories=Utility;Security;
StartupWMClass=Keyclave
StartupNotify=true
`

const COPYRIGHT = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Keyclave

Files: *
Copyright: the authors of Keyclave
License: Apache-2.0
 The text is in /usr/share/common-licenses/Apache-2.0 and in /usr/lib/keyclave/LICENSE.

Files: usr/lib/keyclave/node_modules/* usr/lib/keyclave/bin/node usr/lib/keyclave/dist/app/*
Copyright: their authors
License: each-its-own
 keyclave.cdx.json beside this file names each package with its licence. The texts are in the folder of each
 package, and for Node and for what is built into the window in /usr/lib/keyclave/licenses.
`

/** What the program says, by its own Node and as nobody in particular: a package that does not run is not made. */
function saidBy(program: string, command: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(path.join(program, 'bin/keyclave'), command, {
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', HOME: '/nonexistent', LC_ALL: 'C.UTF-8' },
  })
  if (status !== 0) throw new Error(`keyclave ${command.join(' ')}: ${stderr}`)
  return stdout
}

/** As gzip -9n: without a name and without a time. */
const zipped = (text: string): Uint8Array => gzipSync(text, { level: 9 })

const filesIn = (tree: string): readonly string[] =>
  globSync('usr/**', { cwd: tree })
    .filter(file => lstatSync(path.join(tree, file)).isFile())
    .sort()

function controlOf({ project, tree, version }: DebianTree): string {
  const { homepage }: { homepage: string } = JSON.parse(
    readFileSync(path.join(project, 'package.json'), 'utf8'),
  )
  const kibibytes = filesIn(tree)
    .map(file => Math.ceil(lstatSync(path.join(tree, file)).size / 1024))
    .reduce((sum, size) => sum + size, 0)
  return `Package: keyclave
Version: ${version}
Architecture: amd64
Maintainer: Keyclave <maintainers@keyclave.invalid>
Installed-Size: ${kibibytes}
Depends: ${dependsOf(tree).join(', ')}
Recommends: ${RECOMMENDS.join(', ')}
Suggests: ${SUGGESTS.join(', ')}
Section: utils
Priority: optional
Homepage: ${homepage}
Description: offline key ceremonies and backup
 Generates keys, splits the secret that opens them into shares for custodians,
 encrypts backups, and opens anything again only with a quorum of shares and a
 passphrase. It uses no network, and everything that it makes can be opened
 without it, with stock tools and one printed page.
`
}

const md5sumsOf = (tree: string): string =>
  filesIn(tree)
    .map(file => {
      const hash = createHash('md5')
        .update(readFileSync(path.join(tree, file)))
        .digest('hex')
      return `${hash}  ${file}\n`
    })
    .join('')

function setModesAndTimes(tree: string, date: number): void {
  // What is in a folder before the folder, whose time it would change.
  const all = globSync('**', { cwd: tree }).map(name => path.join(tree, name))
  for (const file of [tree, ...all].sort().reverse()) {
    const status = lstatSync(file)
    const runs = status.isDirectory() || PROGRAMS.some(program => file === path.join(tree, program))
    if (!status.isSymbolicLink()) chmodSync(file, runs ? 0o755 : 0o644)
    lutimesSync(file, date, date)
  }
}
const PROGRAMS = [`${PROGRAM}/bin/node`, `${PROGRAM}/bin/keyclave`]

/**
 * Packs a tree: the same tree, the same bytes. xz, since what dpkg-deb makes with zstd depends on how many
 * processors there are.
 *
 * @param fast for a look, and for tests: not compressed, and three times as large
 */
export function packDebian(tree: string, file: string, date: number, fast: boolean): void {
  const how = fast ? '-Znone' : '-Zxz'
  const args = ['--root-owner-group', how, '--build', tree, file]
  const { status, error } = spawnSync('dpkg-deb', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', SOURCE_DATE_EPOCH: String(date) },
  })
  if (error !== undefined)
    throw new Error(`dpkg-deb is needed, which is on Debian: ${error.message}`)
  if (status !== 0) throw new Error('dpkg-deb failed; the reason stands above')
}
