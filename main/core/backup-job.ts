import type { WireError } from '../../shared/errors.ts'
import type { ChunkRun, OpenedRun } from './age-payload.ts'

/** What a worker of a backup does with one slab, and how it is asked. */

export type Job =
  | { readonly kind: 'compress'; readonly length: number }
  | { readonly kind: 'decompress'; readonly length: number; readonly size: number }
  | { readonly kind: 'seal'; readonly length: number; readonly run: ChunkRun }
  | { readonly kind: 'open'; readonly length: number; readonly run: ChunkRun }

/** The length of the output, and for `open` the failure that ended it. */
export type Done = OpenedRun

/** One job on its way to a worker: reads the first `job.length` bytes of input, writes output. */
export interface Order {
  readonly id: number
  readonly job: Job
  readonly input: ArrayBuffer
  readonly output: ArrayBuffer
}

/** The answer, which hands both pieces of memory back. */
export interface Reply {
  readonly id: number
  readonly result:
    | { readonly kind: 'done'; readonly done: Done }
    | { readonly kind: 'refused'; readonly error: WireError }
  readonly input: ArrayBuffer
  readonly output: ArrayBuffer
}
