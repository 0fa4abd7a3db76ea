import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { decodeBase45, encodeBase45 } from './base45.ts'
import { refuse } from './errors.ts'
import {
  BLOCK_ELEMENTS,
  correctBlock,
  DATA_ELEMENTS,
  encodeBlock,
  isCodeword,
} from './reed-solomon.ts'
import { decodeHeader, SHARE_BYTES } from './share.ts'
import { spelledWords } from './share-spelling.ts'

/**
 * A share as people handle it: 40 words, or the text of a QR code (FORMAT: Words, QR text).
 *
 * What a person entered is `CardEntries`. A ceremony asks `locateErrors` where the card is wrong and
 * has those words read again until `wordsToShare` accepts it. A recovery asks `propose`, shows the
 * corrections, and gets the share from `confirmCorrections` once the person has agreed.
 *
 * Places of words count from 1, as on the card.
 */

export const SHARE_WORDS = BLOCK_ELEMENTS
const BITS_PER_WORD = 11
/** Versions of the code: the first has the share alone, the second names the kit too. */
const FIRST_CODE = 1
const SECOND_CODE = 2
const prefixOf = (version: number): string => `KEYCLAVE:S${version}:`
/** Bytes of a kit's fingerprint that a code has. */
const MARK_BYTES = 4

const indexOfWord = new Map(wordlist.map((word, index) => [word, index]))
// BIP-39: the first four letters tell all words apart.
const PREFIX_LETTERS = 4
const indexOfPrefix = new Map(
  wordlist
    .map((word, index) => [word.slice(0, PREFIX_LETTERS), index] as const)
    .filter(([prefix]) => prefix.length === PREFIX_LETTERS),
)

/** What was entered at one place: a word's index, 0…2047; `null` for "?"; or no word of the list. */
export type Entry = number | null | 'unknown'

declare const forty: unique symbol
/** 40 entries, made by `parseWords` or `cardEntries` only. */
export type CardEntries = readonly Entry[] & { readonly [forty]: true }

/** The index of what a person typed as one word: any case, whole, or at least its first four letters. */
export function parseWord(text: string): Entry {
  const words = spelledWords(text, SHARE_WORDS)
  return words.length === 1 ? entryOf(words[0] ?? '') : 'unknown'
}

/** The index of a word as `spelledWords` finds it. */
function entryOf(typed: string): Entry {
  if (typed.includes('?')) return null
  const exact = indexOfWord.get(typed)
  if (exact !== undefined) return exact
  const index = indexOfPrefix.get(typed.slice(0, PREFIX_LETTERS))
  return index !== undefined && wordlist[index]?.startsWith(typed) ? index : 'unknown'
}

/**
 * Makes a card of what was entered place by place.
 *
 * @throws SHARE_WORD_COUNT
 */
export function cardEntries(entries: readonly Entry[]): CardEntries {
  if (entries.length !== SHARE_WORDS) {
    throw refuse('SHARE_WORD_COUNT', { have: entries.length, need: SHARE_WORDS })
  }
  for (const entry of entries) {
    const isIndex = typeof entry === 'number' && wordlist[entry] !== undefined
    if (!isIndex && entry !== null && entry !== 'unknown') {
      throw new RangeError('entry: expected an index of the word list, null or "unknown"')
    }
  }
  return Object.freeze([...entries]) as unknown as CardEntries
}

/**
 * Reads the 40 words of a card as typed, copied or scanned, in any of the spellings that FORMAT 10 allows:
 * "?" stands for a word that cannot be read.
 *
 * @throws SHARE_WORD_COUNT
 */
export const parseWords = (text: string): CardEntries =>
  cardEntries(spelledWords(text, SHARE_WORDS).map(entryOf))

/** The index of each entry, 0 where there is none, and the places (from 0) where there is none. */
function toBlock(entries: CardEntries): {
  readonly block: readonly number[]
  readonly erasures: readonly number[]
} {
  const block = entries.map(entry => (typeof entry === 'number' ? entry : 0))
  const erasures = entries.flatMap((entry, place) => (typeof entry === 'number' ? [] : [place]))
  return { block, erasures }
}

/** The first 32 words are the 352 bits of the share, most significant first. */
function wordsOfBytes(bytes: Uint8Array): number[] {
  let number = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  const words: number[] = []
  for (let i = 0; i < DATA_ELEMENTS; i += 1) {
    words.unshift(Number(number & 0x7ffn))
    number >>= BigInt(BITS_PER_WORD)
  }
  return words
}

