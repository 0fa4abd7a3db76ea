import type { Buffer } from 'node:buffer'
import path from 'node:path'
import type { Output } from '../../../shared/contract.ts'
import { formatFingerprint, kitFingerprint } from '../../core/kit.ts'
import type { Kit } from '../../core/kit-schema.ts'
import { wipe } from '../../core/secret.ts'
import { checkCard, showCard, writeCards } from '../../core/share-card.ts'
import { absolutePath } from '../files/absolute-path.ts'
import { writeNewFile } from '../files/atomic-file.ts'
import { typedWords } from '../typed-secret.ts'
import { cardFacts, cardName } from './card-file.ts'

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
    const { words, modules, size } = await showCard(share)
    try {
      return {
        index,
        custodian: kit.quorum.custodians[index - 1]?.name ?? '',
        words: words.toString('ascii').split(' '),
        qr: Array.from({ length: size }, (_, row) =>
          [...modules.subarray(row * size, (row + 1) * size)].join(''),
        ),
        setId: kit.quorum.setId,
        fingerprint: formatFingerprint(kitFingerprint(kit.quorum)),
      }
    } finally {
      wipe(words, modules)
    }
  } finally {
    wipe(share)
  }
}

/**
 * Writes a card that only the owner of the file may read.
 *
 * @param share 44 bytes; wiped here
 * @throws FILE_NOT_ABSOLUTE, FILE_EXISTS, FILE_FULL …
 */
export async function saveCard(
  share: Buffer,
  kit: Kit,
  index: number,
  folder: string,
): Promise<string> {
  try {
    const at = path.join(absolutePath(folder), cardName(kit, index))
    const [card] = await writeCards([share], cardFacts(kit))
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
