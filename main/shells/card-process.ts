/**
 * The process that reads one card (paper/reading), as a Node process that may do next to nothing: no
 * network where the kernel can take it away, limits of memory and processor where the system has them, no
 * file but the program's own, no other process.
 */
import { Buffer } from 'node:buffer'
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { realpathSync } from 'node:fs'
import path from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import {
  ANSWER_LIMIT,
  type RunScan,
  SCAN_LIMITS,
  type ScanEnding,
  type ScanKind,
  type ScanLimits,
  scanProgram,
  watchMemory,
} from '../paper/reading/index.ts'
import { findConfinement } from './isolation.ts'
import { NO_DEBUGGER } from './no-debugger.ts'

/** Where a card's process starts. */
export interface CardProcessPlace {
  readonly platform: NodeJS.Platform
  /** The Node that runs this program. */
  readonly node: string
  /** The folder of the program's own files. */
  readonly programFolder: string
  /** Where `prlimit` and the like are found. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly limits: ScanLimits
}

/** MiB of V8's own heap, beside which are the pixels. */
const HEAP = 256
/** Bytes that V8 sets aside for compiled code as it starts, of which it uses some percent. */
const CODE_RANGE = 512 * 1024 * 1024
/** Bytes of what a dying process says that are looked at. */
const LAST_WORDS = 4096

/**
 * prlimit(1), as a prefix: of memory that may be written to, because V8 reserves far more addresses than it
 * ever uses (RLIMIT_AS would have to be so large that it limits nothing); of the processor's time; no
 * file is written, and no memory kept when it dies.
 */
const limitsOf = ({ memory, seconds }: ScanLimits, kind: ScanKind): readonly string[] => [
  ...['prlimit', `--data=${CODE_RANGE + memory[kind]}`, `--cpu=${seconds}:${seconds + 1}`],
  ...['--fsize=0', '--core=0', '--'],
]

/** Node's switches for the process: nothing granted but to read the program. */
function readerSwitches(programFolder: string): readonly string[] {
  const program = ['main', 'shared', 'node_modules', 'package.json'].map(name =>
    path.join(programFolder, name),
  )
  // The built one stands elsewhere. A folder may be a link: Node asks for both.
  const readable = [...program, path.dirname(fileURLToPath(scanProgram))].flatMap(at => [
    ...new Set([at, realpathSync(at)]),
  ])
  return [
    ...[NO_DEBUGGER, '--no-warnings', `--max-old-space-size=${HEAP}`, '--permission'],
    ...readable.map(at => `--allow-fs-read=${at}`),
  ]
}

/** Reads each card with the Node that runs this program. @param programFolder of the program's own files */
export const nodeScansHere = (programFolder: string): RunScan =>
  nodeScans({
    platform: process.platform,
    node: process.execPath,
    programFolder,
    environment: process.env,
    limits: SCAN_LIMITS,
  })

/** Reads each card in a Node process of its own. */
export function nodeScans(place: CardProcessPlace): RunScan {
  let way: ReturnType<typeof findConfinement> | null = null
  return async (kind, file) => {
    way ??= findConfinement(place.platform, limitsOf(place.limits, kind))
    const { alone, limited } = way
    const watch = limited ? [] : ['--allow-worker']
    const [command = place.node, ...args] = [
      ...(limited ? limitsOf(place.limits, kind) : []),
      ...alone,
      ...[place.node, ...readerSwitches(place.programFolder), ...watch, fileURLToPath(scanProgram)],
      ...[...(limited ? [] : [watchMemory(place.limits.memory[kind])]), kind],
    ]
    const child = spawn(command, args, {
      cwd: place.programFolder,
      env: environmentOf(place.environment),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    })
    return await ending(child, file, place.limits.seconds)
  }
}

/** Nothing steers it; the way to its commands, and what Windows starts nothing without. */
const environmentOf = ({ PATH, SYSTEMROOT }: CardProcessPlace['environment']) => ({
  ...(PATH === undefined ? {} : { PATH }),
  ...(SYSTEMROOT === undefined ? {} : { SYSTEMROOT }),
})

async function ending(
  child: ChildProcessByStdio<Writable, Readable, Readable>,
  file: Buffer,
  seconds: number,
): Promise<ScanEnding> {
  let late = false
  const timer = setTimeout(() => {
    late = true
    child.kill('SIGKILL')
  }, seconds * 1000)
  try {
    const exit = exitOf(child)
    child.stdin.on('error', () => {}) // it ended before it had heard all
    child.stdin.end(file)
    const said = gather(child.stdout, ANSWER_LIMIT + 1, () => child.kill('SIGKILL'))
    const lastWords = gather(child.stderr, LAST_WORDS)
    const how = await exit
    const [answer, words] = [await said, (await lastWords).toString('latin1')]
    if (how !== 'not-started' && answer.length > 0) return { ended: 'answered', answer }
    if (how === 'not-started') return { ended: how }
    return { ended: late ? 'time' : causeOf(how, words) }
  } finally {
    clearTimeout(timer)
  }
}

type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

const exitOf = (child: ChildProcessByStdio<Writable, Readable, Readable>) =>
  new Promise<Exit | 'not-started'>(resolve => {
    child.once('error', () => resolve('not-started'))
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })

/** What a stream says, up to a length; what is beyond it is let go by. */
async function gather(stream: Readable, limit: number, tooMuch?: () => void): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = 0
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      if (length >= limit) piece.fill(0)
      else pieces.push(piece)
      length += piece.length
      if (length >= limit) tooMuch?.()
    }
  } catch {
    // Cut off: what came is looked at all the same.
  }
  const whole = Buffer.from(new ArrayBuffer(Math.min(limit, length)))
  let at = 0
  for (const piece of pieces) {
    at += piece.copy(whole, at)
    piece.fill(0)
  }
  return whole
}

/** bwrap says by a number, as a shell does, that its command was ended by a signal. */
const BY_SIGNAL = 128
const SIGKILL = 9
const SIGXCPU = 24

/** Why a process ended without an answer. The kernel kills what takes more memory than there is. */
function causeOf({ code, signal }: Exit, lastWords: string): 'time' | 'memory' | 'died' {
  if (signal === 'SIGXCPU' || code === BY_SIGNAL + SIGXCPU) return 'time'
  if (signal === 'SIGKILL' || code === BY_SIGNAL + SIGKILL) return 'memory'
  return /memory|alloc/i.test(lastWords) ? 'memory' : 'died'
}
