/**
 * A checkout works wherever it lies: here below folders whose names begin with a dot, hold spaces, quotes,
 * percent signs and letters beyond ASCII, on a path of more than 200 characters, without .git.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { makePackage, PACKAGE, packaged } from '../package/packaged.ts'

const root = path.join(import.meta.dirname, '../..')
const NAMES = ['.x y', 'ü-ñ-日本', `it's "$HOME" & 100 %41 #1?`, 'a-long-name-'.repeat(12)]
const PARTS = [
  ...['main', 'renderer', 'shared', 'docs', 'image', 'node_modules'],
  ...['CHANGELOG.md', 'LICENSE', 'README.md', 'package-lock.json'],
]
/** The command line as few files. */
const COMMAND_LINE = 'dist/cli'
const SETTINGS = ['biome.json', 'package.json', 'tsconfig.json', 'tsconfig.base.json']

let folder = ''
let copy = ''

before(() => {
  // Beside the files themselves: links to them, and not their bytes.
  mkdirSync(path.join(root, '.cache'), { recursive: true })
  folder = mkdtempSync(path.join(root, '.cache/anywhere-'))
  copy = path.join(folder, ...NAMES, 'keyclave')
  assert.ok(copy.length > 200)
  mkdirSync(copy, { recursive: true })
  const linked = spawnSync('cp', ['-al', ...PARTS, ...SETTINGS, copy], {
    cwd: root,
    encoding: 'utf8',
  })
  assert.equal(linked.stderr, '')
  rmSync(path.join(copy, 'node_modules/.cache'), { recursive: true, force: true })
})
after(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a program in the copy to its end. */
function run(command: string, ...args: readonly string[]) {
  const ran = spawnSync(command, args, { cwd: copy, encoding: 'utf8' })
  return { status: ran.status, said: ran.stdout + ran.stderr }
}

const node = (...args: readonly string[]) =>
  run(process.execPath, '--disable-warning=ExperimentalWarning', ...args)

/** What the linter says of the window's files. */
const lint = () =>
  run(
    path.join(copy, 'node_modules/.bin/biome'),
    ...['lint', '--error-on-warnings', '--colors=off', 'renderer'],
  )

test('the linter has the rules that it has elsewhere, those for React too', () => {
  const { status, said } = lint()
  assert.equal(status, 0, said)
  const wrong = path.join(copy, 'renderer/wrong.tsx')
  writeFileSync(
    wrong,
    `import { useState } from 'react'

export function Wrong({ some }: { readonly some: boolean }) {
  if (some) return null
  const [state] = useState(0)
  return <p>{state}</p>
}
`,
  )
  const refused = lint()
  rmSync(wrong)
  assert.equal(refused.status, 1)
  assert.match(refused.said, /wrong\.tsx.*lint\/correctness\/useHookAtTopLevel/)
})

/** A small ceremony; the whole job is done in test/package/debian.test.ts. */
const PLAN = `title: Here
organisation: Example Ltd
quorum: { threshold: 2, custodians: [Ada, Grace], identity: classic, kdf: 1 }
keys: [{ label: root, bits: 256, purpose: content encryption }]
`

test('from its sources the command line holds a ceremony, makes a backup, and reads a card from its PDF', () => {
  assert.ok(!existsSync(path.join(copy, 'dist')), 'nothing is built')
  writeFileSync(path.join(copy, 'plan.yaml'), PLAN)
  const made = node('main/cli.ts', 'passphrase', 'generate', '--out', 'pass.txt')
  assert.equal(made.status, 0, made.said)
  const secret = ['--passphrase-file', 'pass.txt']
  const held = node('main/cli.ts', 'ceremony', 'run', 'plan.yaml', ...secret, '--out', 'here')
  assert.equal(held.status, 0, held.said)
  const [card, kit] = ['here/shares/01-ada.pdf', 'here/kit.json']
  const [, first = '', second = ''] = /^Fingerprint {2}(\w{4}) (\w{4})/m.exec(held.said) ?? []
  const shown = ['--fingerprint', `${first}${second}`]
  const backup = ['backup', 'create', '--kit', kit, ...shown, '--out', 'docs.tar.zst.age', 'docs']
  const backed = node('main/cli.ts', ...backup)
  assert.equal(backed.status, 0, backed.said)
  const read = node('main/cli.ts', 'share', 'inspect', card, '--kit', kit, ...shown)
  assert.equal(read.status, 0, read.said)
  assert.match(read.said, /issued to Ada/)
})

test('it is built, and nothing is warned of', () => {
  const { status, said } = node('main/build/run.ts')
  assert.equal(status, 0, said)
  assert.equal(said, 'building the window …\n')
})

test('built, the command line reads the card as well', () => {
  const args = ['share', 'inspect', 'here/shares/01-ada.pdf', '--json']
  const read = node(path.join(COMMAND_LINE, 'run.js'), ...args)
  assert.equal(read.status, 0, read.said)
  assert.equal(node('main/cli.ts', ...args).said, read.said)
  assert.match(read.said, /"index": 1/)
})

/** With it the window and the command line, as they are built here. */
test('the package is the same to the byte, whoever makes it', async () => {
  const out = path.join(folder, 'package')
  mkdirSync(out)
  const env = { TZ: 'Pacific/Kiritimati', LC_ALL: 'C', LANG: 'tr_TR.UTF-8' }
  await makePackage(copy, out, { umask: '077', env })
  const there = await packaged()
  for (const name of ['SHA256SUMS', PACKAGE]) {
    const [mine, theirs] = [out, there].map(at => readFileSync(path.join(at, name)))
    assert.ok(mine?.equals(theirs ?? Buffer.alloc(0)), name)
  }
})
