import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { OVERWRITE_FREED_MEMORY } from '../../main/shells/environment.ts'
import { findIsolation } from '../../main/shells/isolation.ts'
import { openDisplay } from '../setup/display.ts'

/**
 * From `npm start` to a front door that can be used, in Chromium on a display of its own. The steps are
 * those of main/start.ts: see that the window is built, find out how to take the network away, open it.
 */

const ROUNDS = 5
const LIMIT = 2000

const root = path.resolve(import.meta.dirname, '../..')
const environment = {
  ...process.env,
  NODE_COMPILE_CACHE: path.join(root, 'node_modules/.cache/keyclave'),
  GLIBC_TUNABLES: OVERWRITE_FREED_MEMORY,
}

/** Milliseconds, the start of Node for main/start.ts itself left out. */
async function startOnce(display: string): Promise<number> {
  const start = performance.now()
  const env = { ...environment, DISPLAY: display }
  const build = ['--disable-warning=ExperimentalWarning', path.join(root, 'main/build/run.ts')]
  spawnSync(process.execPath, build, { env, stdio: 'inherit' })
  const opening = path.join(import.meta.dirname, 'open-window.ts')
  const [command = '', ...args] = [
    ...(findIsolation(process.platform) ?? []),
    process.execPath,
    opening,
  ]
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  await Promise.race([once(child.stdout, 'data'), ended])
  const time = performance.now() - start
  const [code] = await ended
  if (code !== 0) throw new Error(`the window did not open: ${code}`)
  return time
}

/** The figure for people. */
export async function benchWindowStart(): Promise<string> {
  const { name: display, close } = await openDisplay()
  try {
    await startOnce(display) // builds the window, fills the compile cache
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) times.push(await startOnce(display))
    const ordered = times.toSorted((a, b) => a - b)
    const seconds = (ms: number | undefined): string =>
      `${((ms ?? Number.NaN) / 1000).toFixed(2)} s`
    const [fastest, median, slowest] = [0, Math.floor(ROUNDS / 2), ROUNDS - 1].map(i => ordered[i])
    return `start to front door: median ${seconds(median)} of ${ROUNDS} (limit ${LIMIT / 1000} s), ${seconds(fastest)} to ${seconds(slowest)}`
  } finally {
    close()
  }
}
