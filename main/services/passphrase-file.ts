import type { Buffer } from 'node:buffer'
import { copySecret, wipe } from '../core/secret.ts'
import type { Input } from './files/input.ts'

/** Largest passphrase file, 4 KiB. */
const PASSPHRASE_LIMIT = 4096

/**
 * Reads a passphrase from a file or standard input, without the line break that editors put at the end.
 *
 * @returns UTF-8 bytes; the caller wipes them
 */
export async function readPassphrase(file: string, input: Input): Promise<Buffer> {
  const bytes = await input.read(file, PASSPHRASE_LIMIT)
  try {
    let end = bytes.length
    if (bytes[end - 1] === 0x0a) end -= 1
    if (bytes[end - 1] === 0x0d) end -= 1
    return copySecret(bytes.subarray(0, end))
  } finally {
    wipe(bytes)
  }
}
