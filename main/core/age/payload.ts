import { Buffer } from 'node:buffer'
import { aead, allocSecret, copyBytes, hkdf, lengthOf, wipe } from '../bytes/index.ts'

/**
 * The payload of an age file: STREAM over ChaCha20-Poly1305 in chunks of 64 KiB.
 *
 * Source: the age v1 specification (C2SP age.md), "Payload"; FORMAT: Backups.
 */

/** Plaintext bytes of every chunk but the last. */
export const CHUNK = 64 * 1024
/** Bytes of the Poly1305 tag that each chunk gains. */
export const TAG = 16
/** Ciphertext bytes of every chunk but the last. */
export const SEALED_CHUNK = CHUNK + TAG
/** Bytes of the random nonce between header and first chunk. */
export const PAYLOAD_NONCE = 16

/** A run of consecutive chunks: the number of the first, and whether the payload ends with the run. */
export interface ChunkRun {
  readonly first: number
  readonly last: boolean
}

/** What opening a run of chunks gave: the plaintext's length, and the failure that ended it. */
export interface OpenedRun {
  readonly length: number
  readonly failure: {
    readonly code: 'AGE_PAYLOAD' | 'AGE_TRUNCATED'
    readonly chunk: number
  } | null
}

/** The 32-byte payload key. The caller wipes it. */
export const payloadKey = (fileKey: Uint8Array, nonce: Uint8Array): Buffer =>
  hkdf(fileKey, nonce, 'payload', 32)

/** The nonce of one chunk: its number as 11 bytes, most significant first, and 1 for the last chunk. */
function chunkNonce(chunk: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  // A chunk number is below 2^48: 2^64 bytes are more than a file system holds.
  nonce.writeUIntBE(chunk, 5, 6)
  nonce[11] = last ? 1 : 0
  return nonce
}

/** Bytes of ciphertext that `plain` bytes of plaintext become, as one run. */
export const sealedLength = (plain: number): number =>
  plain + TAG * Math.max(1, Math.ceil(plain / CHUNK))

/**
 * Encrypts a run of chunks.
 *
 * @param plain  in parts that need not lie side by side; together a multiple of 64 KiB, unless the run
 *               is the last one; empty only if it is the payload
 * @param sealed gets the ciphertext; at least `sealedLength` of the parts' bytes
 * @returns bytes written to `sealed`
 */
export function sealChunks(
  key: Buffer,
  run: ChunkRun,
  plain: readonly Buffer[],
  sealed: Buffer,
): number {
  const length = lengthOf(plain)
  const last = Math.max(1, Math.ceil(length / CHUNK)) - 1
  const scratch = allocSecret(CHUNK)
  let i = 0
  for (const chunk of length === 0 ? [scratch.subarray(0, 0)] : chunksOf(plain, scratch)) {
    const start = i * SEALED_CHUNK
    aead.crypto_aead_chacha20poly1305_ietf_encrypt(
      sealed.subarray(start, start + chunk.length + TAG),
      chunk,
      null,
      null,
      chunkNonce(run.first + i, run.last && i === last),
      key,
    )
    i += 1
  }
  wipe(scratch)
  return sealedLength(length)
}

/** The chunks of a plaintext in parts, each valid until the next. Only what lies in two parts is copied. */
function* chunksOf(plain: readonly Buffer[], scratch: Buffer): Generator<Buffer> {
  let held = 0
  for (const part of plain) {
    for (let rest = part; rest.length > 0; ) {
      const piece = rest.subarray(0, CHUNK - held)
      rest = rest.subarray(piece.length)
      if (piece.length === CHUNK) {
        yield piece
        continue
      }
      copyBytes(piece, scratch.subarray(held))
      held += piece.length
      if (held < CHUNK) continue
      yield scratch
      held = 0
    }
  }
  if (held > 0) yield scratch.subarray(0, held)
}

/** Decrypts one chunk into `plain`; false if it is not authentic as this chunk. */
function openChunk(key: Buffer, nonce: Buffer, sealed: Buffer, plain: Buffer): boolean {
  try {
    aead.crypto_aead_chacha20poly1305_ietf_decrypt(plain, null, sealed, null, nonce, key)
    return true
  } catch {
    return false
  }
}

/**
 * Decrypts one chunk by itself, wherever it was found.
 *
 * @param sealed the chunk with its tag
 * @param plain  gets its plaintext if it is authentic; as long as the chunk without its tag
 * @returns whether it is authentic as this chunk
 */
export const openOneChunk = (
  key: Buffer,
  { chunk, last }: { readonly chunk: number; readonly last: boolean },
  sealed: Buffer,
  plain: Buffer,
): boolean => openChunk(key, chunkNonce(chunk, last), sealed, plain)

/**
 * Decrypts a run of chunks. Plaintext counts only up to the returned length: the chunks before the
 * failing one are authentic, nothing of the failing one is released.
 *
 * AGE_TRUNCATED: the run should be the last, and ends with a whole chunk that is not the last one.
 * AGE_PAYLOAD: a chunk is damaged, cut, out of place, follows the last one, or is empty and last
 * though not the only one.
 *
 * @param sealed a multiple of 64 KiB + 16, unless the run is the last one
 * @param plain  gets the plaintext; at least as long as `sealed`
 */
export function openChunks(key: Buffer, run: ChunkRun, sealed: Buffer, plain: Buffer): OpenedRun {
  const count = Math.max(1, Math.ceil(sealed.length / SEALED_CHUNK))
  let length = 0
  for (let i = 0; i < count; i += 1) {
    const chunk = run.first + i
    const last = run.last && i === count - 1
    const text = sealed.subarray(i * SEALED_CHUNK, (i + 1) * SEALED_CHUNK)
    const size = text.length - TAG
    const failed = (code: 'AGE_PAYLOAD' | 'AGE_TRUNCATED', at: number): OpenedRun => ({
      length,
      failure: { code, chunk: at },
    })
    if (size < 0 || (size === 0 && chunk > 0)) return failed('AGE_PAYLOAD', chunk)
    const into = plain.subarray(length, length + size)
    if (!openChunk(key, chunkNonce(chunk, last), text, into)) {
      // The last chunk there is says that another follows. Only a full one may say so.
      const early = last && size === CHUNK && openChunk(key, chunkNonce(chunk, false), text, into)
      // Data after the last chunk: that chunk itself is authentic, and the next one is the failure.
      const trailing = !last && openChunk(key, chunkNonce(chunk, true), text, into)
      if (early || trailing) length += size
      else into.fill(0)
      if (early) return failed('AGE_TRUNCATED', chunk + 1)
      return failed('AGE_PAYLOAD', trailing ? chunk + 1 : chunk)
    }
    length += size
  }
  return { length, failure: null }
}
