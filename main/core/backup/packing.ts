import { copyBytes, lengthOf } from '../bytes/index.ts'
import { type Piece, SLAB, type Slab, type Slabs } from './slab.ts'

/** Pieces of this length keep the slab they lie in; shorter ones are moved. */
const WORTH_A_SLAB = SLAB / 2

/**
 * Moves short pieces together. Whoever waits for a megabyte of well-compressed frames, or of frames with
 * little content, would otherwise keep a slab for a few bytes of each.
 *
 * @param pieces in slabs; released here when they are moved
 */
export async function* packShort(
  slabs: Slabs,
  pieces: AsyncIterable<Piece>,
): AsyncGenerator<Piece> {
  let slab: Slab | null = null
  let length = 0
  for await (const piece of pieces) {
    const more = lengthOf(piece.parts)
    const moved = more < WORTH_A_SLAB
    if (slab !== null && (!moved || length + more > SLAB)) {
      yield slabs.piece(slab, length)
      slab = null
      length = 0
    }
    if (!moved) {
      yield piece
      continue
    }
    slab ??= slabs.take()
    for (const part of piece.parts) {
      copyBytes(part, slab.bytes.subarray(length))
      length += part.length
    }
    piece.release()
  }
  if (slab !== null) yield slabs.piece(slab, length)
}
