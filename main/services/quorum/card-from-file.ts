import { refuse } from '../../../shared/errors.ts'
import { wipe } from '../../core/bytes/index.ts'
import { CARD_LIMIT, type CardReadingOptions, readCards } from '../../core/share/index.ts'
import { headSaid } from '../../core/text/index.ts'
import { SCAN_LIMIT, type ScanKind, scanKind } from '../../paper/reading/index.ts'
import { aboutInput, type Input } from '../files/index.ts'
import { type DatedCard, printedHead } from './printed-head.ts'

/** A card as a file has it, and what kind of file that was. */
export interface CardFromFile extends DatedCard {
  readonly from: 'text' | ScanKind
}

/**
 * Reads the one share in a file: its 40 words or QR text, a picture of its card, or the card's PDF.
 *
 * @param name a path, or "-" for standard input
 * @throws what `readCards`, `scanCard` and `Input.read` throw, naming the file; PICTURE_KIND
 */
export async function cardFromFile(
  name: string,
  input: Input,
  options: CardReadingOptions = {},
): Promise<CardFromFile> {
  const file = await input.read(name, SCAN_LIMIT)
  try {
    const kind = scanKind(file)
    if (kind !== null) {
      const { head, ...scanned } = await input.scan(file, kind)
      return { ...scanned, corrected: [], corrections: [], head: headSaid(head), from: kind }
    }
    if (file.length > CARD_LIMIT && file.includes(0)) {
      throw refuse('PICTURE_KIND', { kind: 'unknown' })
    }
    if (file.length > CARD_LIMIT) {
      throw refuse('FILE_TOO_LARGE', { path: name, have: file.length, limit: CARD_LIMIT })
    }
    const [card] = await readCards([file], options)
    if (card === undefined) throw new Error('no card was read')
    return { ...card, head: printedHead(file), from: 'text' }
  } catch (error) {
    throw aboutInput(name, error)
  } finally {
    wipe(file)
  }
}
