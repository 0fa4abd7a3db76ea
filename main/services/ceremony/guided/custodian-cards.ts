import type { Buffer } from 'node:buffer'
import path from 'node:path'
import type { Output } from '../../../../shared/contract.ts'
import { refuse } from '../../../../shared/errors.ts'
import { judgeCode, notShare } from '../../../../shared/scanned-code.ts'
import { readShareCode } from '../../../../shared/share-text.ts'
import { copySecret, wipe } from '../../../core/bytes/index.ts'
import { formatFingerprint, type Kit, kitFingerprint } from '../../../core/kit/index.ts'
import { checkCard, showCard, writeCards } from '../../../core/share/index.ts'
import { absolutePath, type Input, writeNewFile } from '../../files/index.ts'
import {
  type CardOrigin,
  type CardPaper,
  cardFacts,
  cardName,
  type Papers,
} from '../../pages/index.ts'
import { cardFromFile, typedWords } from '../../quorum/index.ts'
import type { ReadBackWay } from '../index.ts'

/**
 * A share between the main side and its custodian: on the screen, in a file, typed back.
 *
 * On the screen and typed it is strings, because the window speaks JSON. Here they are made last and
 * turned to bytes first; the bytes are wiped.
 */

export type ShownShare = Output<'ceremony.showShare'>

/** @param share 44 bytes; wiped here */
export async function showToCustodian(share: Buffer, kit: Kit, index: number): Promise<ShownShare> {
  try {
    const fingerprint = kitFingerprint(kit.quorum)
    const { words, modules, size } = await showCard(share, fingerprint)
    try {
      return {
        index,
        custodian: kit.quorum.custodians[index - 1]?.name ?? '',
        words: words.toString('ascii').split(' '),
        qr: Array.from({ length: size }, (_, row) =>
          [...modules.subarray(row * size, (row + 1) * size)].join(''),
        ),
        setId: kit.quorum.setId,
        fingerprint: formatFingerprint(fingerprint),
      }
    } finally {
      wipe(words, modules)
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
export async function readTypedCard(words: readonly string[]): Promise<Buffer> {
  const text = typedWords(words)
  try {
    return await checkCard(text)
  } finally {
    wipe(text)
  }
}

/** A share that was read back, and how. */
export interface CardBack {
  /** 44 bytes; whoever gets them wipes them. */
  readonly share: Buffer
  readonly by: ReadBackWay
  /** The first 8 hex digits of the fingerprint of the kit that its code names; null: none. */
  readonly kit: string | null
}

/**
 * The share in the text of a scanned code, which is a string already: the window speaks JSON.
 *
 * @returns 44 bytes, which the caller wipes, and the kit that the code names
 * @throws CODE_NOT_SHARE, SHARE_QR_FORMAT, SHARE_QR_CHECKSUM, SHARE_VERSION, SHARE_HEADER
 */
export function readScannedCard(text: string): CardBack {
  const code = judgeCode(text)
  if (code.kind === 'other') throw notShare(code.what)
  const { share, kit } = readShareCode(text)
  try {
    return { share: copySecret(share), by: 'camera', kit }
  } finally {
    wipe(share)
  }
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
