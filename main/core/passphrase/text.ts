import { isAscii } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'

/**
 * The one text that a passphrase stands for, whatever keyboard it was typed on.
 *
 * These functions make JavaScript strings of the passphrase: only one-shot workers call them.
 */

/** Longest passphrase, in bytes of UTF-8, before and after normalisation. */
const PASSPHRASE_LIMIT = 1024

const encodingRefusal = (problem: string) => refuse('PASSPHRASE_ENCODING', { problem })

/**
 * NFKC (Unicode UAX #15) of a passphrase: the same letters give the same key, composed or not.
 *
 * @throws PASSPHRASE_ENCODING when it is empty, longer than 1024 bytes, not UTF-8, or holds a control
 *         character (a line break, a tab, a byte order mark) that a prompt would not take
 */
export function normalizePassphrase(utf8: Uint8Array): string {
  if (utf8.length === 0) throw encodingRefusal('is empty')
  if (utf8.length > PASSPHRASE_LIMIT)
    throw encodingRefusal(`is longer than ${PASSPHRASE_LIMIT} bytes`)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(utf8)
  } catch {
    throw encodingRefusal('is not UTF-8 text')
  }
  if (/\p{Cc}|\u{FEFF}/u.test(text)) {
    throw encodingRefusal('holds a control character, such as a line break or a byte order mark')
  }
  // ASCII is its own NFKC, and normalising leaves a copy in memory that is never overwritten.
  return isAscii(utf8) ? text : text.normalize('NFKC')
}
