import type { Buffer } from 'node:buffer'
import type { FileHandle } from 'node:fs/promises'
import { refuse } from '../../../shared/errors.ts'
import { allocSecret, wipe } from '../../core/bytes/index.ts'
import { ioError } from './io-error.ts'
import { openInput } from './open-input.ts'

/** Files that are read whole: kits, plans, shares, passphrases. */

/** Reads to the end, into memory of its own, growing it and wiping what it outgrows. */
async function readAll(path: string, limit: number, file: FileHandle): Promise<Buffer> {
  let bytes = allocSecret(Math.min(limit + 1, 64 * 1024))
  let length = 0
  try {
    for (;;) {
      if (length === bytes.length) {
        if (length > limit) throw refuse('FILE_TOO_LARGE', { path, have: length, limit })
        const larger = allocSecret(Math.min(limit + 1, length * 2))
        larger.set(bytes)
        wipe(bytes)
        bytes = larger
      }
      const { bytesRead } = await file.read(bytes, length, bytes.length - length, null)
      length += bytesRead
      if (length > limit) throw refuse('FILE_TOO_LARGE', { path, have: length, limit })
      if (bytesRead === 0) break
    }
    const result = allocSecret(length)
    result.set(bytes.subarray(0, length))
    return result
  } finally {
    wipe(bytes)
  }
}

/**
 * Reads a file of at most `limit` bytes, into memory of its own that the caller wipes if it is secret.
 *
 * @param limit refused beyond it, before more than `limit` + 1 bytes were read
 * @throws FILE_TOO_LARGE, FILE_MISSING, FILE_DENIED, FILE_IS_FOLDER, FILE_SPECIAL, FILE_IO …
 */
export async function readSmallFile(path: string, limit: number): Promise<Buffer> {
  try {
    const { handle: file, stat } = await openInput(path)
    try {
      if (stat.size > limit) throw refuse('FILE_TOO_LARGE', { path, have: stat.size, limit })
      return await readAll(path, limit, file)
    } finally {
      await file.close()
    }
  } catch (error) {
    throw ioError(error, path)
  }
}
