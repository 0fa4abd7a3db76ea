import { type KeyclaveError, refuse } from '../../../shared/errors.ts'
import { INSTALL_CHROMIUM } from './find.ts'

/** What Chromium says where neither the kernel nor its own helper gives it a sandbox. */
const NO_SANDBOX = /No usable sandbox!|SUID sandbox helper binary was found/

/** Bytes of its last line that are repeated. */
const LONGEST = 300

/**
 * Why the browser has not started, as a refusal: BROWSER_SANDBOX or BROWSER_FAILED. Nobody has typed anything by
 * then, so that what it said may be repeated.
 *
 * @param executable the browser's program
 * @param error      of its driver, with what the browser wrote on standard error
 */
export function browserRefusal(executable: string, error: unknown): KeyclaveError {
  const said = error instanceof Error ? error.message : String(error)
  if (NO_SANDBOX.test(said)) return refuse('BROWSER_SANDBOX', { command: INSTALL_CHROMIUM })
  const lines = [...said.matchAll(/\[err\] (.+)/g)].map(([, line = '']) => line.trim())
  const last = lines.at(-1) ?? said.split('\n').at(0) ?? ''
  return refuse('BROWSER_FAILED', { path: executable, said: last.slice(0, LONGEST) })
}
