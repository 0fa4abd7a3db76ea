import type { MainInput } from '../../../shared/contract.ts'
import { readCards } from '../../core/share/index.ts'
import { absolutePath, type Input } from '../files/index.ts'
import { cardFromFile } from './card-from-file.ts'
import type { DatedCard } from './printed-head.ts'

/** A card as the window gives it: words, the text of a scanned code, or a file. */
export type EnteredCard = MainInput<'share.add'>['card']

/** @throws as `readCards` and `cardFromFile`; FILE_NOT_ABSOLUTE */
export async function readEnteredCard(card: EnteredCard, input: Input): Promise<DatedCard> {
  if (card.kind === 'file') {
    return await cardFromFile(absolutePath(card.path), input, { showCorrections: true })
  }
  const typed = card.kind === 'words'
  const [read] = await readCards([typed ? card.words : card.text], { typed, showCorrections: true })
  if (read === undefined) throw new Error('no card was read')
  return { ...read, head: null }
}
