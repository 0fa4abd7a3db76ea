import { Buffer } from 'node:buffer'
import { bech32 } from '@scure/base'
import { z } from 'zod'
import { PAIR_ALGORITHMS } from '../../../shared/key-pairs.ts'
import type { IdentityType } from '../../../shared/share.ts'
import { rule } from '../text/index.ts'
import { authoritySchema } from './authority.ts'
import { hex, instant, nameSchema } from './fields.ts'
import { isPublicKey, pairFingerprint } from './public-key.ts'
import { revisionSchema } from './revision.ts'

/** The shape of a recovery kit, field by field. Source: FORMAT, Recovery kit. */

/** Without proof of what was added later: read for ever, and made no more. */
export const FIRST_KIT_FORMAT = 'keyclave kit 1'
export const KIT_FORMAT_NAME = 'keyclave kit 2'

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

const firstQuorum = z
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

const secondQuorum = z
  .strictObject({
    ...firstQuorum.unwrap().shape,
    /** Who may change the kit later; null: there were no people. */
    authority: authoritySchema.nullable(),
    /** Public half of the key by which the quorum itself can speak; Ed25519. */
    statusKey: hex(32),
  })
  .readonly()

/** The founding part of a kit of any format. */
export const quorumSchema = z.union([firstQuorum, secondQuorum])

const backupKey = {
  kind: z.literal('backup-identity'),
  generation: z.int(),
  created: instant,
  recipient,
}
const backupKeySchema = z.strictObject({ ...backupKey, sealed }).readonly()

const statusKeySchema = z
  .strictObject({ kind: z.literal('status-key'), created: instant, publicKey: hex(32), sealed })
  .readonly()

const labels = {
  id: hex(8),
  version: z.int().min(1),
  label: nameSchema,
  purpose: nameSchema,
  /** The first day of its use; absent: since it was made. */
  activates: z.iso.date().exactOptional(),
  /** The last day on which it may protect anything. */
  expires: z.iso.date().exactOptional(),
  /** The last day on which what it protected is meant to be read. */
  processUntil: z.iso.date().exactOptional(),
  created: instant,
}

const masterKey = {
  kind: z.literal('master-key'),
  ...labels,
  bits: z.literal([128, 192, 256]),
  fingerprint: hex(32),
  kcv: hex(5),
}
const masterKeySchema = z.strictObject({ ...masterKey, sealed })

const importedSecret = {
  kind: z.literal('imported-secret'),
  ...labels,
  bytes: z
    .int()
    .min(1)
    .max(64 * 1024),
}
const importedSecretSchema = z.strictObject({ ...importedSecret, sealed })

const keyPair = {
  kind: z.literal('key-pair'),
  ...labels,
  algorithm: z.enum(PAIR_ALGORITHMS),
  /** SubjectPublicKeyInfo in DER, as base64; of RSA-4096 it has 736 digits. */
  publicKey: z.string().max(1024),
  fingerprint: hex(32),
}
type ShownPair = z.infer<z.ZodObject<typeof keyPair>>
/** What a kit shows of a pair is one thing, said twice. */
const isOnePair = ({ algorithm, publicKey, fingerprint }: ShownPair): boolean =>
  isPublicKey(algorithm, publicKey) && pairFingerprint(publicKey) === fingerprint
const keyPairSchema = z
  .strictObject({ ...keyPair, sealed })
  .refine(isOnePair, rule('not-its-public-key'))

/** There were no key pairs yet. */
const firstKeySchema = z
  .discriminatedUnion('kind', [masterKeySchema, importedSecretSchema])
  .readonly()
const keySchema = z
  .discriminatedUnion('kind', [masterKeySchema, importedSecretSchema, keyPairSchema])
  .readonly()

/** What remains of an item that was destroyed: enough to prove which it was, and nothing to open. */
const gone = { sealedSha256: hex(32) }
const tombstoneSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ ...masterKey, ...gone }),
    z.strictObject({ ...importedSecret, ...gone }),
    z.strictObject({ ...keyPair, ...gone }).refine(isOnePair, rule('not-its-public-key')),
    z.strictObject({ ...backupKey, ...gone }),
  ])
  .readonly()

const backupKeys = z.array(backupKeySchema).readonly()

export const firstKitSchema = z
  .strictObject({
    format: z.literal(FIRST_KIT_FORMAT),
    quorum: firstQuorum,
    backupKeys,
    keys: z.array(firstKeySchema).readonly(),
    digest: hex(32),
  })
  .readonly()

export const secondKitSchema = z
  .strictObject({
    format: z.literal(KIT_FORMAT_NAME),
    quorum: secondQuorum,
    statusKey: statusKeySchema,
    backupKeys,
    keys: z.array(keySchema).readonly(),
    tombstones: z.array(tombstoneSchema).readonly(),
    revisions: z.array(revisionSchema).readonly(),
    /** By the quorum, under a key that only an opening has: over the revisions up to this number. */
    mac: z.strictObject({ revision: z.int().min(0), value: hex(32) }).readonly(),
    digest: hex(32),
  })
  .readonly()

export type FirstKit = z.infer<typeof firstKitSchema>
/** A kit that proves its later items. */
export type ProvingKit = z.infer<typeof secondKitSchema>
export type Kit = FirstKit | ProvingKit
export type StatusKey = ProvingKit['statusKey']
export type Tombstone = ProvingKit['tombstones'][number]
/** What the founding ceremony fixed for ever; the fingerprint on every card is the fingerprint of this. */
export type KitQuorum = Kit['quorum']
export type Custodian = z.infer<typeof custodianSchema>
export type BackupKey = z.infer<typeof backupKeySchema>
export type MasterKey = Readonly<z.infer<typeof masterKeySchema>>
export type ImportedSecret = Readonly<z.infer<typeof importedSecretSchema>>
export type KeyPair = Readonly<z.infer<typeof keyPairSchema>>
export type KitKey = MasterKey | ImportedSecret | KeyPair
export type KitItem = KitKey | BackupKey
/** Whatever is sealed in a kit. */
export type SealedItem = KitItem | StatusKey

/** An item, or what remains of one. */
export type KitEntry = KitItem | Tombstone
export type BackupEntry = Extract<KitEntry, { readonly kind: 'backup-identity' }>
export type KeyEntry = Exclude<KitEntry, BackupEntry>
export const isBackupEntry = (entry: KitEntry): entry is BackupEntry =>
  entry.kind === 'backup-identity'
export const isKeyEntry = (entry: KitEntry): entry is KeyEntry => !isBackupEntry(entry)
