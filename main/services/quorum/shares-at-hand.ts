import type { Buffer } from 'node:buffer'
import type { Output } from '../../../shared/contract.ts'
import { refuse } from '../../../shared/errors.ts'
import { encodeShare, type Share } from '../../../shared/share.ts'
import { copySecret, wipe } from '../../core/bytes/index.ts'
import type { TrustedKit } from '../../core/kit/index.ts'
import { type QuorumShares, ShareCollection } from '../../core/quorum/index.ts'
import type { Input } from '../files/index.ts'
import type { VaultReference } from '../vaults/index.ts'
import { type EnteredCard, readEnteredCard } from './entered-card.ts'
import { requireHeadOf } from './printed-head.ts'
import type { ShareSource } from './share-source.ts'

type SharesState = Extract<Output<'recovery.state'>, { step: 'shares' }>
type AcceptedShare = SharesState['shares'][number]
type Added =
  | { readonly kind: 'accepted'; readonly share: AcceptedShare }
  | { readonly kind: 'proposal'; readonly corrections: { word: number; to: Uint8Array }[] }

/**
 * The shares that custodians have entered so far, and the corrections that wait for an answer. What a
 * person has not agreed to is in no collection.
 */
export class SharesAtHand implements ShareSource {
  readonly #kit: TrustedKit | null
  readonly #collection: ShareCollection
  readonly #accepted = new Map<number, AcceptedShare>()
  /** The kits that the codes of the cards name, as far as they name one. */
  readonly #named = new Map<number, string>()
  /** 44 bytes, put right and not agreed to. */
  #proposed: Buffer | null = null

  constructor(kit: TrustedKit | null) {
    this.#kit = kit
    this.#collection = new ShareCollection(kit)
  }

  /**
   * Takes a card in, or proposes corrections.
   *
   * @param vault whose log the head on the card is compared with; null: none
   * @throws as `share.add` in the contract
   */
  async add(card: EnteredCard, vault: VaultReference | null, input: Input): Promise<Added> {
    this.#requireNoProposal()
    const read = await readEnteredCard(card, input)
    try {
      await requireHeadOf(read, vault)
      this.#requireNoProposal()
      if (read.corrected.length === 0) {
        return { kind: 'accepted', share: this.#accept(read.bytes, read.kit) }
      }
      // What would be refused anyway is not worth comparing with the card.
      this.#collection.check(read.bytes)
      this.#proposed = copySecret(read.bytes)
      return { kind: 'proposal', corrections: [...read.corrections] }
    } catch (error) {
      // Shown to nobody.
      wipe(...read.corrections.map(({ to }) => to))
      throw error
    } finally {
      wipe(read.bytes)
    }
  }

  /** The person says that the card says so. @throws CORRECTIONS_NONE; SHARE_* */
  confirm(): AcceptedShare {
    if (this.#proposed === null) throw refuse('CORRECTIONS_NONE', {})
    try {
      return this.#accept(this.#proposed)
    } finally {
      this.#forget()
    }
  }

  /** @throws CORRECTIONS_NONE */
  reject(): void {
    if (this.#proposed === null) throw refuse('CORRECTIONS_NONE', {})
    this.#forget()
  }

  /** @throws SHARE_ABSENT */
  remove(index: number): void {
    if (!this.#collection.remove(index)) throw refuse('SHARE_ABSENT', { index })
    this.#accepted.delete(index)
    this.#named.delete(index)
  }

  /**
   * The same shares beside another kit, or none: each is checked anew, as it would be had it come now. What
   * is here stays as it is.
   *
   * @returns for the caller to close; then this one is to be closed
   * @throws KIT_OTHER_QUORUM; SHARE_*, KIT_NOT_OF_CARD: the first share that the kit refuses;
   *         CORRECTIONS_PENDING
   */
  besideKit(kit: TrustedKit | null): SharesAtHand {
    this.#requireNoProposal()
    const expected = this.#collection.shares.length === 0 ? null : this.setId
    if (kit !== null && expected !== null && kit.quorum.setId !== expected) {
      throw refuse('KIT_OTHER_QUORUM', { setId: kit.quorum.setId, expected })
    }
    const beside = new SharesAtHand(kit)
    try {
      for (const share of this.#collection.shares) beside.#take(share, this.#named.get(share.index))
      return beside
    } catch (error) {
      beside.close()
      throw error
    }
  }

  /** In the order in which they came; known also after `close`. */
  list(): AcceptedShare[] {
    return [...this.#accepted.values()]
  }

  /** The quorum that is to be opened: from the kit, or from the first share. */
  get setId(): string | null {
    return this.#collection.setId
  }

  /** How far it is, and who could still come. */
  progress(): Pick<SharesState, 'need' | 'missing' | 'complete' | 'proposal'> {
    const { need } = this.#collection
    const custodians = this.#kit?.quorum.custodians ?? []
    return {
      need,
      missing: custodians
        .filter(({ index }) => !this.#accepted.has(index))
        .map(({ index, name }) => ({ index, name })),
      complete: need !== null && this.#accepted.size >= need,
      proposal: this.#proposed !== null,
    }
  }

  /** @throws CORRECTIONS_PENDING, QUORUM_SHORT */
  gather(): QuorumShares {
    this.#requireNoProposal()
    return this.#collection.validate()
  }

  /** Wipes every share. */
  close(): void {
    this.#forget()
    this.#collection.close()
  }

  #accept(share: Uint8Array, kit: string | null = null): AcceptedShare {
    const { index, custodian } = this.#collection.add(share, kit)
    const accepted = { index, custodian }
    this.#accepted.set(index, accepted)
    if (kit !== null) this.#named.set(index, kit)
    return accepted
  }

  #take(share: Share, named: string | null = null): void {
    const bytes = encodeShare(share)
    try {
      this.#accept(bytes, named)
    } finally {
      wipe(bytes)
    }
  }

  #requireNoProposal(): void {
    if (this.#proposed !== null) throw refuse('CORRECTIONS_PENDING', {})
  }

  #forget(): void {
    wipe(this.#proposed)
    this.#proposed = null
  }
}
