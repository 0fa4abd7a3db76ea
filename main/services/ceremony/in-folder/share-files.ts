import type { Buffer } from 'node:buffer'
import path from 'node:path'
import { wipe } from '../../../core/bytes/index.ts'
import { type SealedShare, sealedShareToBytes } from '../../../core/deliveries/index.ts'
import type { Kit } from '../../../core/kit/index.ts'
import { CARD_LIMIT, readCards, writeCards } from '../../../core/share/index.ts'
import { hashWords } from '../../../core/text/index.ts'
import type { NewFolder } from '../../files/index.ts'
import { type CardPaper, cardFacts, cardName, type Papers } from '../../pages/index.ts'
import { continueUnlessCancelled, type Watch } from '../../tasks/index.ts'
import {
  type Addressees,
  type AddresseeTools,
  type Ceremony,
  LARGEST_SEALED,
  sealShareOf,
} from '../index.ts'

/** One custodian's share in the folder of a ceremony. */
export interface ShareFile {
  readonly index: number
  readonly custodian: string
  /** The card as text; of an absent custodian, the file in which it is sealed. */
  readonly file: string
  /** The card as a PDF. */
  readonly card: string | null
  /** Of an absent custodian: what says of the file whose it is, and the sheet with that. */
  readonly sealed: {
    readonly sheet: SealedShare
    readonly file: string
    /** SHA-256 of the sealed file, to be read aloud. */
    readonly words: readonly string[]
  } | null
}

export interface ShareFileTools extends AddresseeTools {
  readonly papers: Papers
}

/** A card that is a file, and the page that is printed of it. */
interface CardFile {
  readonly index: number
  readonly file: string
  readonly card: string | null
}

/**
 * Writes each custodian's card as text and as PDF, and seals the share of whoever is absent; then reads every file
 * back from the disk.
 */
export async function issueShares(
  ceremony: Ceremony,
  kit: Kit,
  folder: NewFolder,
  { printed, absent }: { readonly printed: CardPaper | null; readonly absent: Addressees },
  tools: ShareFileTools,
  watch: Watch,
): Promise<readonly ShareFile[]> {
  const { custodians } = kit.quorum
  const here = custodians.filter(({ index }) => !absent.has(index)).map(({ index }) => index)
  const cards = await writeCardFiles(ceremony, kit, folder, { here, printed }, tools, watch)
  await readBack(ceremony, cards, tools)
  const sealed = await sealShares(ceremony, kit, folder, absent, tools)
  return custodians.map(({ index, name }) => {
    const theirs = sealed.get(index)
    if (theirs !== undefined) return { ...theirs, index, custodian: name, card: null }
    const card = cards.find(one => one.index === index)
    if (card === undefined) throw new Error('each custodian has a share')
    return { ...card, custodian: name, sealed: null }
  })
}

async function writeCardFiles(
  ceremony: Ceremony,
  kit: Kit,
  folder: NewFolder,
  { here, printed }: { readonly here: readonly number[]; readonly printed: CardPaper | null },
  { papers }: ShareFileTools,
  { signal, onEvent }: Watch,
): Promise<readonly CardFile[]> {
  const shares = here.map(index => ceremony.issueShare(index))
  let cards: Buffer[] = []
  let pages: Buffer[] = []
  try {
    const origin = ceremony.cardOrigin(kit)
    cards = await writeCards(shares, cardFacts(origin), printed?.plain ?? false)
    if (printed !== null) pages = await papers.shareCards(shares, origin, printed)
    const files: CardFile[] = []
    for (const [i, index] of here.entries()) {
      continueUnlessCancelled(signal)
      const [text, page] = [cards[i], pages[i]]
      if (text === undefined) throw new Error('each share has a card')
      const at = (ending: 'txt' | 'pdf'): string =>
        path.join('shares', cardName(kit, index, ending))
      const file = await folder.writeSecret(at('txt'), text)
      const card = page === undefined ? null : await folder.writeSecret(at('pdf'), page)
      files.push({ index, file, card })
      onEvent({
        ...{ kind: 'progress', task: 'writing-shares', unit: 'shares' },
        ...{ done: files.length, total: cards.length },
      })
    }
    return files
  } finally {
    wipe(...shares, ...cards, ...pages)
  }
}

async function sealShares(
  ceremony: Ceremony,
  kit: Kit,
  folder: NewFolder,
  absent: Addressees,
  tools: ShareFileTools,
): Promise<ReadonlyMap<number, Pick<ShareFile, 'file' | 'sealed'>>> {
  const sealed = new Map<number, Pick<ShareFile, 'file' | 'sealed'>>()
  for (const [index, addressee] of absent) {
    const { sheet, file } = await sealShareOf(ceremony, index, kit, addressee, tools)
    const at = await folder.writeSecret(path.join('shares', file.name), file.bytes)
    const name = cardName(kit, index, 'sealed.json')
    const about = await folder.writeSecret(path.join('shares', name), sealedShareToBytes(sheet))
    ceremony.noteSealed(sheet)
    ceremony.readBackSealed(sheet, await tools.input.read(at, LARGEST_SEALED))
    sealed.set(index, {
      file: at,
      sealed: { sheet, file: about, words: hashWords(sheet.file.sha256) },
    })
  }
  return sealed
}

async function readBack(
  ceremony: Ceremony,
  files: readonly CardFile[],
  { input }: ShareFileTools,
): Promise<void> {
  const texts: Buffer[] = []
  try {
    for (const { file } of files) texts.push(await input.read(file, CARD_LIMIT))
    const cards = await readCards(texts)
    try {
      for (const [i, card] of cards.entries()) {
        if (card.corrected.length > 0) throw new Error('a share file differs from what was written')
        ceremony.readBackShare(files[i]?.index ?? 0, card.bytes, 'share file', card.kit)
      }
    } finally {
      wipe(...cards.map(card => card.bytes))
    }
  } finally {
    wipe(...texts)
  }
}
