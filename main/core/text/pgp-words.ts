import { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import { EVEN_WORDS, ODD_WORDS } from './pgp-word-list.ts'

/**
 * A hash as words to be read aloud, and back (FORMAT: Words of a hash).
 *
 * Words of two and of three syllables alternate, so that a word left out, said twice or exchanged with
 * its neighbour stands at a place of the other kind.
 */

const EVEN_BYTES = new Map(EVEN_WORDS.map((word, byte) => [word, byte]))
const ODD_BYTES = new Map(ODD_WORDS.map((word, byte) => [word, byte]))

/** One word per byte, in lower case. */
export const wordsOf = (bytes: Uint8Array): string[] =>
  Array.from(bytes, (byte, offset) => (offset % 2 === 0 ? EVEN_WORDS : ODD_WORDS)[byte] ?? '')

/** One word per byte of 64 hex digits: 32 words. */
export const hashWords = (hash: string): string[] => wordsOf(Buffer.from(hash, 'hex'))

/**
 * The hash that 32 words stand for, as 64 hex digits.
 *
 * @param words in any case
 * @throws WORDS_UNKNOWN {word} when a word is on neither list; WORDS_ORDER {word} when it is on the other
 *         one (words were exchanged, left out or repeated at or before this place); WORDS_COUNT
 */
export function hashOfWords(words: readonly string[]): string {
  const bytes = words.map((given, offset) => {
    const word = given.toLowerCase()
    const [here, there] = offset % 2 === 0 ? [EVEN_BYTES, ODD_BYTES] : [ODD_BYTES, EVEN_BYTES]
    const byte = here.get(word)
    if (byte !== undefined) return byte
    throw refuse(there.has(word) ? 'WORDS_ORDER' : 'WORDS_UNKNOWN', { word: offset + 1 })
  })
  if (bytes.length !== 32) throw refuse('WORDS_COUNT', { have: bytes.length, need: 32 })
  return Buffer.from(bytes).toString('hex')
}
