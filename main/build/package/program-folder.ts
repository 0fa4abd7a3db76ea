/** The folder of an installed Keyclave: its own Node, the command line as few files, all that runs, and all documents. */
import {
  chmodSync,
  copyFileSync,
  cpSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { builtCommandLine, COMMAND_LINE_STAMP } from '../../shells/built-command-line.ts'
import { sha256 } from '../../shells/manifest.ts'
import { NODE_SHA_256, PACKAGED_NODE } from '../../shells/node-binary.ts'
import { addBooklets } from '../booklets.ts'
import { bundledPackagesOf } from '../bundled-packages.ts'
import { licencesOf } from '../licences.ts'
import { buildMainSide, documentsOf, type ShellName } from '../main-side.ts'
import { packagesOfPage, RECOVER_PAGE, recoverPageOf } from '../recover-page.ts'
import { type LockedPackage, packageAt, runtimePackages, shippedFiles } from './shipped-packages.ts'

/** What is in a program folder, beside Keyclave's own files. */
export interface Shipped {
  /** In node_modules. */
  readonly packages: readonly LockedPackage[]
  /** Within the window's own files. */
  readonly inWindow: readonly LockedPackage[]
  /** Within recover.html, which has their licences in it. */
  readonly inPage: readonly LockedPackage[]
}

/** The shell's own driver, which the other one needs nothing of. */
const DRIVER = 'playwright-core'

/**
 * @param project the project's folder; the window and the command line are built in it (main/build/run.ts)
 * @param out     the folder to make
 * @param shell   of the window that starts from here; the Electron package has its own beside this folder
 * @throws when the Node is not the one whose hash the project has (node-binary.ts)
 */
export function makeProgramFolder(project: string, out: string, shell: ShellName): Shipped {
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  buildMainSide(project, out, shell)
  cpSync(path.dirname(builtCommandLine(project)), path.join(out, 'dist/cli'), { recursive: true })
  rmSync(path.join(out, 'dist/cli', COMMAND_LINE_STAMP)) // of the times of the sources, which are not here
  for (const file of [...documentsOf(project), 'LICENSE']) copy(project, file, out)
  const page = recoverPageOf(project)
  copyFileSync(page, path.join(out, 'docs', RECOVER_PAGE))
  addBooklets(project, path.join(out, 'docs'))
  const inPage: string[] = JSON.parse(readFileSync(packagesOfPage(page), 'utf8'))
  writeFileSync(path.join(out, 'package.json'), manifestOf(project))
  addNode(project, out)
  addLauncher(out, shell)
  const packages = runtimePackages(project, shell === 'chromium' ? [] : [DRIVER])
  for (const package_ of packages) addPackage(project, package_, out)
  return {
    packages,
    inWindow: shell === 'chromium' ? addWindow(project, out) : [],
    inPage: inPage.map(at => packageAt(project, at)),
  }
}

function copy(project: string, file: string, out: string): void {
  mkdirSync(path.dirname(path.join(out, file)), { recursive: true })
  copyFileSync(path.join(project, file), path.join(out, file))
}

function addPackage(project: string, package_: LockedPackage, out: string): void {
  for (const file of shippedFiles(project, package_, SYSTEM))
    copy(project, `${package_.at}/${file}`, out)
}

/** The built window, and the licences of what is in it: their own folders do not come along. */
function addWindow(project: string, out: string): readonly LockedPackage[] {
  const built = path.join(project, 'dist/app/renderer')
  for (const file of globSync('**/*.*', { cwd: built })) {
    copy(project, `dist/app/renderer/${file}`, out)
  }
  const names: string[] = JSON.parse(readFileSync(bundledPackagesOf(built), 'utf8'))
  const packages = names.map(at => packageAt(project, at))
  for (const { at, name } of packages) {
    const file = path.join(out, 'licenses', `${name.replace('/', '-')}.txt`)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, licencesOf(path.join(project, at)))
  }
  return packages
}

const SYSTEM = `${process.platform}-${process.arch}`

/** Where npm has put the Node of this system; the package of Windows has a name of its own. */
const nodePackage = (): string =>
  process.platform === 'win32' ? `node-win-${process.arch}` : `node-${SYSTEM}`

/** Checked by the hash that is in the project, whatever npm has unpacked. macOS has none: there the system's runs. */
function addNode(project: string, out: string): void {
  const expected = NODE_SHA_256[SYSTEM]
  if (expected === undefined) return
  const folder = path.join(project, 'node_modules', nodePackage())
  const program = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node'
  const bytes = readFileSync(path.join(folder, program))
  const have = sha256(bytes)
  if (have !== expected) throw new Error(`Node has the SHA-256 ${have}; ${expected} was expected`)
  const target = path.join(out, path.dirname(PACKAGED_NODE), path.basename(program))
  mkdirSync(path.dirname(target), { recursive: true })
  writeFileSync(target, bytes)
  chmodSync(target, 0o755)
  mkdirSync(path.join(out, 'licenses'), { recursive: true })
  copyFileSync(path.join(folder, 'LICENSE'), path.join(out, 'licenses/node.txt'))
}

/** Finds its folder through any link to it; what steers a Node from outside is taken away. */
const launcher = (entry: string): string => `#!/bin/sh
# Keyclave, by the Node that came with it.
here=$(dirname "$(readlink -f "$0")")
unset NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS NODE_V8_COVERAGE NODE_COMPILE_CACHE
node="$here/node"
[ -x "$node" ] || node=node
exec "$node" --disable-sigusr1 "$here/../${entry}" "$@"
`

const windowsLauncher = (entry: string): string =>
  [
    '@echo off',
    'setlocal',
    'set NODE_OPTIONS=',
    'set NODE_PATH=',
    `"%~dp0node.exe" --disable-sigusr1 "%~dp0..\\${entry.replaceAll('/', '\\')}" %*`,
    '',
  ].join('\r\n')

/** `bin/keyclave`: command line and window, or the command line alone where Electron has the window. */
function addLauncher(out: string, shell: ShellName): void {
  const entry = `dist/cli/${shell === 'chromium' ? 'installed' : 'run'}.js`
  mkdirSync(path.join(out, 'bin'), { recursive: true })
  if (process.platform === 'win32') {
    writeFileSync(path.join(out, 'bin/keyclave.cmd'), windowsLauncher(entry))
    return
  }
  const file = path.join(out, 'bin/keyclave')
  writeFileSync(file, launcher(entry))
  chmodSync(file, 0o755)
}

function manifestOf(project: string): string {
  const { name, version, type } = JSON.parse(
    readFileSync(path.join(project, 'package.json'), 'utf8'),
  ) as Record<string, string>
  return `${JSON.stringify({ name, version, type }, null, 2)}\n`
}
