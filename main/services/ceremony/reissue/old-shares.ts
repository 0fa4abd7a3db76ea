import type { Output } from '../../../../shared/contract.ts'
import { refuse } from '../../../../shared/errors.ts'
import { type RandomSource, wipe } from '../../../core/bytes/index.ts'
import type { Kit } from '../../../core/kit/index.ts'
import { Inheritance, openQuorum } from '../../../core/quorum/index.ts'
import type { Input } from '../../files/index.ts'
import { type EnteredCard, SharesAtHand, typedSecret } from '../../quorum/index.ts'

type OldState = Extract<Output<'ceremony.state'>, { step: 'old-quorum' }>
type Added = Awaited<ReturnType<SharesAtHand['add']>>

export interface OldSharesTools {
  readonly input: Input
  readonly random: RandomSource
}

/** The first step of a re-issue in the window: the old quorum's shares, then its passphrase. */
export class OldShares {
  readonly #kit: Kit
  readonly #tools: OldSharesTools
  readonly #shares: SharesAtHand
  #opening = false

  constructor(kit: Kit, tools: OldSharesTools) {
    this.#kit = kit
    this.#tools = tools
    this.#shares = new SharesAtHand(kit)
  }

  get state(): OldState['old'] {
    return { shares: this.#shares.list(), ...this.#shares.progress() }
  }

  add(card: EnteredCard): Promise<Added> {
    return this.#shares.add(card, this.#tools.input)
  }

  /** The person says that the card says what was proposed. */
  confirm(): Added {
    return { kind: 'accepted', share: this.#shares.confirm() }
  }

  reject(): void {
    this.#shares.reject()
  }

  remove(index: number): void {
    this.#requireNotOpening()
    this.#shares.remove(index)
  }

  /**
   * Opens the old quorum; after a refusal the shares are still here.
   *
   * @returns what the new quorum will take over, for the caller to close, and whose shares it took
   * @throws QUORUM_SHORT, CORRECTIONS_PENDING, PASSPHRASE_WRONG, PASSPHRASE_ENCODING, KIT_TAMPERED, KDF_MEMORY
   */
  async open(
    typed: string,
  ): Promise<{ readonly inheritance: Inheritance; readonly shares: readonly number[] }> {
    this.#requireNotOpening()
    const shares = this.#shares.validate()
    const passphrase = typedSecret(typed)
    this.#opening = true
    try {
      const { random } = this.#tools
      const quorum = await openQuorum(shares, passphrase, random)
      return {
        inheritance: new Inheritance(this.#kit, quorum, random),
        shares: this.#shares.list().map(({ index }) => index),
      }
    } finally {
      this.#opening = false
      wipe(passphrase)
    }
  }

  /** Wipes the shares. */
  close(): void {
    this.#shares.close()
  }

  #requireNotOpening(): void {
    if (this.#opening) throw refuse('TASK_RUNNING', { task: 'opening of the old quorum' })
  }
}
