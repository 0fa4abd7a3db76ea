import type { Buffer } from 'node:buffer'
import path from 'node:path'
import type { MainOutput } from '../../../../shared/contract.ts'
import { refuse } from '../../../../shared/errors.ts'
import { wipe } from '../../../core/bytes/index.ts'
import { formatFingerprint, type Kit, kitFingerprint } from '../../../core/kit/index.ts'
import { checkCard, readCode, showCard, writeCards } from '../../../core/share/index.ts'
import { absolutePath, type Input, writeNewFile } from '../../files/index.ts'
import {
  type CardOrigin,
  type CardPaper,
  cardFacts,
  cardName,
  type Papers,
} from '../../pages/index.ts'
import { cardFromFile, oneALine } from '../../quorum/index.ts'
import type { ReadBackWay } from '../index.ts'

/**
 * A share between the main side and its custodian: on the screen, in a file, typed back.
 *
 * On the screen and typed it is strings in the window alone. Here it is bytes: those that cross are the
 * router's to seal, or to open, and to wipe.
 */

export type ShownShare = MainOutput<'ceremony.showShare'>

/** @param share 44 bytes; wiped here */
export async function showToCustodian(share: Buffer, kit: Kit, index: number): Promise<ShownShare> {
  try {
    const fingerprint = kitFingerprint(kit.quorum)
    const { words, modules } = await showCard(share, fingerprint)
    return {
      index,
      custodian: kit.quorum.custodians[index - 1]?.name ?? '',
      words: oneALine(words),
      qr: modules,
      setId: kit.quorum.setId,
      fingerprint: formatFingerprint(fingerprint),
    }
  } finally {
    wipe(share)
  }
}

/** How a card is saved: as text, or as a PDF of some paper and layout. */
export type SavedAs = { readonly format: 'text' } | ({ readonly format: 'pdf' } & CardPaper)

/**
 * Writes a card that only the owner of the file may read.
 *
 * @param share 44 bytes; wiped here
 * @throws FILE_NOT_ABSOLUTE, FILE_EXISTS, FILE_FULL …
 */
export async function saveCard(
  share: Buffer,
  origin: CardOrigin,
  index: number,
  folder: string,
  as: SavedAs,
  papers: Papers,
): Promise<string> {
  try {
    const name = cardName(origin.kit, index, as.format === 'pdf' ? 'pdf' : 'txt')
    const at = path.join(absolutePath(folder), name)
    const [card] =
      as.format === 'pdf'
        ? await papers.shareCards([share], origin, as)
        : await writeCards([share], cardFacts(origin))
    if (card === undefined) throw new Error('no card was written')
    try {
      await writeNewFile(at, card, { secret: true })
    } finally {
      wipe(card)
    }
    return at
  } finally {
    wipe(share)
  }
}

/**
 * The share in 40 typed words.
 *
 * @returns 44 bytes; the caller wipes them
 * @throws SHARE_WORD_UNKNOWN, SHARE_WORDS_WRONG, SHARE_DAMAGED …
 */
export const readTypedCard = (words: Uint8Array): Promise<Buffer> => checkCard(words)

/** A share that was read back, and how. */
export interface CardBack {
  /** 44 bytes; whoever gets them wipes them. */
  readonly share: Buffer
  readonly by: ReadBackWay
  /** The first 8 hex digits of the fingerprint of the kit that its code names; null: none. */
  readonly kit: string | null
}

/**
 * The share in the text of a scanned code.
 *
 * @returns 44 bytes, which the caller wipes, and the kit that the code names
 * @throws CODE_NOT_SHARE, SHARE_QR_FORMAT, SHARE_QR_CHECKSUM, SHARE_VERSION, SHARE_HEADER
 */
export async function readScannedCard(text: Uint8Array): Promise<CardBack> {
  const { bytes, kit } = await readCode(text)
  return { share: bytes, by: 'camera', kit }
}

/**
 * The share in a card's file. Nothing is put right: every word must be the card's.
 *
 * @throws as `cardFromFile`; SHARE_WORDS_WRONG; FILE_NOT_ABSOLUTE
 */
export async function readCardFile(file: string, input: Input): Promise<CardBack> {
  const card = await cardFromFile(absolutePath(file), input)
  if (card.corrected.length > 0) {
    wipe(card.bytes)
    throw refuse('SHARE_WORDS_WRONG', { words: card.corrected })
  }
  return { share: card.bytes, by: WAYS[card.from], kit: card.kit }
}

const WAYS = { text: 'share file', picture: 'picture', pdf: 'PDF' } as const
