import { Buffer } from 'node:buffer'
import { MessageChannel, Worker } from 'node:worker_threads'
import type { SignatureCheck } from './people-in-log.ts'

/**
 * Signatures of a long log, verified on more than one core while the chain goes on: an Ed25519
 * verification takes longer than all else that an entry needs.
 */

const KEY = 32
const HASH = 32
const SIGNATURE = 64
/** Bytes of one check: key, hash, signature. */
export const CHECK_BYTES = KEY + HASH + SIGNATURE
/** Checks that a thread gets at once: some 30 ms. */
const BATCH = 512
/** Batches under way before the chain waits for the first of them. */
const AHEAD = 16

/** What a thread answers: the position of the first signature in the batch that is wrong, or -1. */
export type BatchAnswer = number

const script = new URL('./signature-batch.worker.ts', import.meta.url)

/** Takes signatures to verify, in the order of the log; says at the end which was wrong. */
export class SignatureBatches {
  readonly #threads: number
  readonly #workers: Worker[] = []
  readonly #underWay: Promise<number>[] = []
  #checks = Buffer.alloc(0)
  #sequences: number[] = []
  #sent = 0
  #firstBad = Number.POSITIVE_INFINITY

  /** @param threads how many may work at once; they start with the first batch */
  constructor(threads: number) {
    this.#threads = threads
  }

  /** Takes one; its verdict comes with all the others. */
  add({ sequence, key, hash, signature }: SignatureCheck): true {
    if (this.#sequences.length === 0) this.#checks = Buffer.alloc(BATCH * CHECK_BYTES)
    const at = this.#sequences.length * CHECK_BYTES
    this.#checks.write(key, at, KEY, 'hex')
    this.#checks.write(hash, at + KEY, HASH, 'hex')
    this.#checks.write(signature, at + KEY + HASH, SIGNATURE, 'hex')
    this.#sequences.push(sequence)
    if (this.#sequences.length === BATCH) this.#send()
    return true
  }

  /** Waits until the threads have caught up, so that a long log does not fill the memory. */
  async keepUp(ahead = AHEAD): Promise<void> {
    while (this.#underWay.length > ahead) {
      this.#firstBad = Math.min(this.#firstBad, await (this.#underWay[0] ?? 0))
      this.#underWay.shift()
    }
  }

  /** The sequence of the first entry with a wrong signature; null when all are right. */
  async firstBad(): Promise<number | null> {
    if (this.#sequences.length > 0) this.#send()
    await this.keepUp(0)
    return Number.isFinite(this.#firstBad) ? this.#firstBad : null
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await Promise.all(this.#workers.map(worker => worker.terminate()))
  }

  #send(): void {
    const sequences = this.#sequences
    const checks = this.#checks.subarray(0, sequences.length * CHECK_BYTES)
    this.#sequences = []
    const worker = this.#nextWorker()
    const { port1, port2 } = new MessageChannel()
    const answer = new Promise<number>((resolve, reject) => {
      port1.once('message', (bad: BatchAnswer) => {
        port1.close()
        resolve(bad === -1 ? Number.POSITIVE_INFINITY : (sequences[bad] ?? 0))
      })
      worker.once('error', reject)
      worker.once('exit', () => reject(new Error('a verifying thread ended early')))
    })
    answer.catch(() => {}) // told by keepUp, unless the caller has given up
    worker.postMessage({ checks, port: port2 }, [port2])
    this.#underWay.push(answer)
  }

  #nextWorker(): Worker {
    const turn = this.#sent % this.#threads
    this.#sent += 1
    const worker = this.#workers[turn] ?? new Worker(script)
    worker.setMaxListeners(0) // one pair for each batch under way
    this.#workers[turn] = worker
    return worker
  }
}
