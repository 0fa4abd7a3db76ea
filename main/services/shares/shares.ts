import { Buffer } from 'node:buffer'
import { decodeHeader, formatSetId, shareCommitment } from '../../../shared/share.ts'
import { ShareCollection } from '../../core/quorum-shares.ts'
import { wipe } from '../../core/secret.ts'
import { CARD_LIMIT, type ReadCard, readCards } from '../../core/share-card.ts'
import { aboutInput, type Input } from '../files/input.ts'
import { readKit } from '../kits/kit-file.ts'

export interface InspectRequest {
  readonly file: string
  readonly kit?: string
  /** Whether to tell the words that the check words propose; they are secret. */
  readonly showCorrections: boolean
}

/** What a share says of itself; its value is left out. */
export interface ShareFacts {
  readonly index: number
  readonly setId: string
  readonly threshold: number
  readonly identity: string
  readonly kdf: number
  readonly commitment: string
  /** Places of words that are wrong or unreadable. */
  readonly wrongWords: readonly number[]
  readonly corrections: readonly { readonly word: number; readonly to: string }[]
  /** Whom the kit says it was issued to; null when no kit was given. */
  readonly custodian: string | null
}

export interface Shares {
  /** Checks one share, alone or against a kit. Opens nothing. */
  readonly inspect: (request: InspectRequest) => Promise<ShareFacts>
}

export function createShares({ input }: { readonly input: Input }): Shares {
  return {
    inspect: async ({ file, kit, showCorrections }) => {
      const record = kit === undefined ? null : (await readKit(kit, input)).quorum
      const text = await input.read(file, CARD_LIMIT)
      try {
        const [card] = await readCards([text], { showCorrections })
        if (card === undefined) throw new Error('no card was read')
        const collection = new ShareCollection(record)
        try {
          return factsOf(card, collection.add(card.bytes).custodian)
        } finally {
          collection.close()
          wipe(card.bytes)
        }
      } catch (error) {
        throw aboutInput(file, error)
      } finally {
        wipe(text)
      }
    },
  }
}

function factsOf(card: ReadCard, custodian: string | null): ShareFacts {
  const { index, setId, threshold, identity, profile } = decodeHeader(card.bytes)
  return {
    ...{ index, threshold, identity, kdf: profile, custodian },
    setId: formatSetId(setId),
    commitment: Buffer.from(shareCommitment(card.bytes)).toString('hex'),
    wrongWords: card.corrected,
    corrections: card.corrections,
  }
}
