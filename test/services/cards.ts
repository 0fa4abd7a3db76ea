import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { kitToBytes } from '../../main/core/kit/kit.ts'
import type { IdentityType } from '../../shared/share.ts'
import { shareToQr, shareToWords } from '../../shared/share-text.ts'
import { type SmallCeremony, smallCeremony } from '../core/small-ceremony.ts'

/** A 3-of-5 quorum (Ada, Grace, Katherine, Hedy, Zoë) as its people bring it to a recovery. */
export interface Brought extends SmallCeremony {
  /** The kit's file. */
  readonly kitFile: string
  /** 40 words each. */
  readonly cards: readonly (readonly string[])[]
  readonly qrTexts: readonly string[]
}

export async function bringQuorum(folder: string, identity: IdentityType): Promise<Brought> {
  const ceremony = await smallCeremony(identity)
  const kitFile = path.join(folder, `${identity}-${ceremony.kit.quorum.setId}.json`)
  writeFileSync(kitFile, kitToBytes(ceremony.kit))
  return {
    ...ceremony,
    kitFile,
    cards: ceremony.shares.map(share => shareToWords(share)),
    qrTexts: ceremony.shares.map(share => shareToQr(share)),
  }
}

/** The card with some words replaced, by their places from 1. */
export function altered(
  card: readonly string[],
  changes: { readonly [place: number]: string },
): string[] {
  return card.map((word, i) => changes[i + 1] ?? word)
}

/** A word of the list that is not the one at this place. */
export const otherWord = (card: readonly string[], place: number): string =>
  card[place - 1] === 'zoo' ? 'zone' : 'zoo'
