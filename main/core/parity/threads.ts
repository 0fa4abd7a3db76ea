import { Buffer } from 'node:buffer'
import { Worker } from 'node:worker_threads'
import { Combination } from './combination.ts'
import type { CombinationData, CombinationOrder, CombinationReply } from './order.ts'

/** A combination on several threads: each has its own part of every input and sum. */

/** Orders that a thread may have waiting, so that it never waits itself. */
const WAITING = 3

/** Bytes of sums for which no thread is started. */
const SMALL = 64 * 1024

/** A combination under way. Whoever began it closes it. */
export interface Sums {
  /** Adds an input, filled up with zeros, to each sum. Settles when there is room for the next. */
  add(input: Uint8Array, factors: Uint16Array): Promise<void>
  /** One of the sums, as it is now. */
  sum(output: number): Promise<Buffer>
  /** Begins all sums again. */
  clear(): Promise<void>
  close(): Promise<void>
}

/**
 * Begins a combination.
 *
 * @param threads how many threads may work at it, 1 or more
 * @param outputs how many sums
 * @param length  bytes of each input and sum; even
 */
export function beginSums(threads: number, outputs: number, length: number): Sums {
  if (outputs * length > SMALL) return new CombinationThreads(threads, outputs, length)
  const combination = new Combination(outputs, length)
  return {
    add: async (input, factors) => combination.add(input, factors),
    sum: async output => combination.sum(output),
    clear: async () => combination.clear(),
    close: async () => {},
  }
}

interface Desk {
  readonly worker: Worker
  /** Where its part begins, and before which byte it ends. */
  readonly from: number
  readonly to: number
  /** Orders sent and not yet answered, oldest first. */
  readonly sent: PromiseWithResolvers<CombinationReply>[]
  /** Why it does no more. */
  failure: Error | null
}

class CombinationThreads implements Sums {
  readonly #desks: readonly Desk[]
  readonly #length: number

  constructor(threads: number, outputs: number, length: number) {
    const part = 2 * Math.ceil(length / 2 / Math.max(1, threads))
    const begins = Array.from({ length: Math.ceil(length / part) }, (_, i) => i * part)
    this.#length = length
    this.#desks = begins.map(from => openDesk(outputs, from, Math.min(from + part, length)))
  }

  async add(input: Uint8Array, factors: Uint16Array): Promise<void> {
    for (const desk of this.#desks) {
      if (desk.failure !== null) throw desk.failure
      const part = new Uint8Array(desk.to - desk.from)
      part.set(input.subarray(desk.from, desk.to))
      void send(desk, { kind: 'add', input: part, factors }, [part.buffer])
    }
    const full = this.#desks.filter(({ sent }) => sent.length > WAITING)
    await Promise.all(full.map(({ sent }) => sent[0]?.promise))
  }

  async sum(output: number): Promise<Buffer> {
    const bytes = Buffer.alloc(this.#length)
    const parts = this.#desks.map(desk => send(desk, { kind: 'sum', output }))
    for (const [i, part] of (await Promise.all(parts)).entries()) {
      bytes.set(part ?? [], this.#desks[i]?.from)
    }
    return bytes
  }

  async clear(): Promise<void> {
    await Promise.all(this.#desks.map(desk => send(desk, { kind: 'clear' })))
  }

  async close(): Promise<void> {
    await Promise.all(this.#desks.map(({ worker }) => worker.terminate()))
  }
}

function send(
  { worker, sent, failure }: Desk,
  order: CombinationOrder,
  transfer: ArrayBuffer[] = [],
): Promise<CombinationReply> {
  if (failure !== null) return Promise.reject(failure)
  const answer = Promise.withResolvers<CombinationReply>()
  // Whoever waits for it next gets the error.
  answer.promise.catch(() => {})
  sent.push(answer)
  worker.postMessage(order, transfer)
  return answer.promise
}

function openDesk(outputs: number, from: number, to: number): Desk {
  const script = new URL('./combination.worker.ts', import.meta.url)
  const workerData: CombinationData = { outputs, length: to - from }
  const worker = new Worker(script, { workerData })
  const desk: Desk = { worker, from, to, sent: [], failure: null }
  const broken = (error: Error): void => {
    desk.failure ??= error
    for (const answer of desk.sent) answer.reject(error)
  }
  worker.on('message', (reply: CombinationReply) => desk.sent.shift()?.resolve(reply))
  worker.on('error', error => broken(error as Error))
  worker.on('exit', code => broken(new Error(`parity worker ended with code ${code}`)))
  return desk
}
