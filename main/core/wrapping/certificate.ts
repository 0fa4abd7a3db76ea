import { Buffer } from 'node:buffer'
import type { DeliveryFile } from '../../../shared/delivery-file.ts'
import { bodyOf, context, type Der, membersOf, oidOf, readOne, TAG, timeOf } from './der.ts'
import { type PublicKey, publicKeyOf } from './public-key.ts'
import { inDer, unfit } from './unfit.ts'

/** What of a certificate matters to whoever encrypts to it (RFC 5280, 4.1). Nobody’s signature is judged: its fingerprint is compared. */

export interface Certificate {
  readonly key: PublicKey
  /** The issuer's name and the serial number, DER: how CMS names it. */
  readonly issuer: Buffer
  readonly serial: Buffer
  readonly from: Date
  readonly until: Date
  readonly subject: Buffer
}

const KEY_USAGE = '2.5.29.15'
/** keyEncipherment and keyAgreement, in the first byte of the bits. */
const USAGE = { rsa: 0x20, ec: 0x08 } as const

/**
 * Reads a certificate in DER and checks that one may encrypt to it now.
 *
 * @throws DELIVERY_FILE {not-der, expired, not-yet-valid, not-for-encryption, …}
 */
export function certificateOf(bytes: Uint8Array, now: Date, file: DeliveryFile): Certificate {
  const { certificate, usage } = inDer(file, () => read(bytes, file))
  if (now < certificate.from) throw unfit(file, 'not-yet-valid')
  if (now > certificate.until) throw unfit(file, 'expired')
  if (usage !== null && (usage & USAGE[certificate.key.kind]) === 0) {
    throw unfit(file, 'not-for-encryption')
  }
  return certificate
}

function read(bytes: Uint8Array, file: DeliveryFile) {
  const [signed] = membersOf(readOne(bytes, TAG.sequence), TAG.sequence, 3)
  const all = membersOf(signed, TAG.sequence, 6)
  const members = all[0]?.tag === context(0) ? all.slice(1) : all
  const [serial, , issuer, validity, subject, spki, ...rest] = members
  const [from, until] = membersOf(validity, TAG.sequence, 2)
  bodyOf(serial, TAG.integer)
  bodyOf(issuer, TAG.sequence)
  bodyOf(subject, TAG.sequence)
  const certificate: Certificate = {
    key: publicKeyOf((spki as Der | undefined)?.whole ?? Buffer.alloc(0), file),
    issuer: issuer?.whole ?? Buffer.alloc(0),
    serial: serial?.whole ?? Buffer.alloc(0),
    subject: subject?.whole ?? Buffer.alloc(0),
    from: timeOf(from),
    until: timeOf(until),
  }
  return { certificate, usage: usageIn(rest.find(({ tag }) => tag === context(3))) }
}

/** The first byte of the key usage; null: it may be used for anything. */
function usageIn(extensions: Der | undefined): number | null {
  if (extensions === undefined) return null
  const [list] = membersOf(extensions, context(3), 1)
  for (const extension of membersOf(list, TAG.sequence)) {
    const members = membersOf(extension, TAG.sequence, 2)
    if (oidOf(members[0]) !== KEY_USAGE) continue
    const bits = readOne(bodyOf(members.at(-1), TAG.octets), TAG.bits)
    return bits.body[1] ?? 0
  }
  return null
}
