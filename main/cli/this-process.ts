/** Wires the whole command line to the process it runs in. */
import { homedir } from 'node:os'
import { refuse } from '../../shared/errors.ts'
import { readSettings, settingsFileIn } from '../services/settings/index.ts'
import { runCommandLine } from './program.ts'

/**
 * Runs the command line of this process.
 *
 * @param programFolder where the program is
 * @returns its exit code
 */
export async function runHere(programFolder: string, version: string): Promise<number> {
  const cancel = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // Once: should tidying up take too long, the second signal ends the program on the spot.
    process.once(signal, () => {
      cancel.abort()
      // A verb that waits for somebody to type hears of it no other way.
      process.stdin.destroy(refuse('CANCELLED', {}))
    })
  }
  // Errors come back from each read and each write; a stream's own event would end the program.
  for (const stream of [process.stdin, process.stdout, process.stderr]) stream.on('error', () => {})

  return await runCommandLine(process.argv.slice(2), {
    app: async () => {
      const { appAtTerminal } = await import('./app-at-terminal.ts')
      return appAtTerminal(programFolder, version, cancel.signal)
    },
    streams: {
      out: process.stdout,
      err: process.stderr,
      interactive: process.stderr.isTTY === true,
      now: () => performance.now(),
    },
    signal: cancel.signal,
    canAsk: process.stdin.isTTY === true,
    version,
    settings: readSettings(settingsFileIn(homedir(), process.platform)),
    environment: {
      ...(process.env.KEYCLAVE_VAULT && { vault: process.env.KEYCLAVE_VAULT }),
      ...(process.env.KEYCLAVE_KIT && { kit: process.env.KEYCLAVE_KIT }),
    },
  })
}
