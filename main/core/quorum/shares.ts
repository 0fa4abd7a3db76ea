import { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import { isRehearsal } from '../../../shared/rehearsal.ts'
import { decodeHeader, formatSetId, type Share, shareCommitment } from '../../../shared/share.ts'
import {
  type Custodian,
  formatFingerprint,
  type KitQuorum,
  kitFingerprint,
  type TrustedKit,
} from '../kit/index.ts'
import { MatchingShares, type ProvedShares } from '../share/index.ts'

/**
 * From shares that people enter, one by one, to exactly as many as the quorum needs. A bad share is
 * refused at once and by name, before anything is combined.
 */

/** Whose share it is. */
export interface EnteredShare {
  readonly index: number
  /** From the kit; `null` without one. */
  readonly custodian: string | null
}

/** What was taken in, for a person to see. */
export interface AcceptedShare extends EnteredShare {
  readonly have: number
  readonly need: number
}

let quorumSharesOf: (given: {
  readonly proved: ProvedShares
  readonly kit: TrustedKit | null
  readonly setId: string
  readonly entered: readonly EnteredShare[]
}) => QuorumShares

/**
 * The shares of one quorum, each checked, against the kit where there is one. Only
 * `ShareCollection.validate` makes one, and nothing else opens a quorum. The values belong to the
 * collection, which wipes them.
 */
export class QuorumShares {
  /** Exactly `m`. */
  readonly proved: ProvedShares
  /** What they were checked against; `null` without a kit. */
  readonly kit: TrustedKit | null
  /** 10 hex digits. */
  readonly setId: string
  /** Whose shares were taken in: `m`, or more. */
  readonly entered: readonly EnteredShare[]

  private constructor(given: Parameters<typeof quorumSharesOf>[0]) {
    this.proved = given.proved
    this.kit = given.kit
    this.setId = given.setId
    this.entered = given.entered
  }

  static {
    quorumSharesOf = given => new QuorumShares(given)
  }
}

/**
 * Collects shares. With the kit each share is checked alone, so a forged one is named; without
 * it, the first share says what the others must agree with, and a forged value shows when combining.
 */
export class ShareCollection {
  readonly #kit: TrustedKit | null
  readonly #shares: MatchingShares

  constructor(kit: TrustedKit | null) {
    this.#kit = kit
    this.#shares =
      kit === null
        ? new MatchingShares()
        : new MatchingShares({ ...kit.quorum, profile: kit.quorum.kdf }, (share, bytes) =>
            requireCommitment(share, bytes, kit),
          )
  }

  /**
   * Takes one share, or refuses it and stays as it was. More than `m` are taken and checked; the first
   * `m` will be used.
   *
   * @param untrusted 44 bytes as a person entered them; the caller still owns them
   * @throws SHARE_LENGTH, SHARE_VERSION, SHARE_HEADER, SHARE_FOREIGN, SHARE_MISMATCH, SHARE_DUPLICATE;
   *         REHEARSAL; with a kit also KIT_NOT_OF_CARD, SHARE_UNKNOWN_INDEX and SHARE_FORGED
   * @param named     the first 8 hex digits of the fingerprint of the kit that its code names; null: no code
   *                  was read, or it names none
   */
  add(untrusted: Uint8Array, named: string | null = null): AcceptedShare {
    this.#requireReal(untrusted)
    if (this.#kit !== null && named !== null) requireNamed(this.#kit.quorum, untrusted, named)
    const { index } = this.#shares.add(untrusted)
    const need = this.need ?? 2
    return { ...this.#entered(index), have: this.shares.length, need }
  }

  /** Says whether `add` would take this share, and takes nothing. @throws as add */
  check(untrusted: Uint8Array): void {
    this.#requireReal(untrusted)
    this.#shares.check(untrusted)
  }

  /** A rehearsal reads its own cards back, and nobody else takes them. @throws REHEARSAL */
  #requireReal(untrusted: Uint8Array): void {
    if (this.#kit?.voucher.by === 'ceremony') return
    if (isRehearsal(formatSetId(decodeHeader(untrusted).setId))) {
      throw refuse('REHEARSAL', { what: 'share' })
    }
  }

  /**
   * Takes a share out again. Without a kit, the header goes with the last share.
   *
   * @returns whether it was here
   */
  remove(index: number): boolean {
    return this.#shares.remove(index)
  }

  /** How many shares the quorum needs; `null` while neither kit nor share has said so. */
  get need(): number | null {
    return this.#shares.header?.threshold ?? null
  }

  /** The quorum that the shares are of; `null` while neither kit nor share has said so. */
  get setId(): string | null {
    return this.#shares.header?.setId ?? null
  }

  /** The shares that are here, in the order in which they came; they stay the collection's. */
  get shares(): readonly Share[] {
    return this.#shares.shares
  }

  /** Indexes of the shares that are here, in the order in which they came. */
  get indexes(): readonly number[] {
    return this.shares.map(share => share.index)
  }

  /**
   * The first `m` shares, ready to open the quorum.
   *
   * @throws QUORUM_SHORT
   */
  validate(): QuorumShares {
    const proved = this.#shares.first()
    const entered = this.indexes.map(index => this.#entered(index))
    return quorumSharesOf({ proved, kit: this.#kit, setId: this.setId ?? '', entered })
  }

  /** Wipes every share. */
  close(): void {
    this.#shares.close()
  }

  #entered(index: number): EnteredShare {
    const custodian = this.#kit?.quorum.custodians.find(other => other.index === index)
    return { index, custodian: custodian?.name ?? null }
  }
}

/**
 * A card of this quorum whose code names another kit: then it is the kit that is not the cards'.
 *
 * @throws KIT_NOT_OF_CARD
 */
function requireNamed(record: KitQuorum, bytes: Uint8Array, named: string): void {
  const { setId, index } = decodeHeader(bytes)
  const digits = kitFingerprint(record).slice(0, named.length)
  if (formatSetId(setId) !== record.setId || digits === named) return
  throw refuse('KIT_NOT_OF_CARD', { index, card: formatFingerprint(named) })
}

/** Compares a share with the commitment that the kit lists. */
function requireCommitment({ index }: Share, bytes: Uint8Array, kit: TrustedKit): void {
  const { custodians } = kit.quorum
  const custodian: Custodian | undefined = custodians.find(other => other.index === index)
  if (custodian === undefined) {
    throw refuse('SHARE_UNKNOWN_INDEX', { index, count: custodians.length })
  }
  const commitment = Buffer.from(shareCommitment(bytes)).toString('hex')
  if (commitment !== custodian.commitment) {
    throw refuse('SHARE_FORGED', {
      ...{ index, custodian: custodian.name },
      confirmed: kit.voucher.by !== 'card',
    })
  }
}
