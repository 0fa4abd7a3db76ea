import { isAscii } from 'node:buffer'
import type { PassphraseProblem } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'

/**
 * The one text that a passphrase stands for, whatever keyboard it was typed on.
 *
 * These functions make JavaScript strings of the passphrase: only one-shot workers call them.
 */

/** Longest passphrase, in bytes of UTF-8, before and after normalisation. */
const PASSPHRASE_LIMIT = 1024

const encodingRefusal = (problem: PassphraseProblem) => refuse('PASSPHRASE_ENCODING', { problem })

/**
 * NFKC (Unicode UAX #15) of a passphrase: the same letters give the same key, composed or not.
 *
 * @throws PASSPHRASE_ENCODING when it is empty, longer than 1024 bytes, not UTF-8, or holds a control
 *         character (a line break, a tab, a byte order mark) that a prompt would not take
 */
export function normalizePassphrase(utf8: Uint8Array): string {
  if (utf8.length === 0) throw encodingRefusal('empty')
  if (utf8.length > PASSPHRASE_LIMIT) throw encodingRefusal({ longerThan: PASSPHRASE_LIMIT })
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(utf8)
  } catch {
    throw encodingRefusal('not-utf8')
  }
  if (/\p{Cc}|\u{FEFF}/u.test(text)) {
    throw encodingRefusal('control-character')
  }
  // ASCII is its own NFKC, and normalising leaves a copy in memory that is never overwritten.
  return isAscii(utf8) ? text : text.normalize('NFKC')
}
