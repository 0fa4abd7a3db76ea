/**
 * `npm start`: opens Keyclave's window from a checkout. Electron where its runtime is installed,
 * otherwise the system's Chromium; without a network where the kernel can take it away.
 */
import { spawn, spawnSync } from 'node:child_process'
import path from 'node:path'
import { refuse } from '../shared/errors.ts'
import { askShown } from './cli/terminal/ask-shown.ts'
import { agreeUnisolated, UNISOLATED } from './shells/agree-unisolated.ts'
import { findChromium, INSTALL_CHROMIUM } from './shells/chromium/find.ts'
import { findElectron } from './shells/electron/find.ts'
import { cleanEnvironment, OVERWRITE_FREED_MEMORY } from './shells/environment.ts'
import { findIsolation } from './shells/isolation.ts'
import { lastWords } from './shells/last-words.ts'
import { NO_DEBUGGER, refuseDebugger } from './shells/no-debugger.ts'
import { checkNode, thisNode } from './shells/node-binary.ts'

refuseDebugger()
const root = path.dirname(import.meta.dirname)
const COMMAND_LINE = 'npm run keyclave -- --help'
const INSTALL_ELECTRON = 'npx install-electron'

/** Where Node keeps what it has compiled: a start then takes half the time. Code and nothing else. */
const COMPILE_CACHE = path.join(root, 'node_modules/.cache/keyclave')

interface Program {
  readonly command: readonly [string, ...string[]]
  readonly builds: readonly string[]
}

function chooseProgram(): Program {
  const electron = findElectron(root)
  if (electron !== null) {
    return { command: [electron, path.join(root, 'dist/app')], builds: ['--electron'] }
  }
  if (process.platform !== 'linux') throw refuse('BROWSER_MISSING', { command: INSTALL_ELECTRON })
  if (findChromium() === null) throw refuse('BROWSER_MISSING', { command: INSTALL_CHROMIUM })
  const entry = path.join(import.meta.dirname, 'shells/chromium/main.ts')
  return { command: [process.execPath, NO_DEBUGGER, entry], builds: [] }
}

function requireDisplay(): void {
  if (process.platform !== 'linux') return
  if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return
  throw refuse('DISPLAY_MISSING', { command: COMMAND_LINE })
}

const environment = (): Record<string, string> => ({
  ...cleanEnvironment(process.env),
  NODE_COMPILE_CACHE: COMPILE_CACHE,
  GLIBC_TUNABLES: OVERWRITE_FREED_MEMORY,
})

function build(options: readonly string[]): void {
  const script = path.join(root, 'main/build/run.ts')
  const args = ['--disable-warning=ExperimentalWarning', script, ...options]
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: environment(),
  })
  if (status !== 0) throw refuse('WINDOW_BUILD', {})
}

/** Runs the shell until its window closes, and ends as it ended. */
async function open(program: Program, isolation: readonly string[]): Promise<void> {
  const [command, ...args] = [...isolation, ...program.command]
  if (command === undefined) throw new Error('no command')
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: environment(),
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void child.kill(signal))
  }
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', code => resolve(code ?? 1))
  })
}

/** Asks at the terminal; null where nobody is there to answer. */
const ask = process.stdin.isTTY
  ? (question: string): Promise<string> => {
      const { signal } = new AbortController()
      return askShown(question, 64, { keyboard: process.stdin, screen: process.stderr, signal })
    }
  : null

/** Which switches were given. @throws SWITCH_UNKNOWN */
function agreedBeforehand(given: readonly string[]): boolean {
  const unknown = given.findIndex(argument => argument !== UNISOLATED)
  if (unknown >= 0) throw refuse('SWITCH_UNKNOWN', { position: unknown + 1 })
  return given.length > 0
}

try {
  const agreed = agreedBeforehand(process.argv.slice(2))
  checkNode(thisNode())
  const isolation = findIsolation(process.platform)
  if (isolation === null) await agreeUnisolated(agreed, ask)
  requireDisplay()
  const program = chooseProgram()
  build(program.builds)
  await open(program, isolation ?? [])
} catch (error) {
  const { text, exitCode } = lastWords(error)
  process.stderr.write(text)
  process.exitCode = exitCode
}
