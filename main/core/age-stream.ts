import type { Buffer } from 'node:buffer'
import { refuse } from '../../shared/errors.ts'
import { CHUNK, type ChunkRun, SEALED_CHUNK } from './age-payload.ts'
import type { BackupPool } from './backup-pool.ts'
import { inOrder } from './in-order.ts'
import { type ByteSource, fill, type Piece, type Slab } from './slab.ts'

/**
 * The payload of an age file as a stream, on the threads of a pool: segments of 16 chunks are sealed
 * or opened side by side and leave in order.
 */

const CHUNKS = 16
const SEGMENT = CHUNKS * CHUNK
const SEALED_SEGMENT = CHUNKS * SEALED_CHUNK

interface Segment {
  readonly slab: Slab
  readonly length: number
  readonly run: ChunkRun
}

/** Cuts a stream into segments. A full one waits for the next byte: without it, it is the last. */
async function* segments(pool: BackupPool, plain: AsyncIterable<Piece>): AsyncGenerator<Segment> {
  let slab = pool.slabs.take()
  let length = 0
  let first = 0
  for await (const piece of plain) {
    for (let rest = piece.bytes; rest.length > 0; ) {
      if (length === SEGMENT) {
        yield { slab, length, run: { first, last: false } }
        slab = pool.slabs.take()
        length = 0
        first += CHUNKS
      }
      const part = rest.subarray(0, SEGMENT - length)
      slab.bytes.set(part, length)
      length += part.length
      rest = rest.subarray(part.length)
    }
    piece.release()
  }
  yield { slab, length, run: { first, last: true } }
}

/**
 * Encrypts a stream.
 *
 * @param plain pieces of any length; released here
 * @returns the ciphertext, in pieces for the consumer to release
 */
export async function* sealStream(
  pool: BackupPool,
  plain: AsyncIterable<Piece>,
): AsyncGenerator<Piece> {
  yield* inOrder(segments(pool, plain), pool.depth, async ({ slab, length, run }) => {
    const output = pool.slabs.take()
    const done = await pool.run({ kind: 'seal', length, run }, slab, output)
    pool.slabs.give(slab)
    return pool.slabs.piece(output, done.length)
  })
}

/** Reads ciphertext one segment ahead, so as to know which is the last. */
async function* sealedSegments(pool: BackupPool, source: ByteSource): AsyncGenerator<Segment> {
  const read = async (): Promise<{ slab: Slab; length: number }> => {
    const slab = pool.slabs.take()
    return { slab, length: await fill(source, slab.bytes.subarray(0, SEALED_SEGMENT)) }
  }
  let current = await read()
  for (let first = 0; ; first += CHUNKS) {
    const next = current.length === SEALED_SEGMENT ? await read() : null
    const last = next === null || next.length === 0
    yield { ...current, run: { first, last } }
    if (next === null || last) return
    current = next
  }
}

/**
 * Decrypts a stream.
 *
 * @returns authentic plaintext, in pieces for the consumer to release: everything before a failing
 *          chunk, and nothing of it
 * @throws AGE_PAYLOAD, AGE_TRUNCATED
 */
export async function* openStream(pool: BackupPool, source: ByteSource): AsyncGenerator<Piece> {
  const opened = inOrder(sealedSegments(pool, source), pool.depth, async segment => {
    const output = pool.slabs.take()
    const { length, run } = segment
    const done = await pool.run({ kind: 'open', length, run }, segment.slab, output)
    pool.slabs.give(segment.slab)
    return { piece: pool.slabs.piece(output, done.length), failure: done.failure }
  })
  for await (const { piece, failure } of opened) {
    if (piece.bytes.length > 0) yield piece
    else piece.release()
    if (failure !== null) throw refuse(failure.code, { chunk: failure.chunk })
  }
}

/** A source that gives `head` first and then what `tail` gives. */
export function prepend(head: Buffer, tail: ByteSource): ByteSource {
  let rest = head
  return {
    read: async into => {
      if (rest.length === 0) return tail.read(into)
      const part = rest.subarray(0, into.length)
      into.set(part)
      rest = rest.subarray(part.length)
      return part.length
    },
  }
}
