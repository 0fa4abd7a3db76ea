import type { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import { fromWire } from '../../../shared/wire-error.ts'
import { isPicture, unreadKind } from './picture-kind.ts'
import { readAnswer, type ScanKind } from './scan-answer.ts'
import { SCAN_LIMITS } from './scan-limits.ts'

/**
 * A share in a picture of its card, or in the card's PDF. Both formats are large and hostile ground, so all
 * of it happens in a process of its own (card-scan.process.ts), with limits, that ends with the card.
 */

/** Largest picture, 20 MiB. */
export const SCAN_LIMIT = 20 * 1024 * 1024
/** Largest PDF, 1 MiB: a scan of a card has some 100 kB. */
export const PDF_LIMIT = 1024 * 1024

/** The program of that process; its last argument is the kind of file. */
export const scanProgram = new URL('./card-scan.process.ts', import.meta.url)

/** How such a process ended: with an answer (scan-answer.ts; wiped here), or why without one. */
export type ScanEnding =
  | { readonly ended: 'answered'; readonly answer: Buffer }
  | { readonly ended: 'time' | 'memory' | 'died' | 'not-started' }

/**
 * Reads one card in a process of its own, of which whatever comes back may be a lie.
 *
 * @param file the card; the caller still owns it
 */
export type RunScan = (kind: ScanKind, file: Buffer) => Promise<ScanEnding>

/** A PDF may begin behind some bytes that are none of it (ISO 32000-1, Annex H.3.4.1). */
const isPdf = (bytes: Buffer): boolean => bytes.subarray(0, 1024).indexOf('%PDF-', 0, 'latin1') >= 0

/** What is said beside the share. */
export interface ScannedCard {
  /** The first 8 hex digits of the fingerprint of the kit that a code names; null: words, or an older code. */
  readonly kit: string | null
  /** Where the log of its vault stood, in the words of the card, unjudged; null: only a PDF with text says it. */
  readonly head: string | null
}

/**
 * What a file is by its first bytes; null when it is neither.
 *
 * @throws PICTURE_KIND for a picture of a kind that is not read
 */
export function scanKind(bytes: Buffer): ScanKind | null {
  if (isPicture(bytes)) return 'picture'
  if (isPdf(bytes)) return 'pdf'
  const kind = unreadKind(bytes)
  if (kind !== null) throw refuse('PICTURE_KIND', { kind })
  return null
}

/**
 * The one share in a picture or a PDF.
 *
 * @param bytes the file; the caller still owns it
 * @returns 44 bytes, which the caller wipes, and the kit that the code names
 * @throws PICTURE_FORMAT, PICTURE_TOO_LARGE, PICTURE_NO_CODE, PICTURE_SEVERAL; PDF_FORMAT, PDF_TOO_LARGE,
 *         PDF_NO_SHARE, PDF_PICTURE, PDF_SEVERAL; CODE_NOT_SHARE, CODE_DAMAGED, SHARE_WORDS_WRONG,
 *         SHARE_DAMAGED, SHARE_VERSION …; SCAN_TIME, SCAN_MEMORY, SCAN_DIED, SCAN_ANSWER, SCAN_START
 */
export async function scanCard(
  bytes: Buffer,
  kind: ScanKind,
  run: RunScan,
): Promise<ScannedCard & { readonly bytes: Buffer }> {
  if (kind === 'pdf' && bytes.length > PDF_LIMIT) {
    throw refuse('PDF_TOO_LARGE', { have: bytes.length, limit: PDF_LIMIT })
  }
  const ending = await run(kind, bytes)
  if (ending.ended !== 'answered') throw refusalOf(ending.ended, kind)
  try {
    const answer = readAnswer(ending.answer)
    if (answer?.kind === 'share') return { kit: answer.kit, head: answer.head, bytes: answer.share }
    if (answer?.kind === 'memory') throw refusalOf('memory', kind)
    const refusal = answer && fromWire(answer.wire)
    throw refusal === null || refusal.code === 'INTERNAL' ? refuse('SCAN_ANSWER', {}) : refusal
  } finally {
    ending.answer.fill(0)
  }
}

function refusalOf(ended: Exclude<ScanEnding['ended'], 'answered'>, kind: ScanKind) {
  if (ended === 'time') return refuse('SCAN_TIME', { seconds: SCAN_LIMITS.seconds })
  if (ended === 'memory') return refuse('SCAN_MEMORY', { bytes: SCAN_LIMITS.memory[kind] })
  return refuse(ended === 'died' ? 'SCAN_DIED' : 'SCAN_START', {})
}
