import type { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import { copySecret, wipe } from '../../core/bytes/index.ts'
import type { KitQuorum } from '../../core/kit/index.ts'
import { ShareCollection } from '../../core/quorum/index.ts'

/** The shares of a new quorum as they came back from paper, until recovery is proved from them. */
export class ReadBackShares {
  readonly #shares = new Map<number, Buffer>()

  /** 44 bytes each; they stay this object's. */
  get all(): readonly Buffer[] {
    return [...this.#shares.values()]
  }

  has(index: number): boolean {
    return this.#shares.has(index)
  }

  /** @param share 44 bytes that `requireShare` let through; the caller still owns them */
  keep(index: number, share: Uint8Array): void {
    this.#shares.set(index, copySecret(share))
  }

  wipe(): void {
    wipe(...this.#shares.values())
    this.#shares.clear()
  }
}

/**
 * Whether these bytes are this share of the quorum.
 *
 * @param untrusted 44 bytes; the caller still owns them
 * @param named     the kit that its code names, if one was read
 * @throws SHARE_FOREIGN, SHARE_MISMATCH, SHARE_FORGED, SHARE_UNKNOWN_INDEX …; KIT_NOT_OF_CARD;
 *         SHARE_EXPECTED when it is another share
 */
export function requireShare(
  quorum: KitQuorum,
  index: number,
  untrusted: Uint8Array,
  named: string | null = null,
): void {
  const check = new ShareCollection(quorum)
  try {
    const accepted = check.add(untrusted, named)
    if (accepted.index !== index) {
      throw refuse('SHARE_EXPECTED', { index: accepted.index, expected: index })
    }
  } finally {
    check.close()
  }
}
