import { Buffer } from 'node:buffer'
import { z } from 'zod'
import { DELIVERY_FORMS } from '../../../shared/delivery-states.ts'
import { refuse } from '../../../shared/errors.ts'
import { KEY_EXCEPTIONS, KEY_USES } from '../../../shared/key-life.ts'
import { ROLES } from '../../../shared/roles.ts'
import { taggedHash } from '../bytes/index.ts'
import { nameSchema } from '../kit/index.ts'
import { agreementSchema, findBadConsent, type SigningActor } from '../log/index.ts'
import { verifySignature } from '../people/index.ts'
import { canonicalBytes, canonicalJson, readDocument } from '../text/index.ts'
import type { Values } from '../wrapping/index.ts'
import { MOST_TOGETHER } from './part-names.ts'

/**
 * The receipt of a delivery: which key is in the package, for whom, who agreed to it, and the digest of every file
 * beside it, signed by one of those people (FORMAT: Receipt of a delivery). A wrapped key alone says nothing of its
 * sender. No secret in it, and no sentence.
 */

const FORMAT = 'keyclave delivery receipt 1'
/** Largest receipt that is read, 4 MiB: of a thousand keys. */
export const RECEIPT_LIMIT = 4 * 1024 * 1024

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`))
const instant = z.iso.datetime({ precision: 3 })
const line = z.string().min(1).max(2048)

const keySchema = z
  .strictObject({
    id: hex(8),
    version: z.int().min(1),
    label: nameSchema,
    /** Null of an imported secret. */
    fingerprint: hex(32).nullable(),
  })
  .readonly()

/** Of a key: three bytes of AES-ECB and five of AES-CMAC over zeros, the MD5 that S3 echoes. */
const checkValuesSchema = z
  .strictObject({
    ecb: hex(3).nullable(),
    cmac: hex(5).nullable(),
    md5: line.nullable(),
  })
  .readonly()

const receiptSchema = z
  .strictObject({
    format: z.literal(FORMAT),
    delivery: hex(8),
    made: instant,
    software: z.string(),
    organisation: nameSchema.nullable(),
    /** Of the quorum that had the key. */
    quorum: z.strictObject({ setId: hex(5), fingerprint: line }).readonly(),
    key: keySchema,
    use: z.enum(KEY_USES),
    although: z.enum(KEY_EXCEPTIONS).nullable(),
    destination: line,
    target: line.nullable(),
    form: z.enum(DELIVERY_FORMS),
    plain: line.nullable(),
    wrappingKey: z
      .string()
      .regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/)
      .nullable(),
    validTo: instant.nullable(),
    checkValues: checkValuesSchema,
    /**
     * Keys in the same package, in its order; none: the one is alone. The file of each is `files` at its number,
     * where that of `key` is the first.
     */
    others: z
      .array(
        z
          .strictObject({ delivery: hex(8), key: keySchema, checkValues: checkValuesSchema })
          .readonly(),
      )
      .max(MOST_TOGETHER - 1)
      .readonly(),
    /** Every file of the package but the receipt, its page and the list of digests. */
    files: z.array(z.strictObject({ name: line, sha256: hex(32) }).readonly()).readonly(),
    /** Those who agreed; none in a vault without people. */
    people: z
      .array(
        z
          .strictObject({
            name: nameSchema,
            roles: z.array(z.enum(ROLES)).readonly(),
            key: hex(32),
          })
          .readonly(),
      )
      .readonly(),
    agreement: agreementSchema.nullable(),
    /** Of the first of those people, under everything above; null in a vault without people. */
    signature: z
      .strictObject({ key: hex(32), signature: hex(64) })
      .readonly()
      .nullable(),
  })
  .readonly()

export type Receipt = z.infer<typeof receiptSchema>

/** What of the key's values may stand in a receipt: nothing that opens anything. */
export const checkValuesOf = ({ ecbCheck, cmacCheck, md5 }: Values): Receipt['checkValues'] => ({
  ...{ ecb: ecbCheck ?? null, cmac: cmacCheck ?? null, md5: md5 ?? null },
})

/** What is signed: the hash of the receipt without that signature, 64 hex digits. */
const receiptHash = (receipt: object): string =>
  taggedHash(
    'keyclave/v1 delivery receipt',
    canonicalBytes({ ...receipt, signature: null }),
  ).toString('hex')

/** @param by who signs it; null: nobody, in a vault without people */
export function newReceipt(
  content: Omit<Receipt, 'format' | 'signature'>,
  by: Pick<SigningActor, 'signer'> | null,
): Receipt {
  const receipt = { format: FORMAT, ...content, signature: null } as const
  if (by === null) return receipt
  const { publicKey: key } = by.signer
  return { ...receipt, signature: { key, signature: by.signer.sign(receiptHash(receipt)) } }
}

/** As a file: canonical JSON and a line feed. */
export const receiptToBytes = (receipt: Receipt): Buffer =>
  Buffer.from(`${canonicalJson(receipt)}\n`, 'utf8')

/**
 * Reads a receipt and checks all that it can show by itself. Whether its keys are those of the people it names, only
 * they can say: compare their fingerprints.
 *
 * @throws RECEIPT_FORMAT, RECEIPT_TAMPERED
 */
export function verifyReceipt(bytes: Uint8Array): Receipt {
  const receipt = readDocument(bytes, receiptSchema, fault => refuse('RECEIPT_FORMAT', fault))
  requireSound(receipt)
  return receipt
}

/** That those who agreed agreed to this, and that one of them signed the whole. @throws RECEIPT_TAMPERED */
function requireSound(receipt: Receipt): void {
  const { agreement, signature, people } = receipt
  if (agreement === null && signature === null && people.length === 0) return
  const isSound =
    agreement !== null &&
    signature !== null &&
    isAbout(receipt, agreement.statement) &&
    findBadConsent(agreement) === -1 &&
    agreement.by.length === people.length &&
    agreement.by.every(({ key }) => people.some(person => person.key === key)) &&
    people.some(({ key }) => key === signature.key) &&
    verifySignature(signature.key, receiptHash(receipt), signature.signature)
  if (!isSound) throw refuse('RECEIPT_TAMPERED', { file: null })
}

function isAbout(
  receipt: Receipt,
  { action, terms }: NonNullable<Receipt['agreement']>['statement'],
): boolean {
  const { key, use, although, destination, target, wrappingKey, validTo, plain } = receipt
  const others = receipt.others.map(other => other.key)
  const { label, fingerprint } = key
  const agreed = {
    subject: `key:${key.id}/${key.version}`,
    ...{ label, fingerprint, use, destination, target, wrappingKey, validTo, plain, others },
    ...(although !== null && { although }),
  }
  return action === 'key.deliver' && canonicalJson(terms) === canonicalJson(agreed)
}
