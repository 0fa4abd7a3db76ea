/** The archive for a machine without a network: everything that npm asks for is in it, and nobody else is asked. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { sha256 } from '../../main/shells/manifest.ts'
import { root, version } from './packaged.ts'

/** On a disk: some gigabytes. */
const work = mkdtempSync('/var/tmp/keyclave-vendor-')
after(() => rmSync(work, { recursive: true, force: true }))
const name = `keyclave-${version}-vendor.tar`

function run(cwd: string, command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    // Nothing of this run's own settings of npm, above all not where it keeps what it has fetched.
    env: { PATH: process.env.PATH, HOME: work },
  })
  assert.equal(status, 0, `${command} ${args.join(' ')}\n${stdout}\n${stderr}`)
  return stdout
}

before(() => {
  const script = path.join(root, 'main/build/package/vendor.ts')
  const args = ['--disable-warning=ExperimentalWarning', script, '--out', work]
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
})

test('the archive is as large as docs/INSTALL.md says, and has the hash that stands beside it', () => {
  const { size } = statSync(path.join(work, name))
  assert.ok(size > 100_000_000 && size < 700_000_000, `${size} bytes`)
  const hash = sha256(readFileSync(path.join(work, name)))
  assert.ok(readFileSync(path.join(work, `${name}.sha256`), 'utf8').startsWith(`${hash}  ${name}`))
})

test('with the network taken away npm ci installs every package, and the program runs', () => {
  run(work, 'tar', '--extract', '--file', name)
  const sources = path.join(work, 'keyclave')
  assert.ok(!existsSync(path.join(sources, 'node_modules')))
  const alone = ['--net', '--'] as const
  run(sources, 'unshare', ...alone, 'npm', 'ci', '--no-audit', '--no-fund')
  // Every package of the lock file that this system takes.
  run(sources, 'unshare', ...alone, 'npm', 'ls', '--all')
  const node = path.join(sources, 'node_modules/.bin/node')
  const said = run(sources, 'unshare', ...alone, node, 'main/cli.ts', '--version')
  assert.match(said, new RegExp(version.replaceAll('.', '\\.')))
})
