/**
 * A checkout works wherever it lies: here below folders whose names begin with a dot, hold spaces, quotes,
 * percent signs and letters beyond ASCII, on a path of more than 200 characters, without .git.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'

const root = path.join(import.meta.dirname, '../..')
const NAMES = ['.x y', 'ü-ñ-日本', `it's "$HOME" & 100 %41 #1?`, 'a-long-name-'.repeat(12)]
const PARTS = ['main', 'renderer', 'shared', 'docs', 'node_modules', 'LICENSE']
/** The command line as few files. */
const COMMAND_LINE = 'dist/cli'
/** The list of the window's files, with the SHA-256 of each. */
const CONTENT = 'dist/app/renderer/content.json'
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

/** Every script in a folder, by its name. */
const scriptsIn = (folder: string) =>
  globSync('*.js', { cwd: folder })
    .sort()
    .map(name => [name, readFileSync(path.join(folder, name), 'utf8')])

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

test('from its sources the command line does the whole job, and reads a card from its PDF', () => {
  assert.ok(!existsSync(path.join(copy, 'dist')), 'nothing is built')
  const demo = node('main/cli.ts', 'demo', '--out', 'here')
  assert.equal(demo.status, 0, demo.said)
  assert.match(demo.said, /byte-identical/)
  const [card, kit] = ['here/ceremony/shares/01-ada.pdf', 'here/ceremony/kit.json']
  const [, digits = ''] = /--fingerprint ([0-9a-f]{8})/.exec(demo.said) ?? []
  const shown = ['--fingerprint', digits]
  const read = node('main/cli.ts', 'share', 'inspect', card, '--kit', kit, ...shown)
  assert.equal(read.status, 0, read.said)
  assert.match(read.said, /issued to Ada/)
})

test('what is built is the same to the byte, and nothing is warned of', () => {
  const { status, said } = node('main/build/run.ts')
  assert.equal(status, 0, said)
  assert.equal(said, 'building the window …\n')
  const [here, there] = [root, copy].map(at => readFileSync(path.join(at, CONTENT), 'utf8'))
  assert.equal(there, here)
  const [mine, other] = [root, copy].map(at => scriptsIn(path.join(at, COMMAND_LINE)))
  assert.deepEqual(other, mine)
})

test('built, the command line reads the card as well', () => {
  const args = ['share', 'inspect', 'here/ceremony/shares/01-ada.pdf', '--json']
  const read = node(path.join(COMMAND_LINE, 'run.js'), ...args)
  assert.equal(read.status, 0, read.said)
  assert.equal(node('main/cli.ts', ...args).said, read.said)
  assert.match(read.said, /"index": 1/)
})
