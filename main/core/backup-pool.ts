import { Buffer } from 'node:buffer'
import { Worker } from 'node:worker_threads'
import { fromWire, refuse } from '../../shared/errors.ts'
import type { Done, Job, Order, Reply } from './backup-job.ts'
import { wipe } from './secret.ts'
import { type Slab, Slabs } from './slab.ts'

/**
 * The worker threads of one backup, on as many cores as it may use. They know the payload key, in
 * shared memory, until the pool is closed.
 */

/**
 * Four threads seal faster than one hashes (SHA-256 of a file cannot be split), and each costs about
 * 25 MB.
 */
const MOST_THREADS = 4

/** A job sent and not yet answered. */
interface Sent {
  readonly input: Slab
  readonly output: Slab
  readonly answer: PromiseWithResolvers<Done>
}

interface Desk {
  readonly worker: Worker
  readonly sent: Map<number, Sent>
}

/** Bytes of a payload key. */
const KEY = 32

export class BackupPool {
  readonly slabs = new Slabs()
  /** How many jobs of one kind keep every worker busy. */
  readonly depth: number
  readonly #key: Buffer
  readonly #desks: readonly Desk[]
  readonly #signal: AbortSignal | undefined
  #hasKey = false
  #lastId = 0

  /** @param threads how many threads to start, 1…4 */
  constructor(threads: number, signal?: AbortSignal) {
    const count = Math.min(Math.max(1, Math.trunc(threads)), MOST_THREADS)
    this.depth = 2 * count
    this.#signal = signal
    const shared = new SharedArrayBuffer(KEY)
    this.#key = Buffer.from(shared)
    this.#desks = Array.from({ length: count }, () => openDesk(shared))
  }

  /**
   * Tells the workers the payload key, which is copied. Before that nothing is sealed or opened; the
   * threads start while the header, which has the key, is made or opened.
   */
  setKey(key: Uint8Array): void {
    this.#key.set(key)
    this.#hasKey = true
  }

  /**
   * Has the least busy worker do a job. Until then both slabs are the worker's.
   *
   * @throws CANCELLED; what the job threw; an Error if the worker broke
   */
  run(job: Job, input: Slab, output: Slab): Promise<Done> {
    if (this.#signal?.aborted) return Promise.reject(refuse('CANCELLED', {}))
    if (!this.#hasKey && (job.kind === 'seal' || job.kind === 'open')) {
      return Promise.reject(new Error('the backup pool has no key yet'))
    }
    const desk = this.#desks.reduce((a, b) => (b.sent.size < a.sent.size ? b : a))
    const answer = Promise.withResolvers<Done>()
    this.#lastId += 1
    const id = this.#lastId
    const order: Order = { id, job, input: input.bytes.buffer, output: output.bytes.buffer }
    desk.sent.set(id, { input, output, answer })
    desk.worker.postMessage(order, [order.input, order.output])
    return answer.promise
  }

  /** Ends the workers and wipes the key and the slabs. */
  async close(): Promise<void> {
    await Promise.all(this.#desks.map(desk => desk.worker.terminate()))
    wipe(this.#key)
    this.slabs.wipe()
  }
}

function openDesk(key: SharedArrayBuffer): Desk {
  const script = new URL('./backup-pool.worker.ts', import.meta.url)
  // The jobs hold little in the heap; small young generations keep many threads small.
  const worker = new Worker(script, {
    workerData: key,
    resourceLimits: { maxYoungGenerationSizeMb: 2 },
  })
  const sent = new Map<number, Sent>()
  const broken = (error: Error): void => {
    for (const { answer } of sent.values()) answer.reject(error)
    sent.clear()
  }
  worker.on('message', ({ id, result, input, output }: Reply) => {
    const job = sent.get(id)
    if (job === undefined) return
    sent.delete(id)
    job.input.bytes = Buffer.from(input)
    job.output.bytes = Buffer.from(output)
    if (result.kind === 'done') job.answer.resolve(result.done)
    else job.answer.reject(fromWire(result.error))
  })
  worker.on('error', error => broken(error as Error))
  worker.on('exit', code => broken(new Error(`backup worker ended with code ${code}`)))
  return { worker, sent }
}
