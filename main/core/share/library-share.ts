import { SHARE_VALUE_BYTES } from '../../../shared/share.ts'
import { allocSecret } from '../bytes/index.ts'

/**
 * The 82-byte share of shamirs-secret-sharing, and the 36 bytes of it that are ours.
 *
 * The library widens each byte of the secret to two, `00 b`, puts a marker 1 before the last and fills
 * up with zeros to 80 bytes, in reverse order, then shares each of the 80 by itself:
 *
 *   offset  0       1      2…8        9       10…81
 *           08      index  7 × 0      marker  0 b35  0 b34  …  0 b0
 *
 * Everything but b0…b35 shares a known constant and tells nothing: it is dropped from a share, and put
 * back before combining as the constant itself, which is a polynomial of degree 0.
 */

const LIBRARY_SHARE_BYTES = 82
const HEADER = 0x08
const MARKER_OFFSET = 9
const LAST_OFFSET = LIBRARY_SHARE_BYTES - 1

/**
 * Copies our 36 bytes out of a share that the library made.
 *
 * @param value where they go, 36 bytes
 * @throws Error when length, header or index are not what the library must return
 */
export function takeValue(libraryShare: Uint8Array, index: number, value: Uint8Array): void {
  if (
    libraryShare.length !== LIBRARY_SHARE_BYTES ||
    libraryShare[0] !== HEADER ||
    libraryShare[1] !== index
  ) {
    throw new Error('library share: expected 82 bytes, header 08 and indexes from 1 in order')
  }
  for (let k = 0; k < SHARE_VALUE_BYTES; k += 1) value[k] = libraryShare[LAST_OFFSET - 2 * k] ?? 0
}

/** The library's share for our 36 bytes, with the constants restored. The caller wipes it. */
export function restoreLibraryShare(index: number, value: Uint8Array): Uint8Array {
  const libraryShare = allocSecret(LIBRARY_SHARE_BYTES)
  libraryShare[0] = HEADER
  libraryShare[1] = index
  libraryShare[MARKER_OFFSET] = 1
  for (let k = 0; k < SHARE_VALUE_BYTES; k += 1) libraryShare[LAST_OFFSET - 2 * k] = value[k] ?? 0
  return libraryShare
}
