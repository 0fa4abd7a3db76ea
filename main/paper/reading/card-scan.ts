import type { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import { runOnce, secretNamed } from '../../core/bytes/index.ts'
import { isPicture } from './picture-kind.ts'

/**
 * A share in a picture of its card, or in the card's PDF. What is found is strings for a while, and both
 * formats are large and hostile ground, so all of it happens in a worker that ends (card-scan.worker.ts).
 */

/** Largest file, 20 MiB. */
export const SCAN_LIMIT = 20 * 1024 * 1024
/** Seconds after which a file is given up, whatever it does. */
const TIME_LIMIT = 60

/** How a card came in. */
export type ScanKind = 'picture' | 'pdf'

/** A PDF may begin behind some bytes that are none of it (ISO 32000-1, Annex H.3.4.1). */
const isPdf = (bytes: Buffer): boolean => bytes.subarray(0, 1024).indexOf('%PDF-', 0, 'latin1') >= 0

const worker = new URL('./card-scan.worker.ts', import.meta.url)

/** What the worker says beside the share. */
export interface ScannedCard {
  /** The first 8 hex digits of the fingerprint of the kit that a code names; null: words, or an older code. */
  readonly kit: string | null
}

/** What a file is by its first bytes; null when it is neither. */
export function scanKind(bytes: Buffer): ScanKind | null {
  if (isPicture(bytes)) return 'picture'
  return isPdf(bytes) ? 'pdf' : null
}

/**
 * The one share in a picture or a PDF.
 *
 * @param bytes the file; the caller still owns it
 * @returns 44 bytes, which the caller wipes, and the kit that the code names
 * @throws PICTURE_FORMAT, PICTURE_TOO_LARGE, PICTURE_NO_CODE, PICTURE_SEVERAL; PDF_FORMAT, PDF_NO_SHARE,
 *         PDF_SEVERAL; CODE_NOT_SHARE, CODE_DAMAGED, SHARE_WORDS_WRONG, SHARE_DAMAGED, SHARE_VERSION …;
 *         SCAN_TIME
 */
export async function scanCard(
  bytes: Buffer,
  kind: ScanKind,
): Promise<ScannedCard & { readonly bytes: Buffer }> {
  const limit = {
    seconds: TIME_LIMIT,
    error: refuse('SCAN_TIME', { seconds: TIME_LIMIT }),
  }
  const { output, secrets } = await runOnce<ScannedCard>(worker, kind, { file: bytes }, limit)
  return { ...output, bytes: secretNamed(secrets, 'share') }
}
