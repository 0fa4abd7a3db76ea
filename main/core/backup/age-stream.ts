import type { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import { CHUNK, type ChunkRun, SEALED_CHUNK } from '../age/index.ts'
import { type ByteSource, fill, inOrder, lengthOf } from '../bytes/index.ts'
import type { BackupPool } from './pool.ts'
import type { Piece, Place, Slab } from './slab.ts'

/**
 * The payload of an age file as a stream, on the threads of a pool: segments of 16 chunks are sealed
 * or opened side by side and leave in order.
 */

const CHUNKS = 16
const SEGMENT = CHUNKS * CHUNK
const SEALED_SEGMENT = CHUNKS * SEALED_CHUNK

/** Plaintext of one segment, where it lies. */
interface Segment {
  readonly parts: readonly Buffer[]
  readonly run: ChunkRun
  /** Releases the pieces that end in this segment; not before the segments in front are sealed too. */
  readonly release: () => void
}

/** Cuts a stream into segments. A full one waits for the next byte: without it, it is the last. */
async function* segments(plain: AsyncIterable<Piece>): AsyncGenerator<Segment> {
  let parts: Buffer[] = []
  let ending: Piece[] = []
  let length = 0
  let first = 0
  const segment = (last: boolean): Segment => {
    const pieces = ending
    const release = (): void => {
      for (const piece of pieces) piece.release()
    }
    return { parts, run: { first, last }, release }
  }
  for await (const piece of plain) {
    for (const part of piece.parts) {
      for (let rest = part; rest.length > 0; ) {
        if (length === SEGMENT) {
          yield segment(false)
          parts = []
          ending = []
          length = 0
          first += CHUNKS
        }
        const taken = rest.subarray(0, SEGMENT - length)
        parts.push(taken)
        length += taken.length
        rest = rest.subarray(taken.length)
      }
    }
    ending.push(piece)
  }
  yield segment(true)
}

/**
 * Encrypts a stream.
 *
 * @param plain  pieces of any length, in slabs of the pool; released here
 * @param hashed whether the pool hashes the ciphertext
 * @returns the ciphertext, in pieces for the consumer to release
 */
export async function* sealStream(
  pool: BackupPool,
  plain: AsyncIterable<Piece>,
  hashed = false,
): AsyncGenerator<Piece> {
  const sealed = inOrder(segments(plain), pool.depth, async ({ parts, run, release }) => {
    const output = pool.slabs.take()
    const input = parts.map(part => pool.slabs.locate(part))
    const done = await pool.run({ kind: 'seal', input, run }, output)
    const place: Place = { slab: output.number, start: 0, length: done.length }
    return { piece: pool.slabs.piece(output, done.length), place, release }
  })
  const hashing: Promise<void>[] = []
  for await (const { piece, place, release } of sealed) {
    release()
    if (!hashed) {
      yield piece
      continue
    }
    if (hashing.length === pool.depth) await hashing.shift()
    const done = pool.hash(place)
    hashing.push(done)
    // Its error is thrown where it is awaited, or where the hash is asked for.
    const free = (): void => void done.then(piece.release, () => {})
    done.catch(() => {})
    yield { parts: piece.parts, release: free }
  }
}

/** Ciphertext of one segment. */
interface SealedSegment {
  readonly slab: Slab
  readonly length: number
  readonly run: ChunkRun
}

/** Reads ciphertext ahead: one segment, so as to know which is the last, and one while that is passed on. */
async function* sealedSegments(
  pool: BackupPool,
  source: ByteSource,
): AsyncGenerator<SealedSegment> {
  const read = async (): Promise<Omit<SealedSegment, 'run'>> => {
    const slab = pool.slabs.take()
    return { slab, length: await fill(source, slab.bytes.subarray(0, SEALED_SEGMENT)) }
  }
  const readAfter = ({ length }: Omit<SealedSegment, 'run'>): ReturnType<typeof read> | null => {
    const reading = length === SEALED_SEGMENT ? read() : null
    // Its error is thrown where it is awaited, which is after the yield of what came before.
    reading?.catch(() => {})
    return reading
  }
  let current = await read()
  let reading = readAfter(current)
  try {
    for (let first = 0; ; first += CHUNKS) {
      const next = await reading
      reading = next === null ? null : readAfter(next)
      const last = next === null || next.length === 0
      yield { ...current, run: { first, last } }
      if (next === null || last) return
      current = next
    }
  } finally {
    // Nothing may be read into a slab any more when the source is closed.
    await reading?.catch(() => {})
  }
}

/**
 * Decrypts a stream.
 *
 * @param hashed whether the pool hashes the ciphertext
 * @returns authentic plaintext, in pieces for the consumer to release: everything before a failing
 *          chunk, and nothing of it
 * @throws AGE_PAYLOAD, AGE_TRUNCATED
 */
export async function* openStream(
  pool: BackupPool,
  source: ByteSource,
  hashed = false,
): AsyncGenerator<Piece> {
  const opened = inOrder(
    sealedSegments(pool, source),
    pool.depth,
    async ({ slab, length, run }) => {
      const output = pool.slabs.take()
      const input = pool.slabs.locate(slab.bytes.subarray(0, length))
      const [{ length: opened, failure }] = await Promise.all([
        pool.run({ kind: 'open', input, run }, output),
        hashed ? pool.hash(input) : null,
      ])
      pool.slabs.give(slab)
      return { piece: pool.slabs.piece(output, opened), failure }
    },
  )
  for await (const { piece, failure } of opened) {
    if (lengthOf(piece.parts) > 0) yield piece
    else piece.release()
    if (failure !== null) throw refuse(failure.code, { chunk: failure.chunk })
  }
}
