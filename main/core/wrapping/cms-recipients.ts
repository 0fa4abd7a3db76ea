import { createHash } from 'node:crypto'
import { certificateOf } from './certificate.ts'
import type { CmsRecipient } from './cms.ts'
import { membersOf, readOne, TAG } from './der.ts'
import { publicKeyOf } from './public-key.ts'
import { asciiOf, notTooLarge, readPem } from './text-forms.ts'
import { inDer, unfit } from './unfit.ts'

const FILE = 'recipient'
const LEAST_RSA_BITS = 2048

/** One recipient of a CMS message, and what of it is compared. */
export interface CmsCertificate {
  readonly recipient: CmsRecipient
  /** SHA-256 of the certificate, or of the bare public key; 64 hex digits. */
  readonly fingerprint: string
  /** When the certificate ends; null: a bare key. */
  readonly until: Date | null
}

/**
 * Reads a certificate or a bare public key, PEM or DER.
 *
 * @throws DELIVERY_FILE {not-pem, pem-other, expired, not-yet-valid, not-for-encryption, weak, …}
 */
export function readCmsRecipient(given: Uint8Array, now: Date): CmsCertificate {
  const bytes = notTooLarge(given, FILE)
  const pem = bytes[0] === TAG.sequence ? null : readPem(asciiOf(bytes, FILE), FILE)
  if (pem === null && bytes[0] !== TAG.sequence) throw unfit(FILE, 'not-pem')
  const body = pem?.bytes ?? bytes
  const isCertificate = pem === null ? startsAsCertificate(body) : pem.label === 'CERTIFICATE'
  if (pem !== null && !isCertificate && pem.label !== 'PUBLIC KEY') throw unfit(FILE, 'pem-other')
  const read = isCertificate ? ofCertificate(body, now) : ofKey(body)
  const { key } = read.recipient
  if (key.kind === 'rsa' && key.bits < LEAST_RSA_BITS) throw unfit(FILE, 'weak')
  return { ...read, fingerprint: createHash('sha256').update(body).digest('hex') }
}

/** A certificate is a sequence that begins with two sequences. */
const startsAsCertificate = (body: Uint8Array): boolean =>
  inDer(FILE, () => {
    const [first, second] = membersOf(readOne(body, TAG.sequence), TAG.sequence)
    return first?.tag === TAG.sequence && second?.tag === TAG.sequence
  })

function ofCertificate(body: Uint8Array, now: Date) {
  const { key, issuer, serial, until } = certificateOf(body, now, FILE)
  return { recipient: { key, name: { issuer, serial } }, until }
}

const ofKey = (body: Uint8Array) => ({
  recipient: { key: publicKeyOf(body, FILE), name: null },
  until: null,
})
