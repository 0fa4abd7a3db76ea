/**
 * Starting a shell as a process of its own, without a network where the kernel can take it away: from a checkout
 * (main/start.ts) and from an installed package (main/shells/chromium/installed.ts).
 */
import { spawn } from 'node:child_process'
import { refuse } from '../../shared/errors.ts'
import { type AskPerson, agreeUnisolated, UNISOLATED } from './agree-unisolated.ts'
import { findIsolation } from './isolation.ts'
import { checkNode, thisNode } from './node-binary.ts'

/** A program with its arguments. */
export type Command = readonly [string, ...string[]]

/** How this Keyclave is started. */
export interface Launch {
  /** What was given behind its name. */
  readonly given: readonly string[]
  /** What a person types to open the window, and for help with the commands of the terminal. */
  readonly typed: { readonly window: string; readonly help: string }
  /** Asks at the terminal; null where nobody is there to answer. */
  readonly ask: AskPerson
  /** Finds the shell's program, and makes it ready; asked once nothing speaks against a window. */
  readonly prepare: () => Command
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
}

/**
 * Opens the window, and waits until it is closed.
 *
 * @returns the exit code of the shell
 * @throws SWITCH_UNKNOWN, NODE_CHANGED, ISOLATION_NONE, DISPLAY_MISSING; what `prepare` throws
 */
export async function launch(how: Launch): Promise<number> {
  const agreed = agreedBeforehand(how.given, how.typed.help)
  checkNode(thisNode())
  const isolation = findIsolation(process.platform)
  if (isolation === null) {
    await agreeUnisolated(agreed, how.ask, `${how.typed.window} ${UNISOLATED}`)
  }
  requireDisplay(how.typed.help)
  return await run([...(isolation ?? []), ...how.prepare()], how)
}

/** Whether the switch was given. @throws SWITCH_UNKNOWN */
function agreedBeforehand(given: readonly string[], command: string): boolean {
  const unknown = given.findIndex(argument => argument !== UNISOLATED)
  if (unknown >= 0) throw refuse('SWITCH_UNKNOWN', { position: unknown + 1, command })
  return given.length > 0
}

function requireDisplay(command: string): void {
  if (process.platform !== 'linux') return
  if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return
  throw refuse('DISPLAY_MISSING', { command })
}

/** Runs the shell until its window closes, and ends as it ended. */
async function run([command, ...args]: readonly string[], how: Launch): Promise<number> {
  if (command === undefined) throw new Error('no command')
  const child = spawn(command, args, {
    cwd: how.folder,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: how.environment,
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void child.kill(signal))
  }
  return await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', code => resolve(code ?? 1))
  })
}
