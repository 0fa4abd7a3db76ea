import { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import {
  decodeShare,
  encodeShare,
  formatSetId,
  type IdentityType,
  type KdfProfile,
  type Share,
  shareCommitment,
} from '../../../shared/share.ts'
import { wipe } from '../bytes/index.ts'
import type { Custodian, KitQuorum } from '../kit/index.ts'

/**
 * From shares that people enter, one by one, to exactly as many as the quorum needs. A bad share is
 * refused at once and by name, before anything is combined.
 */

declare const validated: unique symbol

/**
 * Exactly `m` shares of one quorum, each checked; only `ShareCollection.validate` makes one. The values
 * belong to the collection, which wipes them.
 */
export interface QuorumShares {
  readonly shares: readonly Share[]
  /** What the kit says of the quorum; `null` without a kit. */
  readonly record: KitQuorum | null
  readonly [validated]: true
}

/** What was taken in, for a person to see. */
export interface AcceptedShare {
  readonly index: number
  /** From the kit; `null` without one. */
  readonly custodian: string | null
  readonly have: number
  readonly need: number
}

/** What all shares of a quorum have in common. */
interface Header {
  readonly setId: string
  readonly threshold: number
  readonly profile: KdfProfile
  readonly identity: IdentityType
}

/**
 * Collects shares. With the kit's record each share is checked alone, so a forged one is named; without
 * it, the first share says what the others must agree with, and a forged value shows when combining.
 */
export class ShareCollection {
  readonly #record: KitQuorum | null
  readonly #shares: Share[] = []
  #header: Header | null

  constructor(record: KitQuorum | null) {
    this.#record = record
    this.#header = record ? { ...record, profile: record.kdf } : null
  }

  /**
   * Takes one share, or refuses it and stays as it was. More than `m` are taken and checked; the first
   * `m` will be used.
   *
   * @param untrusted 44 bytes as a person entered them; the caller still owns them
   * @throws SHARE_LENGTH, SHARE_VERSION, SHARE_HEADER, SHARE_FOREIGN, SHARE_MISMATCH, SHARE_DUPLICATE;
   *         with a kit also SHARE_UNKNOWN_INDEX and SHARE_FORGED
   */
  add(untrusted: Uint8Array): AcceptedShare {
    const share = decodeShare(untrusted)
    try {
      const { header, custodian } = this.#admit(share)
      this.#header = header
      this.#shares.push(share)
      const { index } = share
      return { index, custodian, have: this.#shares.length, need: header.threshold }
    } catch (error) {
      wipe(share.value)
      throw error
    }
  }

  /** Says whether `add` would take this share, and takes nothing. @throws as add */
  check(untrusted: Uint8Array): void {
    const share = decodeShare(untrusted)
    try {
      this.#admit(share)
    } finally {
      wipe(share.value)
    }
  }

  /**
   * Takes a share out again. Without a kit, the header goes with the last share.
   *
   * @returns whether it was here
   */
  remove(index: number): boolean {
    const place = this.#shares.findIndex(share => share.index === index)
    if (place === -1) return false
    wipe(...this.#shares.splice(place, 1).map(share => share.value))
    if (this.#record === null && this.#shares.length === 0) this.#header = null
    return true
  }

  /** How many shares the quorum needs; `null` while neither kit nor share has said so. */
  get need(): number | null {
    return this.#header?.threshold ?? null
  }

  /** The quorum that the shares are of; `null` while neither kit nor share has said so. */
  get setId(): string | null {
    return this.#header?.setId ?? null
  }

  /** Indexes of the shares that are here, in the order in which they came. */
  get indexes(): readonly number[] {
    return this.#shares.map(share => share.index)
  }

  /**
   * The first `m` shares, ready to open the quorum.
   *
   * @throws QUORUM_SHORT
   */
  validate(): QuorumShares {
    const [have, need] = [this.#shares.length, this.#header?.threshold ?? 2]
    if (have < need) throw refuse('QUORUM_SHORT', { have, need })
    return { shares: this.#shares.slice(0, need), record: this.#record } as unknown as QuorumShares
  }

  /** The header that holds from now on, and whose share it is, from the kit. */
  #admit(share: Share): { readonly header: Header; readonly custodian: string | null } {
    const header = this.#header ?? { ...share, setId: formatSetId(share.setId) }
    checkHeader(share, header)
    const custodian = this.#record && checkCommitment(share, this.#record)
    const { index } = share
    if (this.#shares.some(other => other.index === index)) {
      throw refuse('SHARE_DUPLICATE', { index })
    }
    return { header, custodian: custodian?.name ?? null }
  }

  /** Wipes every share. */
  close(): void {
    wipe(...this.#shares.map(share => share.value))
    this.#shares.length = 0
  }
}

function checkHeader(share: Share, expected: Header): void {
  const { index } = share
  const set = formatSetId(share.setId)
  if (set !== expected.setId) throw refuse('SHARE_FOREIGN', { set, expected: expected.setId })
  const differs = (field: string) => refuse('SHARE_MISMATCH', { index, field })
  if (share.threshold !== expected.threshold) throw differs('threshold')
  if (share.profile !== expected.profile) throw differs('KDF profile')
  if (share.identity !== expected.identity) throw differs('identity type')
}

/** The custodian whose share this is, by the commitment that the kit lists. */
function checkCommitment(share: Share, { custodians }: KitQuorum): Custodian {
  const { index } = share
  const custodian = custodians.find(other => other.index === index)
  if (custodian === undefined) {
    throw refuse('SHARE_UNKNOWN_INDEX', { index, count: custodians.length })
  }
  const bytes = encodeShare(share)
  const commitment = Buffer.from(shareCommitment(bytes)).toString('hex')
  wipe(bytes)
  if (commitment !== custodian.commitment) {
    throw refuse('SHARE_FORGED', { index, custodian: custodian.name })
  }
  return custodian
}
