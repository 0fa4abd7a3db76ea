import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { isQuick } from '../setup/quick-argon2.ts'
import { IN_SAME_THREAD } from '../setup/same-thread.ts'
import { seeded } from '../setup/seed.ts'

/** A command that is struck by a signal at a chosen moment. */

/** Often enough to meet what makes a new state count, which takes milliseconds. */
const LOOK_MS = 2

const PROGRAM = path.join(import.meta.dirname, '../../main/cli.ts')

/** When to strike: so many milliseconds after the start, or after a sign that the work is so far. */
export interface Moment {
  readonly after: 'start' | keyof Signs
  readonly delay: number
}

/** What appears in the folder, as the beginning of a path below it. */
export interface Signs {
  readonly 'first write': string
  /** Of what makes the new state count. */
  readonly 'last writes': string
}

export interface Struck {
  /** `null` when the signal ended it. */
  readonly code: number | null
  readonly out: string
  readonly err: string
  /** Milliseconds from the start to each sign that was waited for and seen. */
  readonly seen: { readonly [sign in keyof Signs]?: number }
  /** Milliseconds from the start to the end. */
  readonly end: number
}

/**
 * Runs a command in `folder` and strikes its whole process group.
 *
 * @param moment `null`: never
 */
export async function strike(
  args: readonly string[],
  folder: string,
  signs: Signs,
  signal: 'SIGKILL' | 'SIGINT' | 'SIGTERM',
  moment: Moment | null,
): Promise<Struck> {
  const start = performance.now()
  const since = (): number => performance.now() - start
  // What counts is what is on the disk, which one thread writes.
  const threads = isQuick() ? IN_SAME_THREAD : []
  const child = spawn(process.execPath, [...seeded(), ...threads, PROGRAM, ...args], {
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

  // Looking takes processor time from what is looked at.
  const awaited = (['first write', 'last writes'] as const).filter(
    sign => moment === null || moment.after === sign,
  )
  const seen: { -readonly [sign in keyof Signs]?: number } = {}
  let due = moment?.after === 'start' ? moment.delay : Number.POSITIVE_INFINITY
  while (!ended && since() < due) {
    for (const sign of awaited) {
      if (seen[sign] !== undefined || !appeared(folder, signs[sign])) continue
      seen[sign] = since()
      if (moment?.after === sign) due = since() + moment.delay
    }
    await wait(LOOK_MS)
  }
  // Ended, and its output not read to the end: there is nobody left to strike.
  const running = child.exitCode === null && child.signalCode === null
  if (running && child.pid !== undefined) process.kill(-child.pid, signal)
  return { end: await end, code: child.exitCode, out, err, seen }
}

function appeared(folder: string, sign: string): boolean {
  const { dir, base } = path.parse(path.join(folder, sign))
  return existsSync(dir) && readdirSync(dir).some(name => name.startsWith(base))
}
