import path from 'node:path'
import { refuse } from '../../../shared/errors.ts'
import type { SealedShareForm } from '../../../shared/sealed-shares.ts'
import { decodeHeader, formatSetId } from '../../../shared/share.ts'
import {
  parseSealedShare,
  SEALED_SHARE_LIMIT,
  type SealedShare,
} from '../../core/deliveries/index.ts'
import type { TrustedKit } from '../../core/kit/index.ts'
import { acknowledgementHash, acknowledgementOf, type ReadCard } from '../../core/share/index.ts'
import { hashWords } from '../../core/text/index.ts'
import {
  findChanged,
  type Input,
  namingInput,
  publishFolder,
  requireRoomFor,
} from '../files/index.ts'
import { readKit, trustKit } from '../kits/index.ts'
import { cardFromFile } from '../quorum/index.ts'
import { checkCard } from './health-check.ts'
import { LARGEST_ADDRESSEE, type SealingTools, sealToCustodian, sheetFile } from './seal-share.ts'

/** A share for a custodian who is not in the room: sealed to a key of theirs, and acknowledged once they have opened it. */

export interface SealShareRequest {
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
}

export interface SealedShareTools extends SealingTools {
  readonly input: Input
}

export function createSealedShares(tools: SealedShareTools): SealedShares {
  const { input } = tools
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

    acknowledged: async ({ acknowledgement, sheet: file }) => {
      const bytes = await input.read(file, SEALED_SHARE_LIMIT)
      const sheet = namingInput(file, () => parseSealedShare(bytes))
      const said = acknowledgement.replaceAll(/\s/g, '').toLowerCase()
      const isTheirs =
        /^[0-9a-f]{64}$/.test(said) && acknowledgementHash(said) === sheet.acknowledgement
      if (isTheirs) return sheet
      throw refuse('SHARE_NOT_ACKNOWLEDGED', { index: sheet.index, custodian: sheet.custodian })
    },
  }
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
  const made = await sealToCustodian(share, index, kit.kit, addressee, tools)
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
