import { unwrapFileKey } from '../../../main/core/age/file-key.ts'
import { createHeader, readAgeFile } from '../../../main/core/age/header.ts'
import {
  openChunks,
  PAYLOAD_NONCE,
  payloadKey,
  sealChunks,
  sealedLength,
} from '../../../main/core/age/payload.ts'
import { openStream, sealStream } from '../../../main/core/backup/age-stream.ts'
import { BackupPool } from '../../../main/core/backup/pool.ts'
import { type Piece, SLAB } from '../../../main/core/backup/slab.ts'
import { type ByteSource, fill } from '../../../main/core/bytes/byte-source.ts'
import { osRandom } from '../../../main/core/bytes/random.ts'

/** Age files in memory, through the same code that a backup goes through. */

export const sourceOf = (bytes: Buffer): ByteSource => {
  let rest = bytes
  return {
    read: async into => {
      const length = rest.copy(into)
      rest = rest.subarray(length)
      return length
    },
  }
}

/** Pieces of a given length, at most a slab's, of which the last may be shorter. */
export async function* piecesOf(
  pool: BackupPool,
  bytes: Buffer,
  length: number,
): AsyncGenerator<Piece> {
  const most = Math.min(length, SLAB)
  for (let at = 0; at < bytes.length; at += most) {
    const slab = pool.slabs.take()
    yield pool.slabs.piece(slab, bytes.copy(slab.bytes, 0, at, at + most))
  }
}

/** All bytes of pieces, each released once. */
export async function gather(pieces: AsyncIterable<Piece>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const piece of pieces) {
    parts.push(Buffer.concat(piece.parts))
    piece.release()
  }
  return Buffer.concat(parts)
}

export function poolWith(key: Buffer, threads: number): BackupPool {
  const pool = new BackupPool(threads)
  pool.setKey(key)
  return pool
}

export async function sealFile(
  header: Buffer,
  fileKey: Buffer,
  plain: Buffer,
  pieceLength = 100_000,
): Promise<Buffer> {
  const nonce = osRandom(PAYLOAD_NONCE)
  const pool = poolWith(payloadKey(fileKey, nonce), 1)
  try {
    const payload = await gather(sealStream(pool, piecesOf(pool, plain, pieceLength)))
    return Buffer.concat([header, nonce, payload])
  } finally {
    await pool.close()
  }
}

/** As `sealFile`, without threads. */
export function sealQuickly(header: Buffer, fileKey: Buffer, plain: Buffer): Buffer {
  const nonce = osRandom(PAYLOAD_NONCE)
  const payload = Buffer.alloc(sealedLength(plain.length))
  sealChunks(payloadKey(fileKey, nonce), { first: 0, last: true }, [plain], payload)
  return Buffer.concat([header, nonce, payload])
}

/** As `decrypt`, without threads; fails with the code alone. */
export async function decryptQuickly(file: Buffer, identity: string): Promise<Buffer> {
  const { header, nonce, chunks } = await readAgeFile(sourceOf(file))
  const key = payloadKey(await unwrapFileKey(header, Buffer.from(identity)), nonce)
  const sealed = Buffer.alloc(file.length)
  const length = await fill(chunks, sealed)
  const plain = Buffer.alloc(length)
  const run = { first: 0, last: true }
  const opened = openChunks(key, run, sealed.subarray(0, length), plain)
  if (opened.failure !== null) throw new Error(opened.failure.code)
  return plain.subarray(0, opened.length)
}

export async function encrypt(recipients: readonly string[], plain: Buffer): Promise<Buffer> {
  const { header, fileKey } = await createHeader(recipients)
  return sealFile(header, fileKey, plain)
}

/**
 * Decrypts an age file. When it fails, the error comes with what had been released.
 *
 * @param unwrap opens the header; in this process, which is quicker than a worker
 */
export async function decryptWith(
  file: Buffer,
  unwrap: (header: Buffer) => Promise<Buffer>,
): Promise<{ released: Buffer; error: unknown }> {
  const released: Buffer[] = []
  const result = (error: unknown) => ({ released: Buffer.concat(released), error })
  let pool: BackupPool | null = null
  try {
    const { header, nonce, chunks } = await readAgeFile(sourceOf(file))
    pool = poolWith(payloadKey(await unwrap(header), nonce), 1)
    for await (const piece of openStream(pool, chunks)) {
      released.push(Buffer.concat(piece.parts))
      piece.release()
    }
    return result(null)
  } catch (error) {
    return result(error)
  } finally {
    await pool?.close()
  }
}

export async function decrypt(file: Buffer, identity: string): Promise<Buffer> {
  const { released, error } = await decryptWith(file, header =>
    unwrapFileKey(header, Buffer.from(identity)),
  )
  if (error !== null) throw error
  return released
}
