import { Buffer } from 'node:buffer'
import { z } from 'zod'
import { refuse } from '../../../shared/errors.ts'
import { SEALED_SHARE_FORMS } from '../../../shared/sealed-shares.ts'
import { nameSchema } from '../kit/index.ts'
import { canonicalJson, findNotKept, readJson, schemaProblem } from '../text/index.ts'

/**
 * The sheet of a share that is sealed to its absent custodian: whose it is, to which key, which file, and by what an
 * acknowledgement is known (FORMAT: Sealed shares). Nothing in it is secret, and nobody signs it.
 */

const FORMAT = 'keyclave sealed share 1'
/** Largest sheet that is read, 16 KiB. */
export const SEALED_SHARE_LIMIT = 16 * 1024

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`))
const instant = z.iso.datetime({ precision: 3 })

const sheetSchema = z
  .strictObject({
    format: z.literal(FORMAT),
    made: instant,
    software: z.string(),
    quorum: z.strictObject({ setId: hex(5), fingerprint: z.string().min(1).max(64) }).readonly(),
    index: z.int().min(1).max(255),
    custodian: nameSchema,
    /** Of the share, as the kit has it. */
    commitment: hex(32),
    to: z.enum(SEALED_SHARE_FORMS),
    /** Fingerprint of the custodian's key: SHA-256, of OpenPGP the key's own 40 digits. */
    recipient: z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/),
    /** When their certificate ends; null: nothing ends. */
    validTo: instant.nullable(),
    file: z.strictObject({ name: z.string().min(1).max(255), sha256: hex(32) }).readonly(),
    /** SHA-256 of what they will say. */
    acknowledgement: hex(32),
  })
  .readonly()

export type SealedShare = z.infer<typeof sheetSchema>

export const newSealedShare = (content: Omit<SealedShare, 'format'>): SealedShare => ({
  format: FORMAT,
  ...content,
})

/** As a file: canonical JSON and a line feed. */
export const sealedShareToBytes = (sheet: SealedShare): Buffer =>
  Buffer.from(`${canonicalJson(sheet)}\n`, 'utf8')

/** @throws SEALED_SHARE_FORMAT */
export function parseSealedShare(bytes: Uint8Array): SealedShare {
  const document = readJson(bytes)
  if ('not' in document) {
    throw refuse('SEALED_SHARE_FORMAT', { where: { part: 'file' }, problem: document.not })
  }
  const { success, data, error } = sheetSchema.safeParse(document.value)
  if (!success) throw refuse('SEALED_SHARE_FORMAT', schemaProblem(error))
  const notKept = findNotKept(document.value, data)
  if (notKept !== null) throw refuse('SEALED_SHARE_FORMAT', notKept)
  return data
}
