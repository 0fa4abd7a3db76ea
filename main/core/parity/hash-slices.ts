import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { bytesAt, type SeekableSource } from '../bytes/index.ts'
import { FILE_START, fileIdOf, md5, type ProtectedFile, SLICE_CHECK, uint32 } from './packets.ts'
import { slicesIn } from './shape.ts'

/** The digests by which a file and its slices are known. */

/** Bytes read at once. */
const PIECE = 1024 * 1024
const ZEROS = Buffer.alloc(64 * 1024)

/** The check of a slice: as if it were filled up with zeros to its whole length. */
export class SliceCheck {
  #md5 = createHash('md5')
  #crc = 0
  #rest: number

  constructor(sliceSize: number) {
    this.#rest = sliceSize
  }

  add(bytes: Uint8Array): void {
    this.#md5.update(bytes)
    this.#crc = crc32(bytes, this.#crc)
    this.#rest -= bytes.length
  }

  end(): Buffer {
    while (this.#rest > 0) this.add(ZEROS.subarray(0, this.#rest))
    return Buffer.concat([this.#md5.digest(), uint32(this.#crc)])
  }
}

/** The bytes of a range, in pieces. */
export async function* piecesOf(
  source: SeekableSource,
  from: number,
  to: number,
): AsyncGenerator<Buffer> {
  const piece = Buffer.alloc(Math.max(0, Math.min(PIECE, to - from)))
  for (let at = from; at < to; ) {
    const read = await source.readAt(at, piece.subarray(0, to - at))
    if (read === 0) return
    yield piece.subarray(0, read)
    at += read
  }
}

/** The check of the slice at `from` to before `to` of a source. */
export async function checkOf(
  source: SeekableSource,
  [from, to]: readonly [number, number],
  sliceSize: number,
): Promise<Buffer> {
  const check = new SliceCheck(sliceSize)
  for await (const piece of piecesOf(source, from, to)) check.add(piece)
  return check.end()
}

/** Reads a file for its digests. @param onRead told how many bytes each time */
export async function hashFile(
  { name, source }: { readonly name: string; readonly source: SeekableSource },
  sliceSize: number,
  onRead: (bytes: number) => void,
): Promise<ProtectedFile> {
  const { size } = source
  const whole = createHash('md5')
  const checks = Buffer.alloc(slicesIn(size, sliceSize) * SLICE_CHECK)
  for (let from = 0, slice = 0; from < size; from += sliceSize, slice += 1) {
    const check = new SliceCheck(sliceSize)
    for await (const piece of piecesOf(source, from, Math.min(from + sliceSize, size))) {
      whole.update(piece)
      check.add(piece)
      onRead(piece.length)
    }
    check.end().copy(checks, slice * SLICE_CHECK)
  }
  const md5OfStart = md5(await bytesAt(source, 0, FILE_START))
  const id = fileIdOf({ md5OfStart, size, name })
  return { id, name, size, md5: whole.digest(), md5OfStart, checks }
}