function bytesOfWords(words: readonly number[]): Uint8Array {
  let number = words
    .slice(0, DATA_ELEMENTS)
    .reduce((sum, word) => (sum << BigInt(BITS_PER_WORD)) | BigInt(word), 0n)
  const bytes = new Uint8Array(new ArrayBuffer(SHARE_BYTES))
  for (let i = SHARE_BYTES - 1; i >= 0; i -= 1) {
    bytes[i] = Number(number & 0xffn)
    number >>= 8n
  }
  return bytes
}

const wordAt = (index: number): string => wordlist[index] ?? ''

/**
 * The 40 words of a share: 32 that carry it and 8 of Reed–Solomon parity (FORMAT: Words).
 *
 * @throws SHARE_LENGTH, SHARE_VERSION, SHARE_HEADER: what is not a share is not put into words
 */
export function shareToWords(bytes: Uint8Array): string[] {
  decodeHeader(bytes)
  return encodeBlock(wordsOfBytes(bytes)).map(wordAt)
}

/**
 * The 44 bytes of a card without any error. The caller wipes them.
 *
 * @throws SHARE_WORD_UNKNOWN for the first entry that is no word; SHARE_WORDS_WRONG with the places, or
 *         SHARE_DAMAGED when they cannot be told; SHARE_VERSION, SHARE_HEADER
 */
export function wordsToShare(entries: CardEntries): Uint8Array {
  const unknown = entries.indexOf('unknown')
  if (unknown >= 0) throw refuse('SHARE_WORD_UNKNOWN', { word: unknown + 1 })
  const check = locateErrors(entries)
  if (check.kind === 'damaged') throw refuse('SHARE_DAMAGED', {})
  if (check.kind === 'wrong') throw refuse('SHARE_WORDS_WRONG', { words: check.words })
  const bytes = bytesOfWords(toBlock(entries).block)
  decodeHeader(bytes)
  return bytes
}

export type CardCheck =
  | { readonly kind: 'intact' }
  /** The places of the words that are wrong, "?" or unknown; what they should be is not told. */
  | { readonly kind: 'wrong'; readonly words: readonly number[] }
  /** Too many to say which. */
  | { readonly kind: 'damaged' }

/** Checks a card while it is in the reader's hand: which words to look at again. */
export function locateErrors(entries: CardEntries): CardCheck {
  const { block, erasures } = toBlock(entries)
  if (erasures.length === 0 && isCodeword(block)) return { kind: 'intact' }
  const corrected = correctBlock(block, erasures)
  if (corrected === null) return { kind: 'damaged' }
  const isWrong = (place: number): boolean =>
    erasures.includes(place) || corrected[place] !== block[place]
  return { kind: 'wrong', words: places.filter(isWrong).map(place => place + 1) }
}

const places = Array.from({ length: SHARE_WORDS }, (_, place) => place)

export interface Correction {
  /** The place of the word, from 1. */
  readonly word: number
  readonly to: string
}

declare const unconfirmed: unique symbol
/** A share nobody has agreed to yet: no bytes until `confirmCorrections`. */
interface UnconfirmedShare {
  readonly [unconfirmed]: true
}

export interface Proposal {
  readonly bytes: UnconfirmedShare
  /** In the order of the card; empty when it was entered without an error. */
  readonly corrections: readonly Correction[]
}

/**
 * Puts right what was entered in a recovery, within the code's bound of 2·wrong + unreadable ≤ 8; an
 * unknown word counts as unreadable. The person compares each correction with the card, then the
 * caller calls `confirmCorrections`.
 *
 * At the bound the code has nothing left to notice a further error with: the share's commitment, or the
 * digest after combining, has the last word.
 *
 * @throws SHARE_DAMAGED beyond the bound, or when the result is no share of a version known here
 */
export function propose(entries: CardEntries): Proposal {
  const { block, erasures } = toBlock(entries)
  const corrected = correctBlock(block, erasures)
  if (corrected === null) throw refuse('SHARE_DAMAGED', {})
  const bytes = bytesOfWords(corrected)
  const corrections = places
    .filter(place => corrected[place] !== entries[place])
    .map(place => ({ word: place + 1, to: wordAt(corrected[place] ?? 0) }))
  try {
    decodeHeader(bytes)
  } catch (error) {
    // An untouched card names its own fault; a corrected one was corrected to the wrong share.
    if (corrections.length === 0) throw error
    throw refuse('SHARE_DAMAGED', {})
  }
  return { bytes: bytes as unknown as UnconfirmedShare, corrections }
}

