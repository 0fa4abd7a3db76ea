import { refuse } from '../../../../shared/errors.ts'
import { wipe } from '../../../core/bytes/index.ts'
import type { Input } from '../../files/index.ts'
import type { Papers } from '../../pages/index.ts'
import type { CeremonyState } from './ceremony-stage.ts'
import type { CeremonyCourse } from './course.ts'
import {
  type CardBack,
  readCardFile,
  readScannedCard,
  readTypedCard,
  type SavedAs,
  type ShownShare,
  saveCard,
  showToCustodian,
} from './custodian-cards.ts'

export interface HandingOutTools {
  readonly input: Input
  readonly papers: Papers
  /** @throws LOCKED */
  readonly requireUnlocked: () => void
}

/** Each custodian in turn sees a share or gets its card as a file, and reads the card back. */
export class HandingOut {
  readonly #course: CeremonyCourse
  readonly #tools: HandingOutTools

  constructor(course: CeremonyCourse, tools: HandingOutTools) {
    this.#course = course
    this.#tools = tools
  }

  /** Shows one custodian their share. */
  async showShare(index: number): Promise<ShownShare> {
    const stage = this.#course.require('shares')
    const { turns, ceremony, kit } = stage
    turns.requireShowable(index)
    const custodian = turns.custodianOf(index)
    stage.gathering?.requirePresent(custodian)
    const share = ceremony.issueShare(index)
    turns.shown(index)
    ceremony.witness('share shown', { index, custodian })
    const shown = await showToCustodian(share, kit, index)
    this.#course.requireStill(stage)
    this.#tools.requireUnlocked()
    return shown
  }

  async saveCard(index: number, folder: string, as: SavedAs): Promise<string> {
    const { turns, ceremony, kit } = this.#course.require('shares')
    turns.requireTurn(index)
    const share = ceremony.issueShare(index)
    const origin = { kit, audit: ceremony.auditHead() }
    const at = await saveCard(share, origin, index, folder, as, this.#tools.papers)
    turns.saved(index, at)
    ceremony.witness('card saved', { index, custodian: turns.custodianOf(index) })
    return at
  }

  readBackShare(index: number, words: Uint8Array): Promise<CeremonyState> {
    return this.#readBack(index, async () => ({
      ...{ share: await readTypedCard(words), by: 'words', kit: null },
    }))
  }

  readBackCode(index: number, text: Uint8Array): Promise<CeremonyState> {
    return this.#readBack(index, () => readScannedCard(text))
  }

  readBackFile(index: number, file: string): Promise<CeremonyState> {
    const { agreed } = this.#course.require('shares')
    if (agreed.plan.options?.pictures !== true) throw refuse('PICTURE_FORBIDDEN', {})
    return this.#readBack(index, () => readCardFile(file, this.#tools.input))
  }

  /** A card that is accepted ends the custodian's turn; one that is refused changes nothing. */
  async #readBack(index: number, read: () => Promise<CardBack>): Promise<CeremonyState> {
    const stage = this.#course.require('shares')
    stage.turns.requireTurn(index)
    stage.turns.requireJudged(index)
    const { share, by, kit } = await read()
    try {
      this.#course.requireStill(stage)
      stage.ceremony.readBackShare(index, share, by, kit)
      stage.turns.readBack(index)
      return this.#course.state
    } finally {
      wipe(share)
    }
  }
}
