import { Buffer } from 'node:buffer'
import { decodeHeader, formatSetId, shareCommitment } from '../../../shared/share.ts'
import { wipe } from '../../core/bytes/index.ts'
import type { Kit } from '../../core/kit/index.ts'
import { ShareCollection } from '../../core/quorum/index.ts'
import type { ReadCard } from '../../core/share/index.ts'
import type { ShareCheck, Vault } from '../../vault/index.ts'
import { aboutInput, type Input } from '../files/index.ts'
import { readKit, requireHeld } from '../kits/index.ts'
import { cardFromFile } from '../quorum/index.ts'
import { type OpenVault, requireVaultFile } from '../vaults/index.ts'
import { checkCard, recordCheck } from './health-check.ts'

export interface ShareTools {
  readonly input: Input
  readonly openVault: OpenVault
}

export interface InspectRequest {
  readonly file: string
  readonly kit?: string
  /** Record in this vault that the card was checked; only together with a kit. */
  readonly vault?: string
  /** Whether a person has compared the wrong words with the card, and the card itself says so. */
  readonly worn?: boolean
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
  /** What was written into the vault; null when nothing was. */
  readonly recorded: Pick<ShareCheck, 'time' | 'result'> | null
}

export interface Shares {
  /**
   * Checks one share, alone or against a kit. Opens nothing. A card whose words are in doubt is not
   * recorded.
   *
   * @throws VAULT_MISSING, QUORUM_UNKNOWN; as `cardFromFile` and `checkCard`
   */
  readonly inspect: (request: InspectRequest) => Promise<ShareFacts>
}

export function createShares({ input, openVault }: ShareTools): Shares {
  return {
    inspect: async ({ file, kit: kitFile, vault, worn = false, showCorrections }) => {
      const kit = kitFile === undefined ? null : await readKit(kitFile, input)
      const register = vault === undefined || kit === null ? null : await registerOf(vault, kit)
      try {
        const card = await cardFromFile(file, input, { showCorrections })
        try {
          return await check(card, { kit, worn, register })
        } catch (error) {
          throw aboutInput(file, error)
        } finally {
          wipe(card.bytes)
        }
      } finally {
        register?.close()
      }
    },
  }

  async function registerOf(file: string, kit: Kit): Promise<Vault> {
    requireVaultFile(file)
    const vault = await openVault(file, 'write')
    try {
      requireHeld(vault, kit)
      return vault
    } catch (error) {
      vault.close()
      throw error
    }
  }
}

interface Against {
  readonly kit: Kit | null
  readonly worn: boolean
  /** Where the check is recorded; null: nowhere. */
  readonly register: Vault | null
}

async function check(card: ReadCard, { kit, worn, register }: Against): Promise<ShareFacts> {
  const doubtful = card.corrected.length > 0 && !worn
  if (kit === null || doubtful) return factsOf(card, custodianOf(card, kit), null)
  let recorded: ShareFacts['recorded'] = null
  const { custodian } = await checkCard(card, kit, worn, async found => {
    if (register !== null) recorded = recordCheck(register, kit, found)
  })
  return factsOf(card, custodian, recorded)
}

/** Null without a kit. */
function custodianOf(card: ReadCard, kit: Kit | null): string | null {
  const collection = new ShareCollection(kit?.quorum ?? null)
  try {
    return collection.add(card.bytes).custodian
  } finally {
    collection.close()
  }
}

function factsOf(
  card: ReadCard,
  custodian: string | null,
  recorded: ShareFacts['recorded'],
): ShareFacts {
  const { index, setId, threshold, identity, profile } = decodeHeader(card.bytes)
  return {
    ...{ index, threshold, identity, kdf: profile, custodian },
    setId: formatSetId(setId),
    commitment: Buffer.from(shareCommitment(card.bytes)).toString('hex'),
    wrongWords: card.corrected,
    corrections: card.corrections,
    recorded: recorded && { time: recorded.time, result: recorded.result },
  }
}
