import { Buffer } from 'node:buffer'
import type { SeekableSource } from '../../core/bytes/index.ts'
import { continueUnlessCancelled, type Watch } from '../tasks/index.ts'

/** What is shown all bytes of a file in order, while it is read once: a drive that is old or slow is read no oftener. */
export interface Onlooker {
  /** Shown the next bytes, which are overwritten when it has settled. */
  add(bytes: Buffer): void | Promise<void>
}

/** Bytes read at once. */
const PIECE = 1024 * 1024

/** Reads a file from begin to end. @throws what reading and the onlookers throw; CANCELLED */
export async function readThrough(
  { size, readAt }: SeekableSource,
  { signal, onEvent }: Watch,
  onlookers: readonly Onlooker[],
): Promise<void> {
  const piece = Buffer.alloc(Math.min(PIECE, size))
  for (let at = 0; at < size; ) {
    continueUnlessCancelled(signal)
    const read = await readAt(at, piece)
    if (read === 0) break
    for (const onlooker of onlookers) await onlooker.add(piece.subarray(0, read))
    at += read
    onEvent({ kind: 'progress', task: 'reading-back', done: at, total: size, unit: 'bytes' })
  }
}
