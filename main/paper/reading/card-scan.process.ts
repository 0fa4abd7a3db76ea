import { Buffer } from 'node:buffer'
import { Worker } from 'node:worker_threads'
import { ANSWER_LIMIT, failureAnswer, type ScanKind, shareAnswer } from './scan-answer.ts'
import { watchedMemory } from './scan-limits.ts'
import { shareInFile } from './share-in-file.ts'

/**
 * The process that reads one card: the file comes on standard input, the answer goes to standard output
 * (scan-answer.ts). In Electron, whose processes have no standard input, both are messages.
 *
 * Its argument is the kind of file. It has no network, may read nothing but the program, starts nothing, and
 * ends with the card: what libraries leave in its memory, the kernel clears.
 */

/** Electron's way to its parent (utilityProcess). */
interface ParentPort {
  readonly once: (event: 'message', listener: (message: { readonly data: unknown }) => void) => void
  readonly postMessage: (message: unknown) => void
}

const { parentPort } = process as { readonly parentPort?: ParentPort }
const kind: ScanKind = process.argv.at(-1) === 'pdf' ? 'pdf' : 'picture'

const limit = watchedMemory(process.argv)
if (limit !== null) {
  const watch = new URL('./memory-watch.worker.ts', import.meta.url)
  new Worker(watch, { workerData: limit }).unref()
}

async function standardInput(): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of process.stdin as AsyncIterable<Buffer>) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** @throws what is no refusal and no want of memory: the process then ends without an answer */
async function answerTo(file: Buffer): Promise<Buffer> {
  try {
    return shareAnswer(await shareInFile(file, kind))
  } catch (error) {
    const answer = failureAnswer(error)
    if (answer === null || answer.length > ANSWER_LIMIT) throw error
    return answer
  }
}

if (parentPort === undefined) {
  const answer = await answerTo(await standardInput())
  process.stdout.write(answer, () => process.exit(0))
} else {
  parentPort.once('message', ({ data }) => {
    void answerTo(Buffer.from(data as Uint8Array)).then(answer => parentPort.postMessage(answer))
  })
}
