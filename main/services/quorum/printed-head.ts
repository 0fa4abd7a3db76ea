import type { Buffer } from 'node:buffer'
import { decodeHeader, formatSetId } from '../../../shared/share.ts'
import type { ReadCard } from '../../core/share/index.ts'
import { type AuditHead, HEAD_SENTENCE, headSaid, saidHead } from '../../core/text/index.ts'
import { requireCardHead, type VaultReference } from '../vaults/index.ts'

/** A card with where the log of its vault stood when it was printed. */
export interface DatedCard extends ReadCard {
  /** Null: it was typed or scanned, or carries none; a picture has it in small letters, which nothing reads. */
  readonly head: AuditHead | null
}

/** Bytes behind its beginning that the sentence surely ends in. */
const LONGEST = 800

/**
 * The head in the text file of a card: a comment behind the share. Only the comment becomes a string; what
 * somebody has changed so that it is no head says nothing.
 */
export function printedHead(file: Buffer): AuditHead | null {
  const start = file.indexOf(HEAD_SENTENCE)
  if (start === -1) return null
  const comment = file.toString('utf8', start, start + LONGEST).replaceAll(/\r?\n#\s*/g, ' ')
  return headSaid(saidHead(comment))
}

/** Compares the head of a card with the vault that founded its quorum. @throws VAULT_HEAD */
export async function requireHeadOf(
  { bytes, head }: DatedCard,
  vault: VaultReference | null,
): Promise<void> {
  if (head === null || vault === null) return
  const setId = formatSetId(decodeHeader(bytes).setId)
  await vault.use('read', opened => requireCardHead(opened, setId, head))
}
