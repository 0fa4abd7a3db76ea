import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** A command that is struck by a signal at a chosen moment. */

const PROGRAM = path.join(import.meta.dirname, '../../main/cli.ts')

/** When to strike: so many milliseconds after the start, or after the first sign of writing. */
export interface Moment {
  readonly after: 'start' | 'first write'
  readonly delay: number
}

export interface Struck {
  /** `null` when the signal ended it. */
  readonly code: number | null
  readonly out: string
  readonly err: string
  /** Milliseconds from the start to the first sign of writing; `null` when there was none. */
  readonly firstWrite: number | null
  /** Milliseconds from the start to the end. */
  readonly end: number
}

/**
 * Runs a command in `folder` and strikes its whole process group.
 *
 * @param sign   a name that begins like this appears in the folder with the first write
 * @param moment `null`: never
 */
export async function strike(
  args: readonly string[],
  folder: string,
  sign: string,
  signal: 'SIGKILL' | 'SIGINT' | 'SIGTERM',
  moment: Moment | null,
): Promise<Struck> {
  const start = performance.now()
  const since = (): number => performance.now() - start
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a process group of its own
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (text: Buffer) => {
    out += text
  })
  child.stderr.on('data', (text: Buffer) => {
    err += text
  })
  let ended = false
  const end = once(child, 'close').then(() => {
    ended = true
    return since()
  })

  let firstWrite: number | null = null
  let due = moment?.after === 'start' ? moment.delay : Number.POSITIVE_INFINITY
  while (!ended && since() < due) {
    if (firstWrite === null && readdirSync(folder).some(name => name.startsWith(sign))) {
      firstWrite = since()
      if (moment?.after === 'first write') due = firstWrite + moment.delay
    }
    await wait(2)
  }
  if (!ended && child.pid !== undefined) process.kill(-child.pid, signal)
  return { end: await end, code: child.exitCode, out, err, firstWrite }
}
