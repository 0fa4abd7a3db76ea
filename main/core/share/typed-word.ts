import { Buffer } from 'node:buffer'
import { wordlist } from '@scure/bip39/wordlists/english.js'

/**
 * Whether what was typed is a word of the list, without making a string of it, which nobody could wipe.
 * What it is instead, with numbers, marks and all, is judged with the whole card (FORMAT: Words).
 */

const LIST: readonly Buffer[] = wordlist.map(word => Buffer.from(word, 'ascii'))
/** The first four letters tell all words of the list apart. */
const LETTERS_THAT_TELL = 4
const QUESTION_MARK = 0x3f
const SPACE = 0x20
const [UPPER_A, UPPER_Z, TO_LOWER] = [0x41, 0x5a, 0x20] as const

const isDigit = (byte: number): boolean => 0x30 <= byte && byte <= 0x39

/** Each word that was typed in a line, in lower case, without numbers; the caller wipes the line, and these with it. */
export function typedWordsIn(line: Buffer): Buffer[] {
  const words: Buffer[] = []
  let start = 0
  for (let at = 0; at <= line.length; at += 1) {
    const byte = line[at] ?? SPACE
    if (UPPER_A <= byte && byte <= UPPER_Z) line[at] = byte + TO_LOWER
    if (byte !== SPACE) continue
    const word = line.subarray(start, at)
    if (!word.every(isDigit)) words.push(word)
    start = at + 1
  }
  return words
}

/** @param typed in lower case */
export function isTypedWord(typed: Buffer): boolean {
  if (typed.includes(QUESTION_MARK)) return true
  if (LIST.some(word => word.equals(typed))) return true
  if (typed.length < LETTERS_THAT_TELL) return false
  return LIST.some(
    word => word.length >= typed.length && word.subarray(0, typed.length).equals(typed),
  )
}
