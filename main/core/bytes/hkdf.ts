import { Buffer } from 'node:buffer'
import { hkdfSync } from 'node:crypto'
import { allocSecret, wipe } from './secret.ts'

/** Most bytes that one HKDF-SHA-256 can give: 255 blocks (RFC 5869 §2.3). */
export const HKDF_LIMIT = 255 * 32

/**
 * HKDF-SHA-256, extract and expand. The result is a secret: the caller wipes it.
 *
 * @param ikm    input keying material; the caller still owns it
 * @param salt   may be empty
 * @param info   what the result is for
 * @param length bytes wanted, at most `HKDF_LIMIT`
 * @see RFC 5869
 */
export const hkdf = (
  ikm: Uint8Array,
  salt: Uint8Array,
  info: string | Uint8Array,
  length: number,
): Buffer => Buffer.from(hkdfSync('sha256', ikm, salt, info, length))

/** HKDF over two secrets, one behind the other; as `hkdf`. */
export function hkdfOfBoth(
  first: Uint8Array,
  second: Uint8Array,
  salt: Uint8Array,
  info: string,
  length: number,
): Buffer {
  const ikm = allocSecret(first.length + second.length)
  try {
    ikm.set(first)
    ikm.set(second, first.length)
    return hkdf(ikm, salt, info, length)
  } finally {
    wipe(ikm)
  }
}
