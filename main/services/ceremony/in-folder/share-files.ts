import type { Buffer } from 'node:buffer'
import path from 'node:path'
import { wipe } from '../../../core/bytes/index.ts'
import type { Kit } from '../../../core/kit/index.ts'
import { CARD_LIMIT, readCards, writeCards } from '../../../core/share/index.ts'
import type { Input, NewFolder } from '../../files/index.ts'
import { type CardPaper, cardFacts, cardName, type Papers } from '../../pages/index.ts'
import { continueUnlessCancelled, type Watch } from '../../tasks/index.ts'
import type { Ceremony } from '../index.ts'

/** One custodian's card in the folder of a ceremony. */
export interface ShareFile {
  readonly index: number
  readonly custodian: string
  readonly file: string
  /** The card as a PDF. */
  readonly card: string | null
}

export interface ShareFileTools {
  readonly input: Input
  readonly papers: Papers
}

/** Writes each custodian's card as text and as PDF, then reads every text back from the disk. */
export async function issueShares(
  ceremony: Ceremony,
  kit: Kit,
  folder: NewFolder,
  printed: CardPaper | null,
  { input, papers }: ShareFileTools,
  { signal, onEvent }: Watch,
): Promise<readonly ShareFile[]> {
  const { custodians } = kit.quorum
  const shares = custodians.map(({ index }) => ceremony.issueShare(index))
  let cards: Buffer[] = []
  let pages: Buffer[] = []
  try {
    const origin = { kit, audit: ceremony.auditHead() }
    cards = await writeCards(shares, cardFacts(origin), printed?.plain ?? false)
    if (printed !== null) pages = await papers.shareCards(shares, origin, printed)
    const files: string[] = []
    const printedFiles: string[] = []
    for (const [i, card] of cards.entries()) {
      continueUnlessCancelled(signal)
      const at = (ending: 'txt' | 'pdf'): string =>
        path.join('shares', cardName(kit, i + 1, ending))
      files.push(await folder.writeSecret(at('txt'), card))
      const page = pages[i]
      if (page !== undefined) printedFiles.push(await folder.writeSecret(at('pdf'), page))
      onEvent({
        ...{ kind: 'progress', task: 'writing-shares', unit: 'shares' },
        ...{ done: files.length, total: cards.length },
      })
    }
    await readBack(ceremony, files, input)
    return custodians.map(({ index, name }, i) => ({
      index,
      custodian: name,
      file: files[i] ?? '',
      card: printedFiles[i] ?? null,
    }))
  } finally {
    wipe(...shares, ...cards, ...pages)
  }
}

async function readBack(ceremony: Ceremony, files: readonly string[], input: Input): Promise<void> {
  const texts: Buffer[] = []
  try {
    for (const file of files) texts.push(await input.read(file, CARD_LIMIT))
    const cards = await readCards(texts)
    try {
      for (const [i, card] of cards.entries()) {
        if (card.corrected.length > 0) throw new Error('a share file differs from what was written')
        ceremony.readBackShare(i + 1, card.bytes, 'share file', card.kit)
      }
    } finally {
      wipe(...cards.map(card => card.bytes))
    }
  } finally {
    wipe(...texts)
  }
}
