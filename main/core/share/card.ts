import type { Buffer } from 'node:buffer'
import type { OtherLanguage } from '../../../shared/paper-languages.ts'
import { runOnce, type Secrets, secretNamed } from '../bytes/index.ts'

/**
 * Share cards as text: made from shares, and read back. Words and QR text are strings, which nobody can
 * wipe, so both happen in a worker that ends (share-card.worker.ts).
 *
 * A line that begins with "#" is for people; what remains is the 40 words, or the text of the QR code.
 */

/** Largest text of one card, 16 KiB: a card has about 1.5 KiB. */
export const CARD_LIMIT = 16 * 1024

/** What a card says beside its share; public. */
export interface CardFacts {
  readonly title: string
  readonly organisation: string
  /** A day, `2026-11-21`. */
  readonly date: string
  readonly setId: string
  /** As people compare it: 8 groups of 4 hex digits. */
  readonly fingerprint: string
  readonly threshold: number
  readonly custodians: readonly string[]
  /** In which it explains itself besides English. */
  readonly languages: readonly OtherLanguage[]
  /** Whom to call; `null` where the plan does not say. */
  readonly contact: string | null
  /** What printed it, `keyclave 0.1.0`. */
  readonly software: string
  /** Where the audit log stood, as it is printed for people to compare; `null` without a vault. */
  readonly auditHead: string | null
}

/** What was found on a card, for a recovery or a check. */
export interface ReadCard {
  /** 44 bytes; the caller wipes them. */
  readonly bytes: Buffer
  /** Places (from 1) of the words that are wrong or unreadable and were put right; empty: intact. */
  readonly corrected: readonly number[]
  /** The words themselves, as secret as the share; empty unless they were asked for. The caller wipes them. */
  readonly corrections: readonly CorrectWord[]
  /** The first 8 hex digits of its kit's fingerprint, where a code was read that has them. */
  readonly kit: string | null
}

/** A word that was put right. */
export interface CorrectWord {
  /** Its place, from 1. */
  readonly word: number
  /** ASCII. */
  readonly to: Buffer
}

/** A share as its custodian sees it on the screen; as secret as the share. */
export interface CardFace {
  /** The 40 words, ASCII, with single spaces. */
  readonly words: Buffer
  /** The QR code: `size` rows of `size` modules, a byte each, 1 for dark. */
  readonly modules: Buffer
  readonly size: number
}

export type CardWork =
  | { readonly does: 'write'; readonly facts: CardFacts; readonly plain: boolean }
  | { readonly does: 'show'; readonly fingerprint: string }
  | { readonly does: 'check' }
  | { readonly does: 'scan' }
  | {
      readonly does: 'read'
      readonly count: number
      readonly typed: boolean
      readonly showCorrections: boolean
    }

/** What the worker says of one card that it read. */
export interface CardReading {
  readonly corrected: readonly number[]
  readonly kit: string | null
}

/** Under which name the worker gives a word that it put right. */
export const correctionName = (card: number, word: number): string => `${card}, word ${word}`

const worker = new URL('./card.worker.ts', import.meta.url)

const numbered = (items: readonly Uint8Array[]): Secrets =>
  Object.fromEntries(items.map((item, i) => [String(i), item]))

/**
 * The text of each share's card, as UTF-8.
 *
 * @param shares all shares of the quorum in the order of their indexes; the caller still owns them
 * @param plain  nothing that says what they open: no ceremony, no organisation
 * @returns one text per share; the caller wipes them
 */
export async function writeCards(
  shares: readonly Uint8Array[],
  facts: CardFacts,
  plain = false,
): Promise<Buffer[]> {
  const work: CardWork = { does: 'write', facts, plain }
  const { secrets } = await runOnce<null>(worker, work, numbered(shares))
  return shares.map((_, i) => secretNamed(secrets, String(i)))
}

/**
 * What a custodian sees of one share.
 *
 * @param share       44 bytes; the caller still owns them
 * @param fingerprint of its kit, hex digits; the code names it
 * @returns words and QR code; the caller wipes both
 */
export async function showCard(share: Uint8Array, fingerprint: string): Promise<CardFace> {
  const work: CardWork = { does: 'show', fingerprint }
  const { output, secrets } = await runOnce<{ size: number }>(worker, work, { share })
  const [words, modules] = [secretNamed(secrets, 'words'), secretNamed(secrets, 'modules')]
  return { words, modules, size: output.size }
}

/**
 * Reads back a card word by word. Nothing is put right: every word must be the card's.
 *
 * @param words UTF-8, one entry per line in the order of the card; the caller still owns it
 * @returns 44 bytes; the caller wipes them
 * @throws SHARE_WORD_COUNT, SHARE_WORD_UNKNOWN, SHARE_WORDS_WRONG, SHARE_DAMAGED, SHARE_VERSION,
 *         SHARE_HEADER, CARD_ENCODING
 */
export async function checkCard(words: Uint8Array): Promise<Buffer> {
  const work: CardWork = { does: 'check' }
  const { secrets } = await runOnce<null>(worker, work, { words })
  return secretNamed(secrets, 'share')
}

/**
 * The share in the text of one scanned code.
 *
 * @param text UTF-8; the caller still owns it
 * @returns 44 bytes, which the caller wipes, and the first 8 hex digits of the fingerprint of the kit that the
 *          code names, where it names one
 * @throws CODE_NOT_SHARE, SHARE_QR_FORMAT, SHARE_QR_CHECKSUM, SHARE_VERSION, SHARE_HEADER, CARD_ENCODING
 */
export async function readCode(
  text: Uint8Array,
): Promise<{ readonly bytes: Buffer; readonly kit: string | null }> {
  const work: CardWork = { does: 'scan' }
  const { output, secrets } = await runOnce<{ kit: string | null }>(worker, work, { text })
  return { bytes: secretNamed(secrets, 'share'), kit: output.kit }
}

/** How a card is read. */
export interface CardReadingOptions {
  /** The text is one entry per line, typed place by place: an empty line is a word not known. */
  readonly typed?: boolean
  /** Whether to tell the words that the check words propose; they are secret. */
  readonly showCorrections?: boolean
}

/**
 * Reads cards as people typed, scanned or copied them. Errors within the code's bound are put right and
 * named by place; the caller decides whether a person has to agree first.
 *
 * @param texts one per card; the caller still owns them
 * @throws SHARE_WORD_COUNT, SHARE_DAMAGED, SHARE_QR_FORMAT, SHARE_QR_CHECKSUM, SHARE_VERSION,
 *         SHARE_HEADER, CARD_ENCODING
 */
export async function readCards(
  texts: readonly Uint8Array[],
  { typed = false, showCorrections = false }: CardReadingOptions = {},
): Promise<ReadCard[]> {
  const work: CardWork = { does: 'read', count: texts.length, typed, showCorrections }
  const { output, secrets } = await runOnce<CardReading[]>(worker, work, numbered(texts))
  return output.map((reading, i) => ({
    ...reading,
    bytes: secretNamed(secrets, String(i)),
    corrections: showCorrections
      ? reading.corrected.map(word => ({ word, to: secretNamed(secrets, correctionName(i, word)) }))
      : [],
  }))
}
