import type { Input as CallInput } from '../../../shared/contract.ts'
import { wipe } from '../../core/bytes/index.ts'
import { readCards } from '../../core/share/index.ts'
import { absolutePath, type Input } from '../files/index.ts'
import { cardFromFile } from './card-from-file.ts'
import type { DatedCard } from './printed-head.ts'
import { typedSecret, typedWords } from './typed-secret.ts'

/** A card as the window gives it: words, the text of a scanned code, or a file. */
export type EnteredCard = CallInput<'share.add'>['card']

/** @throws as `readCards` and `cardFromFile`; FILE_NOT_ABSOLUTE */
export async function readEnteredCard(card: EnteredCard, input: Input): Promise<DatedCard> {
  if (card.kind === 'file') {
    return await cardFromFile(absolutePath(card.path), input, { showCorrections: true })
  }
  const text = card.kind === 'words' ? typedWords(card.words) : typedSecret(card.text)
  try {
    const typed = card.kind === 'words'
    const [read] = await readCards([text], { typed, showCorrections: true })
    if (read === undefined) throw new Error('no card was read')
    return { ...read, head: null }
  } finally {
    wipe(text)
  }
}
