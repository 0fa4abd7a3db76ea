import { type KeyclaveError, refuse } from '../../../shared/errors.ts'
import { INSTALL_CHROMIUM } from './find.ts'

/** What Chromium says where neither the kernel nor its own helper gives it a sandbox. */
const NO_SANDBOX = /No usable sandbox!|SUID sandbox helper binary was found/

/** What it says where no display server answers. */
const NO_DISPLAY = /Missing X server or \$DISPLAY|Failed to connect to Wayland display/

/** Bytes of its last line that are repeated. */
const LONGEST = 300

/**
 * Why the browser has not started, as a refusal: BROWSER_SANDBOX, BROWSER_DISPLAY or BROWSER_FAILED. Nobody has typed
 * anything by then, so that what it said may be repeated.
 *
 * @param executable the browser's program
 * @param error      of its driver, with what the browser wrote on standard error
 * @param display    the one that it was given, as DISPLAY or WAYLAND_DISPLAY has it
 */
export function browserRefusal(executable: string, error: unknown, display: string): KeyclaveError {
  const said = error instanceof Error ? error.message : String(error)
  if (NO_SANDBOX.test(said)) return refuse('BROWSER_SANDBOX', { command: INSTALL_CHROMIUM })
  if (NO_DISPLAY.test(said)) return refuse('BROWSER_DISPLAY', { display })
  const lines = [...said.matchAll(/\[err\] (.+)/g)].map(([, line = '']) => line.trim())
  const last = lines.at(-1) ?? said.split('\n').at(0) ?? ''
  return refuse('BROWSER_FAILED', { path: executable, said: last.slice(0, LONGEST) })
}
