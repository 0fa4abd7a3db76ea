import { wipe } from '../../core/bytes/index.ts'
import { forFinders } from '../../core/ceremony/index.ts'
import { type Input, writeNewFile } from '../files/index.ts'
import { readKit, trustKit } from '../kits/index.ts'
import {
  cardFacts,
  findersBy,
  type PaperSize,
  type Papers,
  type SaidForFinders,
} from '../pages/index.ts'
import { readPassphrase } from '../quorum/index.ts'

/** Pages that are printed outside a ceremony. */
export interface Cards {
  /** A share card to be written by hand. @throws FILE_EXISTS, FILE_* */
  readonly blank: (request: { readonly out: string; readonly paper: PaperSize }) => Promise<void>
  /**
   * The passphrase as a card, in a file that only its owner may read.
   *
   * @throws PASSPHRASE_ENCODING, PASSPHRASE_UNPRINTABLE, PAGE_CONTACT, KIT_*, FILE_*
   */
  readonly passphrase: (
    request: SaidForFinders & {
      readonly passphraseFile: string
      readonly out: string
      readonly paper: PaperSize
      readonly kit?: string
      /** The kit's fingerprint as it stands on a card, its first 8 digits or more. */
      readonly fingerprint?: string
    },
  ) => Promise<void>
}

export interface CardsTools {
  readonly input: Input
  readonly papers: Papers
  readonly now: () => Date
  readonly software: string
}

export function createCards({ input, papers, now, software }: CardsTools): Cards {
  return {
    blank: async ({ out, paper }) => writeNewFile(out, await papers.blankCard(paper)),
    passphrase: async request => {
      const { paper, out, passphraseFile } = request
      const read = request.kit === undefined ? null : await readKit(request.kit, input)
      const expected = { given: request.fingerprint ?? null, ask: input.askShown }
      const kit = read && (await trustKit(read, null, expected)).kit
      const facts =
        kit && cardFacts({ kit, audit: null, ...findersBy(request, forFinders(null)), software })
      const passphrase = await readPassphrase(passphraseFile, input)
      try {
        const day = kit?.quorum.created ?? now().toISOString()
        const card = await papers.passphraseCard(passphrase, facts, day.slice(0, 10), paper)
        try {
          await writeNewFile(out, card, { secret: true })
        } finally {
          wipe(card)
        }
      } finally {
        wipe(passphrase)
      }
    },
  }
}
