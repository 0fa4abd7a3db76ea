import { Buffer } from 'node:buffer'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { KeyclaveError, toWire, type WireError } from '../../../shared/errors.ts'
import { refusalIn } from './refusal-in.ts'
import { copySecret, wipe } from './secret.ts'

/**
 * A worker thread for one piece of work, ended after it.
 *
 * Some libraries turn secrets into strings, which nobody can wipe, or keep them in module-wide state.
 * They run in a thread whose heap ends with the work. Secrets cross in shared memory that both sides
 * see and the caller wipes: a posted message would leave a serialised copy behind.
 */

/** Named secrets, as bytes. */
export type Secrets = { readonly [name: string]: Uint8Array }

/** What a worker gives back: public values and, in shared memory, secrets. */
export interface Work<Output> {
  readonly output: Output
  readonly secrets: { readonly [name: string]: Buffer }
}

type SharedSecrets = { readonly [name: string]: SharedArrayBuffer }
type Reply =
  | { readonly kind: 'done'; readonly output: unknown; readonly secrets: SharedSecrets }
  | { readonly kind: 'refused'; readonly error: WireError }
  | { readonly kind: 'broken'; readonly failure: string }

function share(secrets: Secrets): SharedSecrets {
  return Object.fromEntries(
    Object.entries(secrets).map(([name, bytes]) => {
      const shared = new SharedArrayBuffer(bytes.byteLength)
      new Uint8Array(shared).set(bytes)
      return [name, shared]
    }),
  )
}

const view = (shared: SharedArrayBuffer): Buffer => Buffer.from(shared)
const wipeShared = (secrets: SharedSecrets): void => wipe(...Object.values(secrets).map(view))

/**
 * Runs `script` in a worker of its own and ends the worker, whatever happens.
 *
 * @param script  URL of a module that calls `serveOnce`
 * @param input   public values, cloned
 * @param secrets bytes for the worker; copied here into shared memory that is wiped afterwards. The
 *                caller still owns the originals.
 * @param limit   when the work is given up, and with which error; without one, never
 * @returns the worker's output, and its secrets in memory of their own, for the caller to wipe
 * @throws the KeyclaveError that the worker threw, or an Error when the worker broke
 */
export async function runOnce<Output>(
  script: URL,
  input: unknown,
  secrets: Secrets = {},
  limit?: { readonly seconds: number; readonly error: Error },
): Promise<Work<Output>> {
  const shared = share(secrets)
  const worker = new Worker(script, { workerData: { input, secrets: shared } })
  let timer: NodeJS.Timeout | undefined
  try {
    const reply = await new Promise<Reply>((resolve, reject) => {
      if (limit) timer = setTimeout(() => reject(limit.error), limit.seconds * 1000)
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', code => reject(new Error(`worker ended early with code ${code}`)))
    })
    if (reply.kind === 'refused') throw await refusalIn(reply.error)
    if (reply.kind === 'broken') throw workerFailure(reply.failure)
    try {
      const own = Object.entries(reply.secrets).map(([name, s]) => [name, copySecret(view(s))])
      return { output: reply.output as Output, secrets: Object.fromEntries(own) }
    } finally {
      wipeShared(reply.secrets)
    }
  } finally {
    clearTimeout(timer)
    wipeShared(shared)
    await worker.terminate()
  }
}

/**
 * The worker's side: does the one piece of work and posts the reply.
 *
 * @param work gets the input and the secrets (shared memory; the caller of `runOnce` wipes it) and
 *             returns public output and secrets, which are wiped here once they are in shared memory
 * @param strings what the work turns into strings: nothing is overwritten where they tell nothing
 */
export function serveOnce<Input, Output>(
  work: (
    input: Input,
    secrets: { readonly [name: string]: Buffer },
  ) => Promise<{
    readonly output: Output
    readonly secrets?: Secrets
  }>,
  { strings }: { readonly strings: 'secret' | 'blinded' } = { strings: 'secret' },
): void {
  const port = parentPort
  if (isMainThread || port === null) throw new Error('this module is a worker')
  const { input, secrets } = workerData as { input: Input; secrets: SharedSecrets }
  const views = Object.fromEntries(Object.entries(secrets).map(([name, s]) => [name, view(s)]))
  const reply = (message: Reply): void => {
    // Before the message: whoever gets it ends this thread.
    wipePool()
    if (strings === 'secret') clearHeap()
    port.postMessage(message)
  }
  // Not before the module of the worker is whole: its constants may stand below this call.
  const started = Promise.resolve().then(() => work(input, views))
  started.then(
    result => {
      const own = result.secrets ?? {}
      const shared = share(own)
      wipe(...Object.values(own))
      reply({ kind: 'done', output: result.output, secrets: shared })
    },
    (error: unknown) => {
      if (error instanceof KeyclaveError) reply({ kind: 'refused', error: toWire(error) })
      else reply({ kind: 'broken', failure: describeFailure(error) })
    },
  )
}

/**
 * Small buffers, ours and the libraries', are slices of this thread's pool, which the end of the thread
 * frees but does not overwrite. So no output of a worker may be one.
 */
const wipePool = (): void => wipe(new Uint8Array(Buffer.allocUnsafe(1).buffer))

/**
 * Overwrites the strings that are no longer in use. V8 hands the pages of an ended thread to the next one
 * that grows, as they are; a memory-reducing collection with this flag leaves zeros where strings were.
 */
function clearHeap(): void {
  setFlagsFromString('--zero-unused-memory')
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (how: object) => void
  collect({ type: 'major', flavor: 'last-resort', execution: 'sync' })
}

/** Type and place of a foreign error. Its message stays here: it may quote what it choked on. */
function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const place = /[^/\\]+\.[jt]s:\d+/.exec(error.stack?.split('\n    at ')[1] ?? '')
  return `${error.name} in ${place?.[0] ?? 'unknown place'}`
}

function workerFailure(failure: string): Error {
  const error = new Error('a worker failed')
  error.name = failure
  return error
}
