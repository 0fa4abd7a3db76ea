/** In the place of core/backup/pool: its jobs are done in the page's one thread, in the order in which they come. */
import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { refuse } from '../../../shared/errors.ts'
import { openChunks } from '../../core/age/index.ts'
import type { Done, Job } from '../../core/backup/job.ts'
import { type Place, type Slab, Slabs } from '../../core/backup/slab.ts'
import { decompressFrame } from '../../core/backup/zstd-frame.ts'
import { wipe } from '../../core/bytes/index.ts'

const KEY = 32

export class BackupPool {
  readonly slabs: Slabs
  readonly depth = 2
  readonly #memory: Buffer[] = []
  readonly #key = Buffer.alloc(KEY)
  readonly #sha256 = createHash('sha256')
  readonly #signal: AbortSignal | undefined

  constructor(_threads: number, signal?: AbortSignal) {
    this.#signal = signal
    this.slabs = new Slabs(memory => {
      this.#memory.push(Buffer.from(memory))
    })
  }

  setKey(key: Uint8Array): void {
    this.#key.set(key)
  }

  async run(job: Job, output: Slab): Promise<Done> {
    if (this.#signal?.aborted) throw refuse('CANCELLED', {})
    switch (job.kind) {
      case 'open':
        return openChunks(this.#key, job.run, this.#at(job.input), output.bytes)
      case 'decompress': {
        const frame = job.input.map(place => this.#at(place))
        return { length: decompressFrame(frame, job.size, output.bytes), failure: null }
      }
      default:
        throw new Error('this page makes no backup')
    }
  }

  async hash(input: Place): Promise<void> {
    this.#sha256.update(this.#at(input))
  }

  async hashCopy(bytes: Buffer): Promise<void> {
    this.#sha256.update(bytes)
  }

  async hashed(): Promise<string> {
    return this.#sha256.digest('hex')
  }

  async close(): Promise<void> {
    wipe(this.#key)
    this.slabs.wipe()
  }

  #at({ slab, start, length }: Place): Buffer {
    const memory = this.#memory[slab]
    if (memory === undefined) throw new Error(`slab ${slab} has not come`)
    return memory.subarray(start, start + length)
  }
}
