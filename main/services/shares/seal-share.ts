import type { Buffer } from 'node:buffer'
import type { SealedShareForm } from '../../../shared/sealed-shares.ts'
import { equalSecrets, fileHash, type RandomSource, wipe } from '../../core/bytes/index.ts'
import {
  deliver,
  newSealedShare,
  type Prepared,
  prepareDelivery,
  type SealedShare,
  sealedShareToBytes,
} from '../../core/deliveries/index.ts'
import { formatFingerprint, kitFingerprint } from '../../core/kit/index.ts'
import {
  acknowledgementHash,
  acknowledgementOf,
  CARD_LIMIT,
  readCards,
  writeCards,
} from '../../core/share/index.ts'
import { isWholeSealed } from '../../core/wrapping/index.ts'
import { namingInput } from '../files/index.ts'
import { type CardOrigin, cardFacts, cardName } from '../pages/index.ts'

/** A share sealed to its absent custodian's key, as bytes: what `share seal` and a ceremony both make. */

/** The key of a custodian who is not there, as they gave it. */
export interface Addressee {
  readonly to: SealedShareForm
  /** Their public key, or certificate. */
  readonly key: Buffer
  /** The file that it came in, as it is called where it is refused. */
  readonly source: string
  /** What they read out of it, as digits or words; absent: nobody has compared it. */
  readonly fingerprint?: string
}

export interface SealingTools {
  readonly software: string
  readonly now: () => Date
  readonly random: RandomSource
}

/** A share, closed. */
export interface ShareSealed {
  readonly sheet: SealedShare
  readonly file: { readonly name: string; readonly bytes: Buffer }
}

/** Largest file with a custodian's key, 64 KiB. */
export const LARGEST_ADDRESSEE = 64 * 1024

/**
 * Whether a share can be sealed to this key: asked before there is one.
 *
 * @throws DELIVERY_FILE, DELIVERY_EXPIRED, DELIVERY_EXPIRES_SOON, DELIVERY_FINGERPRINT
 */
export function requireAddressee(addressee: Addressee, tools: SealingTools): void {
  preparedFor(addressee, { name: 'share.txt', bytes: CARD_LIMIT }, tools)
}

/**
 * Seals a share to its custodian's key.
 *
 * @param share  44 bytes, of this kit; the caller still owns them
 * @param origin of its card
 * @throws as `requireAddressee`
 */
export async function sealToCustodian(
  share: Uint8Array,
  index: number,
  origin: CardOrigin,
  addressee: Addressee,
  tools: SealingTools,
): Promise<ShareSealed> {
  const { kit } = origin
  const { setId, custodians } = kit.quorum
  const custodian = custodians[index - 1]
  if (custodian === undefined) throw new Error('the kit knows the share')
  const text = await cardText(share, origin)
  try {
    const card = { name: cardName(kit, index, 'txt'), bytes: text.length }
    const prepared = preparedFor(addressee, card, tools)
    const { under, validTo } = prepared
    if (under === null) throw new Error('it is sealed to a key')
    const [file] = (await deliver(prepared, { secret: text })).files
    if (file === undefined || !isWholeSealed(addressee.to, file.bytes)) {
      throw new Error('a share is sealed into a file')
    }
    const sheet = newSealedShare({
      ...{ made: tools.now().toISOString(), software: tools.software, index, to: addressee.to },
      quorum: { setId, fingerprint: formatFingerprint(kitFingerprint(kit.quorum)) },
      ...{ custodian: custodian.name, commitment: custodian.commitment },
      ...{ recipient: under.fingerprint, validTo: validTo?.toISOString() ?? null },
      file: { name: file.name, sha256: fileHash(file.bytes) },
      acknowledgement: acknowledgementHash(acknowledgementOf(share)),
    })
    return { sheet, file }
  } finally {
    wipe(text)
  }
}

/** The sheet, as it lies beside the file. */
export const sheetFile = (sheet: SealedShare): ShareSealed['file'] => ({
  name: 'sealed-share.json',
  bytes: sealedShareToBytes(sheet),
})

/** Whether these bytes are the file that was sealed, and whole by their structure. */
export const isSealedFile = ({ to, file }: SealedShare, bytes: Buffer): boolean =>
  fileHash(bytes) === file.sha256 && isWholeSealed(to, bytes)

/** The card that is sealed; before it is, it is read as its holder will read it, and has to be this share. */
async function cardText(share: Uint8Array, origin: CardOrigin): Promise<Buffer> {
  const [text] = await writeCards([share], cardFacts({ ...origin, audit: null }))
  if (text === undefined || text.length > CARD_LIMIT) throw new Error('a share has a card')
  const [card] = await readCards([text])
  const isSame = card !== undefined && equalSecrets(card.bytes, share)
  wipe(card?.bytes)
  if (isSame) return text
  wipe(text)
  throw new Error('a card was written that is not its share')
}

/** As a secret is delivered to a person. @throws DELIVERY_… about the file of their key */
function preparedFor(
  { to, key: recipient, source, fingerprint }: Addressee,
  { name, bytes }: { readonly name: string; readonly bytes: number },
  { now, random }: SealingTools,
): Prepared {
  const secret = { kind: 'secret', bytes } as const
  const key = { id: '0'.repeat(16), version: 1, label: name, part: name, material: secret }
  const options = fingerprint === undefined ? {} : { fingerprint }
  return namingInput(source, () =>
    prepareDelivery(to, { key, files: { recipient }, options, now: now(), random }),
  )
}
