/**
 * `keyclave` of an installed package: with a command the command line, otherwise the window. Everything is built
 * beforehand, and nothing is written into the program's folder.
 */
import { fileURLToPath, pathToFileURL } from 'node:url'
import { refuse } from '../../../shared/errors.ts'
import { askPerson } from '../../cli/terminal/ask-person.ts'
import { UNISOLATED } from '../agree-unisolated.ts'
import { builtCommandLine } from '../built-command-line.ts'
import { cleanEnvironment, OVERWRITE_FREED_MEMORY } from '../environment.ts'
import { lastWords } from '../last-words.ts'
import { type Command, launch } from '../launch.ts'
import { NO_DEBUGGER, refuseDebugger } from '../no-debugger.ts'
import { programRoot } from '../program-root.ts'
import { findChromium, INSTALL_CHROMIUM } from './find.ts'

refuseDebugger()
/** As a URL, in which the build puts the name that it has in a package. */
const WINDOW = new URL('./window.process.ts', import.meta.url)

/** @throws BROWSER_MISSING */
function prepare(): Command {
  if (findChromium() === null) throw refuse('BROWSER_MISSING', { command: INSTALL_CHROMIUM })
  return [process.execPath, NO_DEBUGGER, fileURLToPath(WINDOW)]
}

async function openWindow(given: readonly string[]): Promise<void> {
  try {
    process.exitCode = await launch({
      given,
      typed: { window: 'keyclave', help: 'keyclave --help' },
      ask: askPerson(),
      prepare,
      folder: programRoot,
      environment: { ...cleanEnvironment(process.env), GLIBC_TUNABLES: OVERWRITE_FREED_MEMORY },
    })
  } catch (error) {
    const { text, exitCode } = lastWords(error)
    process.stderr.write(text)
    process.exitCode = exitCode
  }
}

const given = process.argv.slice(2)
if (given.every(argument => argument === UNISOLATED)) await openWindow(given)
else await import(pathToFileURL(builtCommandLine(programRoot)).href)
