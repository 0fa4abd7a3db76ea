import { Buffer } from 'node:buffer'
import { taggedHash } from '../bytes/index.ts'
import type { AuditEntry } from './entry.ts'

/**
 * The heads that a log has had so far, for the statements that bind one; with each, a digest of the
 * signatures up to there, because the hash of an entry does not cover its own signature (FORMAT: Statement).
 */

const BYTES = 32

/** The digest before the first signature: 32 zero bytes. */
export const NO_SIGNATURES: Uint8Array = Buffer.alloc(BYTES)

/**
 * The digest of the signatures on the entries so far, with one entry more.
 *
 * @param before    32 bytes
 * @param signature 128 hex digits; without one the digest stays as it is
 */
export const signaturesAfter = (before: Uint8Array, signature: string | undefined): Uint8Array =>
  signature === undefined
    ? before
    : taggedHash(
        'keyclave/v1 log signatures',
        Buffer.concat([before, Buffer.from(signature, 'hex')]),
      )

export class HeadsSoFar {
  readonly #places = new Map<string, number>()
  /** One digest after the other; room for more than there are. */
  #digests = Buffer.alloc(1024 * BYTES)
  #last = NO_SIGNATURES

  /** Takes the next entry of a chain, whose hash is right. */
  add({ sequence, hash, signature }: AuditEntry): void {
    this.#places.set(hash, sequence)
    this.#last = signaturesAfter(this.#last, signature)
    const end = sequence * BYTES
    if (end > this.#digests.length) {
      this.#digests = Buffer.concat([this.#digests, Buffer.alloc(this.#digests.length)])
    }
    this.#digests.set(this.#last, end - BYTES)
  }

  /** The number of the entry with this hash; null: the log has not had it. */
  placeOf(hash: string): number | null {
    return this.#places.get(hash) ?? null
  }

  /** The digest of the signatures up to an entry that there was, 64 hex digits. */
  signaturesUpTo(sequence: number): string {
    return this.#digests.toString('hex', (sequence - 1) * BYTES, sequence * BYTES)
  }
}
