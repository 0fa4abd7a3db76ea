import type { MainOutput } from '../../../shared/contract.ts'
import type { TrustedKit } from '../../core/kit/index.ts'
import type { Input } from '../files/index.ts'
import type { VaultReference } from '../vaults/index.ts'
import type { EnteredCard } from './entered-card.ts'
import { notingAttempts } from './noted-attempts.ts'
import type { SharesAtHand } from './shares-at-hand.ts'

type AddedShare = MainOutput<'share.add'>

/** A stage at which cards come in. */
export interface CardStage {
  readonly kit: TrustedKit | null
  readonly vault: VaultReference | null
  readonly shares: SharesAtHand
}

/** What a share desk stands at: a recovery, a drill, the old quorum of a re-issue. */
export interface CardCourse {
  /** The stage it is at. @throws when that is not one at which cards come in */
  readonly at: () => CardStage
  /** @throws TASK_RUNNING while the shares are being used */
  readonly requireIdle: () => void
}

/** Where custodians enter their cards in the window, one after the other. */
export class ShareDesk {
  readonly #input: Input
  readonly #course: CardCourse

  constructor(input: Input, course: CardCourse) {
    this.#input = input
    this.#course = course
  }

  /** Takes a card in, or proposes corrections. */
  async add(card: EnteredCard): Promise<AddedShare> {
    const { vault, kit, shares } = this.#course.at()
    return await notingAttempts(vault, kit, () => shares.add(card, vault, this.#input))
  }

  /** The person says that the card says what was proposed. */
  confirm(): AddedShare {
    return { kind: 'accepted', share: this.#course.at().shares.confirm() }
  }

  reject(): void {
    this.#course.at().shares.reject()
  }

  remove(index: number): void {
    const { shares } = this.#course.at()
    this.#course.requireIdle()
    shares.remove(index)
  }
}
