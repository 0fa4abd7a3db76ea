import { Buffer } from 'node:buffer'
import { decodeHeader, formatSetId, shareCommitment } from '../../../shared/share.ts'
import type { ReadCard } from '../../core/share/index.ts'
import type { ShareCheck } from '../../vault/index.ts'
import { readKit, requireHeld, trustKit } from '../kits/index.ts'
import { cardFromFile } from '../quorum/index.ts'
import type { Watch } from '../tasks/index.ts'
import { type VaultReference, vaultAt } from '../vaults/index.ts'
import { type CheckedCard, checkCard } from './health-check.ts'
import { createSealedShares, type SealedShares, type SealedShareTools } from './sealed-shares.ts'

export type ShareTools = SealedShareTools

interface InspectRequest {
  readonly file: string
  readonly kit?: string
  /** The kit's fingerprint as it stands on a card, its first 8 digits or more; absent: it is asked for. */
  readonly fingerprint?: string
  /** Record in this vault that the card was checked; only together with a kit. */
  readonly vault?: string
  /** Whether a person has compared the wrong words with the card, and the card itself says so. */
  readonly worn?: boolean
  /** Whether to tell the words that the check words propose; they are secret. */
  readonly showCorrections: boolean
}

/** What a share says of itself; its value is left out. */
interface ShareFacts {
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
  /** What was written into the vault; null when nothing was. */
  readonly recorded: Pick<ShareCheck, 'time' | 'result'> | null
}

export interface Shares extends SealedShares {
  /**
   * Checks one share, alone or against a kit. Opens nothing. A card whose words are in doubt is not
   * recorded.
   *
   * @throws VAULT_MISSING, QUORUM_UNKNOWN; as `cardFromFile` and `checkCard`
   */
  readonly inspect: (request: InspectRequest, watch: Watch) => Promise<ShareFacts>
}

export function createShares(tools: ShareTools): Shares {
  const { input, openVault } = tools
  return {
    ...createSealedShares(tools),

    inspect: async (request, watch) => {
      const { file, kit: kitFile, vault: name, worn = false, showCorrections } = request
      const read = kitFile === undefined ? null : await readKit(kitFile, input)
      const vault = name === undefined ? null : vaultAt(name, openVault, watch)
      const expected = { given: request.fingerprint ?? null, ask: input.askShown }
      const order = {
        ...{ worn, source: file, vault },
        kit: async (beside: VaultReference | null) => {
          if (read === null) return null
          await beside?.use('read', opened => requireHeld(opened, read))
          return await trustKit(read, beside, expected)
        },
        read: () => cardFromFile(file, input, { showCorrections }),
      }
      return checkCard(order, factsOf)
    },
  }
}

function factsOf(card: ReadCard, { custodian, recorded }: CheckedCard): ShareFacts {
  const { index, setId, threshold, identity, profile } = decodeHeader(card.bytes)
  return {
    ...{ index, threshold, identity, kdf: profile, custodian },
    setId: formatSetId(setId),
    commitment: Buffer.from(shareCommitment(card.bytes)).toString('hex'),
    wrongWords: card.corrected,
    corrections: card.corrections.map(({ word, to }) => ({ word, to: to.toString('ascii') })),
    recorded: recorded && { time: recorded.time, result: recorded.result },
  }
}
