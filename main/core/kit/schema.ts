import { Buffer } from 'node:buffer'
import { bech32 } from '@scure/base'
import { z } from 'zod'
import type { IdentityType } from '../../../shared/share.ts'
import { nameProblem, rule } from '../text/index.ts'

/** The shape of a recovery kit, field by field. Source: FORMAT, Recovery kit. */

export const KIT_FORMAT_NAME = 'keyclave kit 1'

const hex = (bytes: number) =>
  z.custom<string>(
    value => typeof value === 'string' && new RegExp(`^[0-9a-f]{${2 * bytes}}$`).test(value),
    rule({ hexDigits: 2 * bytes }),
  )

/** A name that people read; the rules stand in public-name.ts. */
export const nameSchema = z.string().superRefine((name, context) => {
  const problem = nameProblem(name)
  if (problem !== null) context.addIssue({ code: 'custom', ...rule(problem) })
})

const instant = z.iso.datetime({ precision: 3 })

const SEALED_START = Buffer.from('age-encryption.org/v1\n').toString('base64').slice(0, 28)
const sealed = z
  .string()
  .max(256 * 1024)
  .refine(
    text =>
      text.startsWith(SEALED_START) && Buffer.from(text, 'base64').toString('base64') === text,
    rule('not-sealed'),
  )

/** Bytes of a public key, and the human-readable part of its recipient, by identity type. */
const RECIPIENTS: {
  readonly [type in IdentityType]: { readonly prefix: string; readonly bytes: number }
} = { hybrid: { prefix: 'age1pq', bytes: 1216 }, classic: { prefix: 'age', bytes: 32 } }

/** Whether a text is a recipient of this type: its bech32 checksum holds and its length is right. */
export function isRecipient(text: string, type: IdentityType): boolean {
  try {
    const { prefix, words } = bech32.decode(text as `${string}1${string}`, false)
    const { prefix: expected, bytes } = RECIPIENTS[type]
    return (
      text === text.toLowerCase() && prefix === expected && bech32.fromWords(words).length === bytes
    )
  } catch {
    return false
  }
}

const recipient = z.string().max(2048)

const custodianSchema = z
  .strictObject({ index: z.int(), name: nameSchema, commitment: hex(32) })
  .readonly()

const quorumSchema = z
  .strictObject({
    title: nameSchema,
    organisation: nameSchema,
    created: instant,
    setId: hex(5),
    threshold: z.int(),
    identity: z.enum(['hybrid', 'classic']),
    kdf: z.literal([1, 2, 3]),
    recipient,
    secretCommitment: hex(32),
    custodians: z.array(custodianSchema).readonly(),
    foundingItems: z.array(hex(32)).readonly(),
    replaces: z
      .strictObject({ setId: hex(5), fingerprint: hex(32) })
      .readonly()
      .exactOptional(),
  })
  .readonly()

const backupKeySchema = z
  .strictObject({
    kind: z.literal('backup-identity'),
    generation: z.int(),
    created: instant,
    recipient,
    sealed,
  })
  .readonly()

const labels = {
  id: hex(8),
  version: z.int().min(1),
  label: nameSchema,
  purpose: nameSchema,
  expires: z.iso.date().exactOptional(),
  created: instant,
}

const masterKeySchema = z.strictObject({
  kind: z.literal('master-key'),
  ...labels,
  bits: z.literal([128, 192, 256]),
  fingerprint: hex(32),
  kcv: hex(5),
  sealed,
})

const importedSecretSchema = z.strictObject({
  kind: z.literal('imported-secret'),
  ...labels,
  bytes: z
    .int()
    .min(1)
    .max(64 * 1024),
  sealed,
})

const keySchema = z.discriminatedUnion('kind', [masterKeySchema, importedSecretSchema]).readonly()

export const kitSchema = z
  .strictObject({
    format: z.literal(KIT_FORMAT_NAME),
    quorum: quorumSchema,
    backupKeys: z.array(backupKeySchema).readonly(),
    keys: z.array(keySchema).readonly(),
    digest: hex(32),
  })
  .readonly()

export type Kit = z.infer<typeof kitSchema>
/** What the founding ceremony fixed for ever; the fingerprint on every card is the fingerprint of this. */
export type KitQuorum = Kit['quorum']
export type Custodian = z.infer<typeof custodianSchema>
export type BackupKey = z.infer<typeof backupKeySchema>
export type MasterKey = Readonly<z.infer<typeof masterKeySchema>>
export type ImportedSecret = Readonly<z.infer<typeof importedSecretSchema>>
export type KitKey = MasterKey | ImportedSecret
export type KitItem = KitKey | BackupKey
