/**
 * `npm start`: opens Keyclave's window from a checkout. Electron where its runtime is installed,
 * otherwise the system's Chromium; without a network where the kernel can take it away.
 */
import { spawn, spawnSync } from 'node:child_process'
import path from 'node:path'
import { refuse } from '../shared/errors.ts'
import { findChromium, INSTALL_CHROMIUM } from './shells/chromium/find.ts'
import { findElectron } from './shells/electron/find.ts'
import { cleanEnvironment, OVERWRITE_FREED_MEMORY } from './shells/environment.ts'
import { findIsolation } from './shells/isolation.ts'
import { lastWords } from './shells/last-words.ts'
import { NO_DEBUGGER, refuseDebugger } from './shells/no-debugger.ts'

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
async function open(program: Program): Promise<void> {
  const [command, ...args] = [...(findIsolation(process.platform) ?? []), ...program.command]
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

try {
  if (process.argv.length > 2) throw refuse('SWITCH_UNKNOWN', { position: 1 })
  requireDisplay()
  const program = chooseProgram()
  build(program.builds)
  await open(program)
} catch (error) {
  const { text, exitCode } = lastWords(error)
  process.stderr.write(text)
  process.exitCode = exitCode
}
