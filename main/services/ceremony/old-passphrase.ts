import type { Buffer } from 'node:buffer'
import { equalSecrets, hkdf, type RandomSource, wipe } from '../../core/bytes/index.ts'

/**
 * What tells whether the passphrase of a re-issue is the one of the quorum that it replaces: a keyed digest
 * of the old one, as it was typed, under a key that lives no longer.
 */
export class OldPassphrase {
  readonly #key: Buffer
  #digest: Buffer | null = null

  constructor(random: RandomSource) {
    this.#key = random(32)
  }

  /** @param passphrase the one that opened the old quorum; the caller still owns it */
  take(passphrase: Uint8Array): void {
    wipe(this.#digest)
    this.#digest = this.#digestOf(passphrase)
  }

  /** @param passphrase the caller still owns it */
  isSame(passphrase: Uint8Array): boolean {
    if (this.#digest === null) return false
    const digest = this.#digestOf(passphrase)
    try {
      return equalSecrets(digest, this.#digest)
    } finally {
      wipe(digest)
    }
  }

  /** May be called again. */
  close(): void {
    wipe(this.#key, this.#digest)
    this.#digest = null
  }

  #digestOf(passphrase: Uint8Array): Buffer {
    return hkdf(passphrase, this.#key, 'keyclave/v1 old passphrase', 32)
  }
}
