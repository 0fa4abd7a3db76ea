import { wordlist } from '@scure/bip39/wordlists/english.js'
import { cardEntries, locateErrors, parseWord, SHARE_WORDS } from '../../../shared/share-text.ts'

/** What a person has typed of a card, box by box. */
export type TypedWords = readonly string[]

export const noWords = (): TypedWords => Array.from({ length: SHARE_WORDS }, () => '')

/** A word that is whole as it stands, "?", or empty; or no word of the list. */
export function stateOf(typed: string): 'empty' | 'unreadable' | 'word' | 'unknown' {
  if (typed.trim() === '') return 'empty'
  const entry = parseWord(typed)
  if (entry === null) return 'unreadable'
  return entry === 'unknown' ? 'unknown' : 'word'
}

/** The word that four letters stand for, or that the typed letters already are. */
export function wordOf(typed: string): string {
  const entry = parseWord(typed)
  if (entry === null) return '?'
  return entry === 'unknown' ? typed.trim() : (wordlist[entry] ?? typed)
}

export const replaceWord = (words: TypedWords, place: number, word: string): TypedWords =>
  words.map((before, i) => (i === place ? word : before))

export const countFilled = (words: TypedWords): number =>
  words.filter(word => stateOf(word) !== 'empty').length

/** Places, from 1, of what is no word of the list. */
export const unknownPlaces = (words: TypedWords): readonly number[] =>
  words.flatMap((word, place) => (stateOf(word) === 'unknown' ? [place + 1] : []))

/** Letters that tell all words of the list apart. */
export const LETTERS_THAT_TELL = 4

/** Places, from 1, where as many letters as tell a word begin none of the list. */
export const impossiblePlaces = (words: TypedWords): readonly number[] =>
  unknownPlaces(words).filter(place => (words[place - 1]?.length ?? 0) >= LETTERS_THAT_TELL)

/** Words that may be missing while the check words can still tell where another one is wrong. */
const MISSING_AT_MOST = 6

/**
 * Places, from 1, of words that are in the list and cannot be the card's, as soon as enough are typed to
 * tell; `damaged` when all are typed and more are wrong than can be told apart.
 */
export function suspectPlaces(words: TypedWords): readonly number[] | 'damaged' {
  const entries = words.map(parseWord)
  const missing = entries.filter(entry => typeof entry !== 'number').length
  if (missing > MISSING_AT_MOST) return []
  const check = locateErrors(cardEntries(entries))
  if (check.kind === 'intact') return []
  if (check.kind === 'damaged') return countFilled(words) === words.length ? 'damaged' : []
  return check.words.filter(place => typeof entries[place - 1] === 'number')
}
