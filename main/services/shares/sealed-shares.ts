import path from 'node:path'
import { refuse } from '../../../shared/errors.ts'
import { acknowledgementIn, type SealedShareForm } from '../../../shared/sealed-shares.ts'
import { decodeHeader, formatSetId } from '../../../shared/share.ts'
import { forFinders } from '../../core/ceremony/index.ts'
import {
  parseSealedShare,
  SEALED_SHARE_LIMIT,
  type SealedShare,
} from '../../core/deliveries/index.ts'
import type { TrustedKit } from '../../core/kit/index.ts'
import { acknowledgementHash, acknowledgementOf, type ReadCard } from '../../core/share/index.ts'
import { hashWords } from '../../core/text/index.ts'
import type { Vault } from '../../vault/index.ts'
import {
  findChanged,
  type Input,
  namingInput,
  publishFolder,
  requireRoomFor,
} from '../files/index.ts'
import { readKit, trustKit } from '../kits/index.ts'
import { findersBy, type SaidForFinders } from '../pages/index.ts'
import {
  type ApprovalTools,
  makeChange,
  permitFromFiles,
  type SignerFile,
} from '../people/index.ts'
import { cardFromFile } from '../quorum/index.ts'
import type { Watch } from '../tasks/index.ts'
import { type OpenVault, vaultAt } from '../vaults/index.ts'
import {
  type SealedShareStanding,
  sealedShareStandings,
  shareAcknowledged,
} from './acknowledged.ts'
import { checkCard } from './health-check.ts'
import { LARGEST_ADDRESSEE, type SealingTools, sealToCustodian, sheetFile } from './seal-share.ts'

/** A share for a custodian who is not in the room: sealed to a key of theirs, and acknowledged once they have opened it. */

export interface SealShareRequest extends SaidForFinders {
  /** The card, as `cardFromFile` reads it. */
  readonly file: string
  readonly kit: string
  /** The kit's fingerprint as it stands on a card; absent: it is asked for. */
  readonly fingerprint?: string
  readonly to: SealedShareForm
  /** The file with the custodian's key. */
  readonly recipient: string
  /** What they read out of it, as digits or words; absent: nobody has compared it. */
  readonly recipientFingerprint?: string
  /** The folder to make. */
  readonly out: string
}

export interface SealedShareMade {
  readonly sheet: SealedShare
  /** The fingerprint of the custodian's key, to be compared aloud. */
  readonly recipientWords: readonly string[]
  readonly files: readonly string[]
}

export interface Acknowledgement {
  readonly setId: string
  readonly index: number
  /** 64 hex digits. */
  readonly acknowledgement: string
}

export interface SealedShares {
  /**
   * Seals a share that the kit knows to its custodian's key, and reads back what was written.
   *
   * @throws FILE_*; KIT_*; as `checkCard`; SHARE_WORDS_WRONG; DELIVERY_FILE, DELIVERY_EXPIRED, DELIVERY_FINGERPRINT;
   *         SEALED_SHARE_UNREADABLE
   */
  readonly seal: (request: SealShareRequest) => Promise<SealedShareMade>
  /** What its holder says once they have opened it. @throws as `cardFromFile`; SHARE_WORDS_WRONG */
  readonly acknowledge: (file: string) => Promise<Acknowledgement>
  /**
   * Whether that is what the holder of this share says.
   *
   * @throws SHARE_NOT_ACKNOWLEDGED; SEALED_SHARE_FORMAT; FILE_*
   */
  readonly acknowledged: (request: {
    readonly acknowledgement: string
    /** The sheet that was made with it. */
    readonly sheet: string
  }) => Promise<SealedShare>
  /**
   * Records it in the vault whose ceremony sealed the share; a sheet is compared first, where there is one.
   *
   * @throws as `acknowledged` and `shareAcknowledged`; APPROVAL_*; VAULT_*
   */
  readonly recordAcknowledged: (
    request: {
      readonly acknowledgement: string
      readonly sheet?: string
      readonly vault: string
      readonly sign: readonly SignerFile[]
    },
    watch: Watch,
  ) => Promise<SealedShareStanding>
}

export interface SealedShareTools extends SealingTools, ApprovalTools {
  readonly input: Input
  readonly openVault: OpenVault
}