/** The 44 bytes of a proposal whose corrections a person has confirmed. The caller wipes them. */
export const confirmCorrections = (proposal: Proposal): Uint8Array =>
  proposal.bytes as unknown as Uint8Array

/** What stands behind the share in a code: so many bytes of the kit's fingerprint, and of the checksum. */
interface Tail {
  readonly mark: number
  readonly checksum: number
}
const FIRST_TAIL: Tail = { mark: 0, checksum: 4 }
const SECOND_TAIL: Tail = { mark: MARK_BYTES, checksum: 2 }
const TAILS: { readonly [version: number]: Tail } = {
  [FIRST_CODE]: FIRST_TAIL,
  [SECOND_CODE]: SECOND_TAIL,
}

/** The first bytes of SHA-256 over share and mark. */
const checksumOf = (bytes: Uint8Array, length: number): Uint8Array =>
  sha256(bytes).subarray(0, length)

/**
 * The text of a share's QR code as version 0.1.0 printed it, without a kit (FORMAT: QR text).
 *
 * @throws SHARE_LENGTH, SHARE_VERSION, SHARE_HEADER
 */
export const shareToQr = (bytes: Uint8Array): string =>
  prefixOf(FIRST_CODE) + codeText(bytes, new Uint8Array(), FIRST_TAIL)

/**
 * The text of the QR code on a card: the share, and which kit it belongs to (FORMAT: QR text).
 *
 * @param fingerprint of the kit, hex digits, with or without spaces; the first 8 are in the code
 * @throws SHARE_LENGTH, SHARE_VERSION, SHARE_HEADER
 */
export function shareToCode(bytes: Uint8Array, fingerprint: string): string {
  const digits = fingerprint.replaceAll(' ', '').slice(0, 2 * MARK_BYTES)
  const mark = hexToBytes(digits)
  if (mark.length !== MARK_BYTES)
    throw new RangeError('"fingerprint" expected 8 hex digits or more')
  return prefixOf(SECOND_CODE) + codeText(bytes, mark, SECOND_TAIL)
}

/** What stands behind the prefix. */
function codeText(share: Uint8Array, mark: Uint8Array, { checksum: length }: Tail): string {
  decodeHeader(share)
  const said = SHARE_BYTES + mark.length
  const payload = new Uint8Array(new ArrayBuffer(said + length))
  payload.set(share)
  payload.set(mark, SHARE_BYTES)
  payload.set(checksumOf(payload.subarray(0, said), length), said)
  try {
    return encodeBase45(payload)
  } finally {
    payload.fill(0)
  }
}

/** A share as its code says it. */
export interface CodedShare {
  /** 44 bytes; the caller wipes them. */
  readonly share: Uint8Array
  /** The first 8 hex digits of its kit's fingerprint; null in a code of version 0.1.0. */
  readonly kit: string | null
}

/**
 * What the text of a QR code says; white space around it is passed over.
 *
 * @throws SHARE_QR_FORMAT, SHARE_QR_CHECKSUM, SHARE_VERSION, SHARE_HEADER
 */
export function readShareCode(text: string): CodedShare {
  const trimmed = text.trim()
  const version = Number(/^KEYCLAVE:S(\d{1,3}):/.exec(trimmed)?.[1] ?? Number.NaN)
  if (Number.isNaN(version)) throw refuse('SHARE_QR_FORMAT', { problem: 'prefix' })
  const tail = TAILS[version]
  if (tail === undefined || !trimmed.startsWith(prefixOf(version))) {
    throw refuse('SHARE_VERSION', { have: version, known: SECOND_CODE })
  }
  const payload = decodeBase45(trimmed.slice(prefixOf(version).length))
  if (payload === null) throw refuse('SHARE_QR_FORMAT', { problem: 'not-base45' })
  const said = SHARE_BYTES + tail.mark
  if (payload.length !== said + tail.checksum) {
    throw refuse('SHARE_QR_FORMAT', { problem: 'length' })
  }
  const checksum = checksumOf(payload.subarray(0, said), tail.checksum)
  if (checksum.some((byte, i) => byte !== payload[said + i])) {
    throw refuse('SHARE_QR_CHECKSUM', {})
  }
  const share = payload.slice(0, SHARE_BYTES)
  decodeHeader(share)
  const mark = bytesToHex(payload.subarray(SHARE_BYTES, said))
  payload.fill(0)
  return { share, kit: tail.mark === 0 ? null : mark }
}

/** The 44 bytes in the text of a QR code of either version; the caller wipes them. @throws as readShareCode */
export const qrToShare = (text: string): Uint8Array => readShareCode(text).share
