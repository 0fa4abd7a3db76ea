import { wordlist } from '@scure/bip39/wordlists/english.js'
import { parseWord, SHARE_WORDS } from '../../../shared/share-text.ts'

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
