import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Desk, newDesk, planText } from '../cli/command-line.ts'
import { pseudoRandom } from '../cli/tree.ts'
import type { Needle } from './needles.ts'
import { PASSPHRASE } from './passphrase.ts'
import { searchMemory } from './process-memory.ts'
import { needlesOfQuorum } from './quorum-secrets.ts'

/** Does the whole job in another process and looks into its memory, after the ceremony and after the recovery. */

/** V8 gives the pages of ended threads back in about 5 seconds; more on a busy machine. */
const V8_SETTLES_MS = 6_000
const ATTEMPTS = 6

const POLICY = 'threshold: 3, custodians: [Ada, Grace, Katherine, Hedy, Annie], identity: hybrid'

export interface Trial {
  /** Whether the process is asked to collect its garbage. */
  readonly collect: boolean
  /** The value of GLIBC_TUNABLES. */
  readonly tunables: string
  /** Whether it then keeps what it should not, and is searched once more. */
  readonly careless?: boolean
}

/** Looks into a process until nothing is found, for as long as its allocators may take to settle. */
async function searchSettled(
  child: ChildProcess,
  needles: readonly Needle[],
  attempts: number,
): Promise<string[]> {
  for (let attempt = 1; ; attempt += 1) {
    await wait(V8_SETTLES_MS)
    child.kill('SIGSTOP')
    const { bytes, finds } = searchMemory(child.pid ?? 0, needles)
    child.kill('SIGCONT')
    assert.ok(bytes > 20_000_000, 'the memory was read')
    if (finds.length === 0 || attempt === attempts) return finds.map(find => find.needle)
  }
}

/** Runs the job; returns what was found after the ceremony, after the recovery, and after the careless one. */
export async function searchJob({
  careless = false,
  collect,
  tunables,
}: Trial): Promise<readonly string[][]> {
  const desk = newDesk()
  desk.write('pass.txt', `${PASSPHRASE}\n`)
  desk.write('plan.yaml', planText(POLICY))
  mkdirSync(desk.at('tree'))
  desk.write('tree/file', pseudoRandom(100_000))
  const script = path.join(import.meta.dirname, 'whole-job.child.ts')
  const args = [...(collect ? ['--expose-gc'] : []), script, desk.path]
  const child = spawn(process.execPath, careless ? [...args, 'careless'] : args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, GLIBC_TUNABLES: tunables },
  })
  const ended = once(child, 'exit')
  try {
    const found: string[][] = []
    let needles: readonly Needle[] = []
    for (const after of ['ceremony', 'recovery', ...(careless ? ['careless'] : [])]) {
      await Promise.race([once(child.stdout, 'data'), ended])
      assert.equal(child.exitCode, null, `ended before the ${after} was done`)
      if (after === 'ceremony') needles = await needlesOf(desk)
      found.push(await searchSettled(child, needles, after === 'careless' ? 1 : ATTEMPTS))
      child.kill('SIGUSR2')
    }
    assert.deepEqual(await ended, [0, null])
    return found
  } finally {
    child.kill('SIGKILL')
    desk.remove()
  }
}

function needlesOf({ at }: Desk): Promise<readonly Needle[]> {
  const folder = at('ceremony/shares')
  return needlesOfQuorum({
    kit: at('ceremony/kit.json'),
    shares: readdirSync(folder)
      .filter(name => name.endsWith('.txt'))
      .map(name => path.join(folder, name)),
    passphrase: PASSPHRASE,
  })
}
