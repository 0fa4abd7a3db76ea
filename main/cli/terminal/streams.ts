import type { Writable } from 'node:stream'

/** Where the command line writes: results on `out`, everything else on `err`. */
export interface Streams {
  readonly out: Writable
  readonly err: Writable
  /** Whether `err` is a terminal: progress is shown there and nowhere else. */
  readonly interactive: boolean
  readonly now: () => number
}
