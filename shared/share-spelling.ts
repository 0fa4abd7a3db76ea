/**
 * How the words of a card are found in what was typed, copied or scanned (FORMAT: Share card as text). The
 * vectors in test/vectors/share/spellings.json are the table of it; docs/recover.py passes them too.
 */

/** A word as it was found: in lower case, with the number before it; not yet looked up in the list. */
interface FoundWord {
  readonly text: string
  /** Null where none stands before it. */
  readonly number: number | null
}

/** A zero-width space parts words as any white space does. */
const ZERO_WIDTH_SPACE = /\u200b/g
/** Characters that show nothing and part nothing: soft hyphen, joiners, byte order mark, directions. */
const INVISIBLE = /\p{Cf}/gu
const RUN = /[\p{L}\p{Nd}_?]+/gu
const NUMBER_BEFORE = /^\p{Nd}*/u
/** Strokes by themselves, or around a whole word, are layout; within a word they are a letter not read. */
const STROKES_AROUND = /^(_+)(.*[^_])\1$/
const STROKES = /^_*$/

const DIGITS = /^[0-9]{1,3}$/

function wordsIn(text: string): FoundWord[] {
  const plain = text.replace(ZERO_WIDTH_SPACE, ' ').replace(INVISIBLE, '').normalize('NFKC')
  const words: FoundWord[] = []
  let last: string | null = null
  for (const [run] of plain.toLowerCase().matchAll(RUN)) {
    const bare = run.replace(STROKES_AROUND, '$2')
    const digits = NUMBER_BEFORE.exec(bare)?.[0] ?? ''
    const rest = bare.slice(digits.length)
    if (digits !== '') last = digits
    if (STROKES.test(rest)) continue
    words.push({ text: rest, number: last !== null && DIGITS.test(last) ? Number(last) : null })
    last = null
  }
  return words
}

/**
 * The words in a text, in lower case, in the order of the card.
 *
 * @param count how many a card has
 */
export function spelledWords(text: string, count: number): string[] {
  const words = wordsIn(text)
  return (words.length === count ? inOrder(words) : words).map(word => word.text)
}

/**
 * A card that was typed column by column says so by its numbers: where they stand before every word, or
 * before the first of as many words each time, and are those of all words or of all rows, they decide.
 */
function inOrder(words: readonly FoundWord[]): readonly FoundWord[] {
  const starts = words.flatMap(({ number }, place) => (number === null ? [] : [{ number, place }]))
  if (starts.length === 0) return words
  const size = words.length / starts.length
  if (starts.some(({ place }, group) => place !== group * size)) return words
  const sorted = starts.toSorted((a, b) => a.number - b.number)
  const countsRows = sorted.every(({ number }, row) => number === row + 1)
  const countsWords = sorted.every(({ number }, row) => number === row * size + 1)
  if (!countsRows && !countsWords) return words
  return sorted.flatMap(({ place }) => words.slice(place, place + size))
}
