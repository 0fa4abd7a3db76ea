import path from 'node:path'
import { refuse } from '../../../../shared/errors.ts'
import { wipe } from '../../../core/bytes/index.ts'
import { absolutePath, publishFolder } from '../../files/index.ts'
import { cardName, type Papers } from '../../pages/index.ts'
import { sheetFile } from '../../shares/index.ts'
import { type AddresseeTools, LARGEST_SEALED, sealShareOf } from '../index.ts'
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

export interface HandingOutTools extends AddresseeTools {
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
    const origin = ceremony.cardOrigin(kit)
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

  /** Seals the share of an absent custodian into a file in this folder, with its sheet. */
  async sealShare(index: number, folder: string): Promise<CeremonyState> {
    const stage = this.#course.require('shares')
    const { turns, ceremony, kit, absent } = stage
    turns.requireSealable(index)
    const addressee = absent.get(index)
    if (addressee === undefined) throw new Error('requireSealable saw to it')
    const tools = this.#tools
    const { sheet, file } = await sealShareOf(ceremony, index, kit, addressee, tools)
    this.#course.requireStill(stage)
    turns.requireSealable(index)
    const out = path.join(absolutePath(folder), cardName(kit, index, 'sealed'))
    const about = sheetFile(sheet)
    const into = { sheet, folder: out, names: [file.name, about.name] }
    turns.sealed(index, into)
    try {
      await publishFolder(out, [file, about])
    } catch (error) {
      turns.notSealed(index, into)
      throw error
    }
    this.#course.requireStill(stage)
    ceremony.noteSealed(sheet)
    return this.#course.state
  }

  /** The sealed file from its drive again: the one that was made. Ends the turn. */
  async readBackSealed(index: number): Promise<CeremonyState> {
    const stage = this.#course.require('shares')
    const { sheet, folder } = stage.turns.sealedInto(index)
    const file = path.join(folder, sheet.file.name)
    const bytes = await this.#tools.input.read(file, LARGEST_SEALED)
    this.#course.requireStill(stage)
    stage.ceremony.readBackSealed(sheet, bytes)
    stage.turns.readBack(index)
    return this.#course.state
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
