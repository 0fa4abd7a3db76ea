/**
 * `npm run package`: makes what a release consists of, from the full install, without a network.
 *
 *   npm run package                 into dist/
 *   npm run package -- --out DIR    elsewhere
 *   npm run package -- --fast       not compressed, for a look; not the bytes of a release
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { PACKAGED_NODE } from '../../shells/node-binary.ts'
import { billOf } from './bill.ts'
import { checksumsOf } from './checksums.ts'
import { completeDebianTree, dependsOf, PROGRAM, packDebian, RECOMMENDS } from './debian.ts'
import { makeProgramFolder } from './program-folder.ts'
import { sourceDate } from './source-date.ts'
import { versionOf } from './version.ts'

const project = path.join(import.meta.dirname, '../../..')
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: path.join(project, 'dist') },
    fast: { type: 'boolean', default: false },
  },
})
if (`${process.platform}-${process.arch}` !== 'linux-x64') {
  throw new Error(
    'the Debian package is made on Linux on x86-64: it has the Node of that system inside',
  )
}

build()
const out = path.resolve(values.out)
mkdirSync(out, { recursive: true })
const draft = mkdtempSync(path.join(out, '.package-'))
try {
  makePackage(draft)
} finally {
  rmSync(draft, { recursive: true, force: true })
}

/** The window and the command line, where they are out of date. */
function build(): void {
  const args = ['--disable-warning=ExperimentalWarning', path.join(project, 'main/build/run.ts')]
  const { status } = spawnSync(process.execPath, args, { cwd: project, stdio: 'inherit' })
  if (status !== 0) throw new Error('the window could not be built; the reason stands above')
}

function makePackage(draft: string): void {
  const version = versionOf(project)
  const date = sourceDate(project, process.env)
  const tree = path.join(draft, 'tree')
  const shipped = makeProgramFolder(project, path.join(tree, PROGRAM), 'chromium')
  const bill = billOf(project, {
    version,
    date,
    shipped,
    needs: dependsOf(tree),
    recommends: RECOMMENDS,
    node: path.join(tree, PROGRAM, PACKAGED_NODE),
  })
  completeDebianTree({ project, tree, version, bill, date })
  const names = [`keyclave_${version}_amd64.deb`, `keyclave_${version}.cdx.json`] as const
  packDebian(tree, path.join(out, names[0]), date, values.fast)
  writeFileSync(path.join(out, names[1]), bill)
  const files = names.map(name => ({ name, bytes: readFileSync(path.join(out, name)) }))
  const sums = checksumsOf(files)
  writeFileSync(path.join(out, 'SHA256SUMS'), sums)
  process.stdout.write(sums)
}
