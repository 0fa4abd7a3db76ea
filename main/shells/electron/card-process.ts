import { Buffer } from 'node:buffer'
import { fileURLToPath } from 'node:url'
import type { utilityProcess } from 'electron'
import {
  ANSWER_LIMIT,
  type RunScan,
  SCAN_LIMITS,
  type ScanEnding,
  scanProgram,
  watchMemory,
} from '../../paper/reading/index.ts'

/**
 * The process that reads one card (paper/reading), as a process of Electron's: a packaged Electron cannot run
 * as Node. It watches its memory itself. The file goes there, and the answer comes, as a message.
 */

/** What of Electron is used. */
export type ForkProcess = (
  ...given: Parameters<typeof utilityProcess.fork>
) => Pick<ReturnType<typeof utilityProcess.fork>, 'once' | 'postMessage' | 'pid'>

/** Reads each card in a process of Electron's. */
export const electronScans =
  (fork: ForkProcess): RunScan =>
  async (kind, file) => {
    const child = fork(fileURLToPath(scanProgram), [watchMemory(SCAN_LIMITS.memory[kind]), kind], {
      env: {},
      stdio: 'ignore',
      serviceName: 'Keyclave card reader',
    })
    let timer: NodeJS.Timeout | undefined
    try {
      return await new Promise<ScanEnding>(resolve => {
        timer = setTimeout(() => resolve({ ended: 'time' }), SCAN_LIMITS.seconds * 1000)
        child.once('message', (said: unknown) => resolve(answerIn(said)))
        // V8's own heap was full.
        child.once('error', () => resolve({ ended: 'memory' }))
        child.once('exit', (code: number) => resolve({ ended: causeOf(code) }))
        child.once('spawn', () => child.postMessage(file))
      })
    } finally {
      clearTimeout(timer)
      end(child.pid)
    }
  }

/** Bytes in memory of their own, and no more of them than an answer has; empty for anything else. */
function answerIn(said: unknown): ScanEnding {
  if (!(said instanceof Uint8Array) || said.length > ANSWER_LIMIT) {
    return { ended: 'answered', answer: Buffer.from(new ArrayBuffer(0)) }
  }
  return { ended: 'answered', answer: Buffer.from(said.buffer, said.byteOffset, said.byteLength) }
}

/** Signals as Electron passes them on: the process's own watch ends it by SIGKILL. */
const KILLED: readonly number[] = [9, 137]
const causeOf = (code: number): 'memory' | 'died' => (KILLED.includes(code) ? 'memory' : 'died')

/** Electron's own `kill` asks; what is busy with a hostile file may not hear it. */
function end(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
