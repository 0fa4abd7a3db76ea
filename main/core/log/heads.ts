import { taggedHexHash } from '../bytes/index.ts'
import type { AuditEntry } from './entry.ts'

/**
 * The heads that a log has had so far, for the statements that bind one; with each, a digest of the
 * signatures up to there, because the hash of an entry does not cover its own signature (FORMAT: Statement).
 */

/** The digest before the first signature. */
export const NO_SIGNATURES = '0'.repeat(64)

/**
 * The digest of the signatures on the entries so far, with one entry more; 64 hex digits.
 *
 * @param signature 128 hex digits; without one the digest stays as it is
 */
export const signaturesAfter = (before: string, signature: string | undefined): string =>
  signature === undefined ? before : taggedHexHash('keyclave/v1 log signatures', before + signature)

export class HeadsSoFar {
  readonly #places = new Map<string, number>()
  /** By the number of the entry, from 0. */
  readonly #digests = [NO_SIGNATURES]

  /** Takes the next entry of a chain, whose hash is right. */
  add({ sequence, hash, signature }: AuditEntry): void {
    this.#places.set(hash, sequence)
    this.#digests.push(signaturesAfter(this.#digests.at(-1) ?? NO_SIGNATURES, signature))
  }

  /** The number of the entry with this hash; null: the log has not had it. */
  placeOf(hash: string): number | null {
    return this.#places.get(hash) ?? null
  }

  /** The digest of the signatures up to an entry that there was, 64 hex digits. */
  signaturesUpTo(sequence: number): string {
    return this.#digests[sequence] ?? ''
  }
}
