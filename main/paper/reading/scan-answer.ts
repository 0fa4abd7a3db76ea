import { Buffer } from 'node:buffer'
import type { ErrorCode } from '../../../shared/codes/index.ts'
import { KeyclaveError, toWire } from '../../../shared/errors.ts'
import { decodeHeader, SHARE_BYTES } from '../../../shared/share.ts'
import type { CodedShare } from '../../../shared/share-text.ts'

/**
 * What the process that reads a card says, as bytes: `S`, the 44 bytes of the share, the 8 characters of
 * the kit that its code names, if it names one, and, behind a line feed, the head of a log that it says; or `R` and the refusal as JSON; or `M`, when memory was at
 * an end. Whoever gets it believes nothing else.
 */

/** How a card came in. */
export type ScanKind = 'picture' | 'pdf'

/** Longest answer, in bytes. */
export const ANSWER_LIMIT = 16 * 1024

const SHARE = 'S'.charCodeAt(0)
const REFUSAL = 'R'.charCodeAt(0)
const MEMORY = 'M'.charCodeAt(0)

/** What an answer says; null: nothing that is an answer. */
export type ScanAnswer =
  | {
      readonly kind: 'share'
      readonly share: Buffer
      readonly kit: string | null
      readonly head: string | null
    }
  | { readonly kind: 'refused'; readonly wire: unknown }
  | { readonly kind: 'memory' }

/** A share as a card has it, with what it says beside it. */
export interface ShareOnCard extends CodedShare {
  /** The head of its vault's log, in the words of the card, unjudged; null: none. */
  readonly head: string | null
}

/** The share is not wiped here. */
export function shareAnswer({ share, kit, head }: ShareOnCard): Buffer {
  const beside = `${kit ?? ''}${head === null ? '' : `\n${head}`}`
  return Buffer.concat([Buffer.from([SHARE]), share, Buffer.from(beside, 'latin1')])
}

/** @param error whatever the reading threw; null when it is no refusal, and no want of memory */
export function failureAnswer(error: unknown): Buffer | null {
  if (error instanceof KeyclaveError) {
    return Buffer.concat([Buffer.from([REFUSAL]), Buffer.from(JSON.stringify(toWire(error)))])
  }
  return isWantOfMemory(error) ? Buffer.from([MEMORY]) : null
}

/** As V8 and Node say it: "Array buffer allocation failed", "Invalid typed array length", "… out of memory". */
export const isWantOfMemory = (error: unknown): boolean =>
  error instanceof Error &&
  /alloc|array length|(?:out of|insufficient) memory|\boom\b/i.test(error.message)

/** Which refusals are about a card; any other is none that its reader could have. */
const ABOUT_CARDS = /^(?:PICTURE|PDF|CODE|SHARE)_/

/**
 * Reads an answer that may be anything.
 *
 * @param answer the caller still owns it
 * @returns the share in memory of its own, for the caller to wipe
 */
export function readAnswer(answer: Buffer): ScanAnswer | null {
  if (answer.length > ANSWER_LIMIT) return null
  const [kind] = answer
  const rest = answer.subarray(1)
  if (kind === MEMORY) return rest.length === 0 ? { kind: 'memory' } : null
  if (kind === SHARE) return readShare(rest)
  return kind === REFUSAL ? readRefusal(rest) : null
}

/** The kit, and the head in a form that may be one. */
const BESIDE = /^((?:[0-9a-f]{8})?)(?:\n(entry \d{1,15}, words [a-z ]{1,700}))?$/

function readShare(bytes: Buffer): ScanAnswer | null {
  const beside = bytes.toString('latin1', SHARE_BYTES)
  const [, kit, head] = BESIDE.exec(beside) ?? []
  if (bytes.length < SHARE_BYTES || kit === undefined) return null
  const share = Buffer.from(new ArrayBuffer(SHARE_BYTES))
  share.set(bytes.subarray(0, SHARE_BYTES))
  try {
    decodeHeader(share)
  } catch {
    share.fill(0)
    return null
  }
  return { kind: 'share', share, kit: kit || null, head: head ?? null }
}

function readRefusal(bytes: Buffer): ScanAnswer | null {
  try {
    const wire = JSON.parse(bytes.toString('utf8')) as { readonly code?: ErrorCode } | null
    if (!ABOUT_CARDS.test(String(wire?.code))) return null
    return { kind: 'refused', wire }
  } catch {
    return null
  }
}