export function createSealedShares(tools: SealedShareTools): SealedShares {
  const { input, openVault } = tools

  async function acknowledged({
    acknowledgement,
    sheet: file,
  }: {
    readonly acknowledgement: string
    readonly sheet: string
  }): Promise<SealedShare> {
    const bytes = await input.read(file, SEALED_SHARE_LIMIT)
    const sheet = namingInput(file, () => parseSealedShare(bytes))
    const said = acknowledgementIn(acknowledgement)
    if (said !== null && acknowledgementHash(said) === sheet.acknowledgement) return sheet
    throw refuse('SHARE_NOT_ACKNOWLEDGED', { index: sheet.index, custodian: sheet.custodian })
  }

  return {
    seal: async request => {
      await requireRoomFor(request.out)
      const read = await readKit(request.kit, input)
      const kit = await trustKit(read, null, {
        given: request.fingerprint ?? null,
        ask: input.askShown,
      })
      const card = {
        ...{ source: request.file, kit: async () => kit, vault: null, worn: false },
        read: () => cardFromFile(request.file, input),
      }
      return await checkCard(
        card,
        async (read, { index }) => await sealFor(exactly(read), index, kit, request, tools),
      )
    },

    acknowledge: async file => {
      const order = {
        ...{ source: file, kit: async () => null, vault: null, worn: false },
        read: () => cardFromFile(file, input),
      }
      return await checkCard(order, (read, { index }) => {
        const share = exactly(read)
        const setId = formatSetId(decodeHeader(share).setId)
        return { index, setId, acknowledgement: acknowledgementOf(share) }
      })
    },

    acknowledged,

    recordAcknowledged: async ({ acknowledgement, sheet, vault, sign }, watch) => {
      if (sheet !== undefined) await acknowledged({ acknowledgement, sheet })
      const ports = {
        vault: vaultAt(vault, openVault, watch),
        permit: permitFromFiles(sign, tools),
      }
      return await makeChange(ports, shareAcknowledged({ acknowledgement }), opened =>
        standingBy(opened, acknowledgement),
      )
    },
  }
}

/** The share that was acknowledged so. */
function standingBy(vault: Vault, acknowledgement: string): SealedShareStanding {
  const said = acknowledgementIn(acknowledgement)
  const share = vault.sealedShares.list().find(one => one.said === said)
  const standing = sealedShareStandings(vault, share?.setId ?? '').find(
    ({ index }) => index === share?.index,
  )
  if (standing === undefined) throw new Error('what was recorded is there')
  return standing
}

/** @throws DELIVERY_FILE, DELIVERY_EXPIRED, DELIVERY_EXPIRES_SOON, DELIVERY_FINGERPRINT; FILE_*; SEALED_SHARE_UNREADABLE */
async function sealFor(
  share: Uint8Array,
  index: number,
  kit: TrustedKit,
  request: SealShareRequest,
  tools: SealedShareTools,
): Promise<SealedShareMade> {
  const { to, recipient: source, recipientFingerprint, out } = request
  const key = await tools.input.read(source, LARGEST_ADDRESSEE)
  const fingerprint =
    recipientFingerprint === undefined ? {} : { fingerprint: recipientFingerprint }
  const addressee = { to, key, source, ...fingerprint }
  const origin = {
    kit: kit.kit,
    audit: null,
    ...findersBy(request, forFinders(null)),
    software: tools.software,
  }
  const made = await sealToCustodian(share, index, origin, addressee, tools)
  const { sheet } = made
  const files = [made.file, sheetFile(sheet)].map(one => ({ ...one, mode: READABLE }))
  await publishFolder(out, files)
  const changed = await findChanged(out, files)
  if (changed !== null) throw refuse('SEALED_SHARE_UNREADABLE', { file: changed })
  return {
    ...{ sheet, recipientWords: hashWords(sheet.recipient) },
    files: files.map(({ name }) => path.join(out, name)),
  }
}

/** What is sealed is closed, and the sheet is public. */
const READABLE = 0o644

/** The share of a card of whose words none was put right: nobody has said that this is what stands there. */
function exactly({ bytes, corrected }: Pick<ReadCard, 'bytes' | 'corrected'>): Uint8Array {
  if (corrected.length > 0) throw refuse('SHARE_WORDS_WRONG', { words: corrected })
  return bytes
}
