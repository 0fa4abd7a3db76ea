import { Buffer } from 'node:buffer'
import { Worker } from 'node:worker_threads'
import { refuse } from '../../../shared/errors.ts'
import { copyBytes, refusalIn, wipe } from '../bytes/index.ts'
import type { Done, Job, Order, Reply } from './job.ts'
import { type Place, type Slab, Slabs } from './slab.ts'

/**
 * The worker threads of one backup, on as many cores as it may use. They know the payload key, in
 * shared memory, until the pool is closed.
 */

/**
 * Four threads seal faster than one hashes (SHA-256 of a file cannot be split), and each costs about
 * 25 MB.
 */
const MOST_THREADS = 4

interface Desk {
  readonly worker: Worker
  /** Jobs sent and not yet answered. */
  readonly sent: Map<number, PromiseWithResolvers<Done>>
}

/** Bytes of a payload key. */
const KEY = 32

/** Bytes of a job that are done in the time in which a thread starts, more or less. Fewer wait for one that is there. */
const WORTH_A_THREAD = 256 * 1024

export class BackupPool {
  readonly slabs: Slabs
  /** How many jobs of one kind keep every worker busy. */
  readonly depth: number
  readonly #key: Buffer<SharedArrayBuffer>
  readonly #most: number
  readonly #first: Desk
  readonly #desks: Desk[]
  readonly #signal: AbortSignal | undefined
  #hasKey = false
  #lastId = 0

  /**
   * Starts one thread, and the others when there is work for them: for a small backup one is quicker.
   *
   * @param threads how many there may be, 1…4
   */
  constructor(threads: number, signal?: AbortSignal) {
    this.#most = Math.min(Math.max(1, Math.trunc(threads)), MOST_THREADS)
    this.depth = 2 * this.#most
    this.#signal = signal
    this.#key = Buffer.from(new SharedArrayBuffer(KEY))
    this.#first = openDesk(this.#key.buffer)
    this.#desks = [this.#first]
    this.slabs = new Slabs(memory => {
      for (const { worker } of this.#desks) giveSlab(worker, memory)
    })
  }

  /** One that has nothing to do, a new one where the job is worth it, or the least busy. */
  #desk(job: Job): Desk {
    const idlest = this.#desks.reduce((a, b) => (b.sent.size < a.sent.size ? b : a))
    if (idlest.sent.size === 0 || this.#desks.length === this.#most) return idlest
    if (bytesOf(job) < WORTH_A_THREAD) return idlest
    const opened = openDesk(this.#key.buffer)
    for (const memory of this.slabs.memories) giveSlab(opened.worker, memory)
    this.#desks.push(opened)
    return opened
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
   * Has the least busy worker do a job. Until then nobody else may write what it reads, nor touch the
   * slab that it writes to.
   *
   * @throws CANCELLED; what the job threw; an Error if the worker broke
   */
  run(job: Job, output: Slab): Promise<Done> {
    if (this.#signal?.aborted) return Promise.reject(refuse('CANCELLED', {}))
    if (!this.#hasKey && (job.kind === 'seal' || job.kind === 'open')) {
      return Promise.reject(new Error('the backup pool has no key yet'))
    }
    return this.#send(this.#desk(job), job, output.number)
  }

  /** Goes on with the SHA-256 of all that was given here: in that order, and so on one thread. @throws as `run` */
  async hash(input: Place): Promise<void> {
    await this.#send(this.#first, { kind: 'hash', input }, input.slab)
  }

  /** The same for bytes that lie in no slab. */
  async hashCopy(bytes: Buffer): Promise<void> {
    const slab = this.slabs.take()
    copyBytes(bytes, slab.bytes)
    await this.hash({ slab: slab.number, start: 0, length: bytes.length })
    this.slabs.give(slab)
  }

  /** The SHA-256 of all that was given to `hash`, in hex. @throws as `run` */
  async hashed(): Promise<string> {
    const output = this.slabs.take()
    const { length } = await this.#send(this.#first, { kind: 'hashed' }, output.number)
    const digest = output.bytes.toString('hex', 0, length)
    this.slabs.give(output)
    return digest
  }

  #send(desk: Desk, job: Job, output: number): Promise<Done> {
    const answer = Promise.withResolvers<Done>()
    this.#lastId += 1
    const order: Order = { kind: 'job', id: this.#lastId, job, output }
    desk.sent.set(order.id, answer)
    desk.worker.postMessage(order)
    return answer.promise
  }

  /** Ends the workers and wipes the key and the slabs. */
  async close(): Promise<void> {
    await Promise.all(this.#desks.map(desk => desk.worker.terminate()))
    wipe(this.#key)
    this.slabs.wipe()
  }
}

/** How many bytes a job reads. */
function bytesOf(job: Job): number {
  if (job.kind === 'hashed') return 0
  return [job.input].flat().reduce((sum, { length }) => sum + length, 0)
}

function giveSlab(worker: Worker, memory: SharedArrayBuffer): void {
  const order: Order = { kind: 'slab', memory }
  worker.postMessage(order)
}

function openDesk(key: SharedArrayBuffer): Desk {
  const script = new URL('./pool.worker.ts', import.meta.url)
  // The jobs hold little in the heap; small young generations keep many threads small.
  const worker = new Worker(script, {
    workerData: key,
    resourceLimits: { maxYoungGenerationSizeMb: 2 },
  })
  const sent: Desk['sent'] = new Map()
  const broken = (error: Error): void => {
    for (const answer of sent.values()) answer.reject(error)
    sent.clear()
  }
  worker.on('message', ({ id, result }: Reply) => {
    const answer = sent.get(id)
    sent.delete(id)
    if (result.kind === 'done') answer?.resolve(result.done)
    else if (answer !== undefined) refusalIn(result.error).then(answer.reject, answer.reject)
  })
  worker.on('error', error => broken(error as Error))
  worker.on('exit', code => broken(new Error(`backup worker ended with code ${code}`)))
  return { worker, sent }
}
