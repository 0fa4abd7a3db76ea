import { refuse } from '../../../shared/errors.ts'
import { hashOfWords, hashWords } from './pgp-words.ts'

/** The head of a log as it is printed and read aloud: its size, then its hash as words. */

/** Where a log ends: the number of its entries and the hash of the last. */
export interface AuditHead {
  readonly size: number
  readonly hash: string
}

/** `17 topmost istanbul pluto …`: the number of entries and 32 words. */
export const headText = ({ size, hash }: AuditHead): string =>
  [String(size), ...hashWords(hash)].join(' ')

/** How the sentence begins in which a card says it. */
export const HEAD_SENTENCE = 'Log of the vault when this was printed'

/**
 * A head as a card says it, beside the words of a share and not to be taken for one of them.
 *
 * @param text as `headText` has it
 */
export const headSentence = (text: string): string =>
  `${HEAD_SENTENCE} (not part of the share): entry ${text.replace(' ', ', words ')}.`

/** Far more than the sentence has with 32 words. */
const LONGEST_SENTENCE = 800

/**
 * The head in a card's own sentence, as a part of the text of the card; white space is as it may be.
 *
 * @returns `entry 17, words topmost istanbul …`, unjudged; null: it says none
 */
export function saidHead(text: string): string | null {
  const flat = text.replaceAll(/\s+/g, ' ')
  const start = flat.indexOf(HEAD_SENTENCE)
  if (start === -1) return null
  const sentence = flat.slice(start, start + LONGEST_SENTENCE)
  return /: (entry \d+, words [a-z ]+)\./.exec(sentence)?.[1] ?? null
}

/** A head as a card says it; null for what somebody has changed so that it is none. */
export function headSaid(said: string | null): AuditHead | null {
  try {
    return said === null ? null : parseHead(said)
  } catch {
    return null
  }
}

/**
 * Reads a head as somebody typed it from paper: the size, then 32 words, or the 64 hex digits; "entry" and
 * "words", which stand before them on a card, may be typed too.
 *
 * @throws HEAD_FORMAT; WORDS_UNKNOWN, WORDS_ORDER, WORDS_COUNT
 */
export function parseHead(text: string): AuditHead {
  const [first = '', ...rest] = typedHead(text).split(/[\s,;:]+/)
  if (!/^[1-9]\d{0,14}$/.test(first)) throw refuse('HEAD_FORMAT', {})
  const [only = ''] = rest
  const hex = rest.join('').toLowerCase()
  if (/^[0-9a-f]{64}$/.test(hex)) return { size: Number(first), hash: hex }
  if (rest.length === 1 && /^[0-9a-f]+$/i.test(only)) throw refuse('HEAD_FORMAT', {})
  return { size: Number(first), hash: hashOfWords(rest) }
}

const typedHead = (text: string): string =>
  text
    .trim()
    .replace(/\.$/, '')
    .replace(/^entry\s+/i, '')
    .replace(/^(\d+)[\s,;:]+words\s+/i, '$1 ')
