import type { WireError } from '../../../shared/errors.ts'
import type { ChunkRun, OpenedRun } from '../age/index.ts'
import type { Place } from './slab.ts'

/** What a worker of a backup does with the bytes of some slabs, and how it is asked. */

export type Job =
  | { readonly kind: 'compress'; readonly input: Place; readonly sampling: boolean }
  | { readonly kind: 'decompress'; readonly input: readonly Place[]; readonly size: number }
  | { readonly kind: 'seal'; readonly input: readonly Place[]; readonly run: ChunkRun }
  | { readonly kind: 'open'; readonly input: Place; readonly run: ChunkRun }
  | { readonly kind: 'hash'; readonly input: Place }
  | { readonly kind: 'hashed' }

/**
 * The length of the output, and for `open` the failure that ended it. For `compress` 0 if nothing can
 * be gained: then the input is to be stored as it is. For `hash`, which goes on with one SHA-256, 0; `hashed` writes
 * what that has become.
 */
export type Done = OpenedRun

/** What a worker is sent: a new slab, to know it by its number; or a job. */
export type Order =
  | { readonly kind: 'slab'; readonly memory: SharedArrayBuffer }
  | {
      readonly kind: 'job'
      readonly id: number
      readonly job: Job
      /** Number of the slab to write to. */
      readonly output: number
    }

export interface Reply {
  readonly id: number
  readonly result:
    | { readonly kind: 'done'; readonly done: Done }
    | { readonly kind: 'refused'; readonly error: WireError }
}
