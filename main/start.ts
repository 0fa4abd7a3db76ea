/**
 * `npm start`: opens Keyclave's window from a checkout. Electron where its runtime is installed,
 * otherwise the system's Chromium; without a network where the kernel can take it away.
 */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { refuse } from '../shared/errors.ts'
import { askPerson } from './cli/terminal/ask-person.ts'
import { findChromium, INSTALL_CHROMIUM } from './shells/chromium/find.ts'
import { findElectron } from './shells/electron/find.ts'
import { cleanEnvironment, OVERWRITE_FREED_MEMORY } from './shells/environment.ts'
import { lastWords } from './shells/last-words.ts'
import { type Command, launch } from './shells/launch.ts'
import { NO_DEBUGGER, refuseDebugger } from './shells/no-debugger.ts'

refuseDebugger()
const root = path.dirname(import.meta.dirname)
const INSTALL_ELECTRON = 'npx install-electron'

/** Where Node keeps what it has compiled: a start then takes half the time. Code and nothing else. */
const COMPILE_CACHE = path.join(root, 'node_modules/.cache/keyclave')

const environment = {
  ...cleanEnvironment(process.env),
  NODE_COMPILE_CACHE: COMPILE_CACHE,
  GLIBC_TUNABLES: OVERWRITE_FREED_MEMORY,
}

/** The shell that is installed here, built. @throws BROWSER_MISSING, WINDOW_BUILD */
function prepare(): Command {
  const electron = findElectron(root)
  if (electron !== null) {
    build(['--electron'])
    return [electron, path.join(root, 'dist/app')]
  }
  if (process.platform !== 'linux') throw refuse('BROWSER_MISSING', { command: INSTALL_ELECTRON })
  if (findChromium() === null) throw refuse('BROWSER_MISSING', { command: INSTALL_CHROMIUM })
  build([])
  return [process.execPath, NO_DEBUGGER, path.join(root, 'main/shells/chromium/window.process.ts')]
}

function build(options: readonly string[]): void {
  const script = path.join(root, 'main/build/run.ts')
  const args = ['--disable-warning=ExperimentalWarning', script, ...options]
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: environment,
  })
  if (status !== 0) throw refuse('WINDOW_BUILD', {})
}

try {
  process.exitCode = await launch({
    given: process.argv.slice(2),
    typed: { window: 'npm start --', help: 'npm run keyclave -- --help' },
    ask: askPerson(),
    prepare,
    folder: root,
    environment,
  })
} catch (error) {
  const { text, exitCode } = lastWords(error)
  process.stderr.write(text)
  process.exitCode = exitCode
}
