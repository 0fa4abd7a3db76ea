import { type DataOf, refuse } from '../../../shared/errors.ts'
import {
  decodeShare,
  formatSetId,
  type IdentityType,
  type KdfProfile,
  type Share,
} from '../../../shared/share.ts'
import { wipe } from '../bytes/index.ts'

/**
 * From bytes that claim to be shares to exactly as many shares of one quorum as it needs. A share is
 * decoded and checked once, as it comes in; what has been checked keeps a type that says so.
 */

/** What all shares of a quorum have in common. */
export interface QuorumHeader {
  /** 10 hex digits. */
  readonly setId: string
  readonly threshold: number
  readonly profile: KdfProfile
  readonly identity: IdentityType
}

/** A further rule for a share that matches the others. Throws its refusal. */
export type ShareRule = (share: Share, bytes: Uint8Array) => void

let provedOf: (shares: readonly Share[]) => ProvedShares

/**
 * As many shares as their threshold says, of one quorum and of different indexes. Only `MatchingShares`
 * makes one, and only one can be combined. The values are the collection's, which wipes them.
 */
export class ProvedShares {
  readonly #shares: readonly Share[]

  private constructor(shares: readonly Share[]) {
    this.#shares = shares
  }

  static {
    provedOf = shares => new ProvedShares(shares)
  }

  get shares(): readonly Share[] {
    return this.#shares
  }

  /** One of them, for what all have in common. */
  get first(): Share {
    return this.#shares[0] as Share
  }
}

/** Shares of one quorum, taken in one by one. */
export class MatchingShares {
  readonly #known: QuorumHeader | null
  readonly #rule: ShareRule
  readonly #shares: Share[] = []
  #header: QuorumHeader | null

  /**
   * @param known what the shares must agree with; null: the first share says so
   * @param rule  checked of each share that matches
   */
  constructor(known: QuorumHeader | null = null, rule: ShareRule = () => {}) {
    this.#known = known
    this.#header = known
    this.#rule = rule
  }

  /**
   * Takes one share, or refuses it and stays as it was.
   *
   * @param untrusted 44 bytes; the caller still owns them
   * @throws SHARE_LENGTH, SHARE_VERSION, SHARE_HEADER, SHARE_FOREIGN, SHARE_MISMATCH, SHARE_DUPLICATE; as
   *         the rule
   */
  add(untrusted: Uint8Array): { readonly index: number } {
    const share = decodeShare(untrusted)
    try {
      this.#header = this.#admit(share, untrusted)
      this.#shares.push(share)
      return { index: share.index }
    } catch (error) {
      wipe(share.value)
      throw error
    }
  }

  /** Says whether `add` would take this share, and takes nothing. @throws as add */
  check(untrusted: Uint8Array): void {
    const share = decodeShare(untrusted)
    try {
      this.#admit(share, untrusted)
    } finally {
      wipe(share.value)
    }
  }

  /**
   * Takes a share out again. Where the first share said what the others must be, that goes with the last.
   *
   * @returns whether it was here
   */
  remove(index: number): boolean {
    const place = this.#shares.findIndex(share => share.index === index)
    if (place === -1) return false
    wipe(...this.#shares.splice(place, 1).map(share => share.value))
    if (this.#shares.length === 0) this.#header = this.#known
    return true
  }

  /** What the shares must agree with; null while nothing has said so. */
  get header(): QuorumHeader | null {
    return this.#header
  }

  /** The shares that are here, in the order in which they came. */
  get shares(): readonly Share[] {
    return this.#shares
  }

  /** The first of them, as many as the quorum needs. @throws QUORUM_SHORT */
  first(): ProvedShares {
    const [have, need] = [this.#shares.length, this.#header?.threshold ?? 2]
    if (have < need) throw refuse('QUORUM_SHORT', { have, need })
    return provedOf(this.#shares.slice(0, need))
  }

  /** All of them, and no more than the quorum needs. @throws QUORUM_SHORT, QUORUM_EXCESS */
  all(): ProvedShares {
    const [have, need] = [this.#shares.length, this.#header?.threshold ?? 2]
    if (have > need) throw refuse('QUORUM_EXCESS', { have, need })
    return this.first()
  }

  /** Wipes every share. */
  close(): void {
    wipe(...this.#shares.map(share => share.value))
    this.#shares.length = 0
  }

  /** The header that holds from now on. */
  #admit(share: Share, bytes: Uint8Array): QuorumHeader {
    const header = this.#header ?? headerOf(share)
    requireHeader(share, header)
    this.#rule(share, bytes)
    const { index } = share
    if (this.#shares.some(other => other.index === index)) {
      throw refuse('SHARE_DUPLICATE', { index })
    }
    return header
  }
}

const headerOf = ({ setId, threshold, profile, identity }: Share): QuorumHeader => ({
  ...{ setId: formatSetId(setId), threshold, profile, identity },
})

function requireHeader(share: Share, expected: QuorumHeader): void {
  const { index } = share
  const set = formatSetId(share.setId)
  if (set !== expected.setId) throw refuse('SHARE_FOREIGN', { set, expected: expected.setId })
  const differs = (field: DataOf<'SHARE_MISMATCH'>['field']) =>
    refuse('SHARE_MISMATCH', { index, field })
  if (share.threshold !== expected.threshold) throw differs('threshold')
  if (share.profile !== expected.profile) throw differs('kdf-profile')
  if (share.identity !== expected.identity) throw differs('identity-type')
}
