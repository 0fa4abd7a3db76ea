import { Buffer } from 'node:buffer'
import { z } from 'zod'
import type { DocumentFault } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import {
  CARD_ENDS,
  COPY_FATES,
  ERASURES,
  KEY_REASONS,
  KEY_STATES,
} from '../../../shared/key-life.ts'
import { KEY_KINDS, PAIR_ALGORITHMS } from '../../../shared/key-pairs.ts'
import { PROFILES, ROLES, WAIVERS } from '../../../shared/roles.ts'
import { taggedHash } from '../bytes/index.ts'
import { nameSchema } from '../kit/index.ts'
import { agreementSchema, findBadConsent, isPrompt } from '../log/index.ts'
import { missingSigners, NEWEST_POLICY, policyNumbered, type Signatory } from '../people/index.ts'
import { canonicalBytes, canonicalJson, readDocument } from '../text/index.ts'
import { cardsLeft } from './cards-left.ts'

/**
 * The certificate of destruction: what was destroyed, what became of every copy that is known, and what was not
 * destroyed (FORMAT: Certificate of destruction). Public facts and codes only, no sentences.
 */

const FORMAT = 'keyclave destruction certificate 1'
/** Largest certificate that is read, 4 MiB. */
export const CERTIFICATE_LIMIT = 4 * 1024 * 1024

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`))
const instant = z.iso.datetime({ precision: 3 })
const day = z.iso.date()
const line = z.string().min(1).max(400)

/** What a certificate does not say, and says so. */
export const LIMITS = [
  /** What a file system or a drive keeps of earlier contents of a file. */
  'earlier-contents-of-media',
  /** Copies that nobody recorded: of kits, of the vault, of the key where it was given to. */
  'copies-unknown',
  /** The passphrase, which people know by heart. */
  'passphrase-in-memory',
  /** A backup is encrypted to its quorum, too. */
  'backups-open-by-quorum',
] as const
export type Limit = (typeof LIMITS)[number]

const itemSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(KEY_KINDS),
    id: hex(8),
    version: z.int().min(1),
    label: nameSchema,
    purpose: nameSchema,
    /** Of a master key. */
    bits: z.int().nullable(),
    /** Of a key pair. */
    algorithm: z.enum(PAIR_ALGORITHMS).nullable(),
    fingerprint: hex(32).nullable(),
    checkValue: hex(5).nullable(),
    created: instant,
    activates: day.nullable(),
    protectUntil: day.nullable(),
    processUntil: day.nullable(),
  }),
  z.strictObject({
    kind: z.literal('backup-key'),
    generation: z.int().min(1),
    recipient: z.string(),
    created: instant,
  }),
])

const copySchema = z
  .strictObject({
    /** `vault-kit`: a copy of a kit that the vault had; `export`, `identity`: taken out, by its entry in the log; `delivery`: handed to another system, by its id. */
    kind: z.enum(['kit', 'export', 'delivery', 'identity', 'vault-copies', 'other']),
    /** The digest of a kit, the number of an entry, the id of a delivery, or what people call it. */
    what: line,
    /** Where it went, as the log says it; null: it does not. */
    where: line.nullable(),
    /** Null: nobody has said what became of it. */
    fate: z.enum(COPY_FATES).nullable(),
    by: line.nullable(),
    serial: line.nullable(),
    recorded: instant.nullable(),
  })
  .readonly()
export type CertifiedCopy = z.infer<typeof copySchema>

const quorumSchema = z
  .strictObject({
    setId: hex(5),
    title: nameSchema,
    inForce: z.boolean(),
    threshold: z.int().min(2),
    cards: z.int().min(2),
    /** Cards that people have seen destroyed; how is null where it was only noted in the register. */
    destroyed: z
      .array(
        z
          .strictObject({
            card: z.int().min(1),
            method: z.enum(CARD_ENDS).nullable(),
            observer: line.nullable(),
            recorded: instant.nullable(),
          })
          .readonly(),
      )
      .readonly(),
    passphraseCardDestroyed: z.boolean(),
    fewerThanThresholdRemain: z.boolean(),
  })
  .readonly()
export type CertifiedQuorum = z.infer<typeof quorumSchema>

const certificateSchema = z
  .strictObject({
    format: z.literal(FORMAT),
    organisation: nameSchema.nullable(),
    issued: instant,
    software: z.string(),
    item: itemSchema.readonly(),
    /** What became of it, the oldest first; of a backup key only its end. */
    states: z
      .array(
        z
          .strictObject({
            recorded: instant,
            from: z.enum(KEY_STATES),
            to: z.enum(KEY_STATES),
            reason: z.enum(KEY_REASONS),
            occurred: day.nullable(),
          })
          .readonly(),
      )
      .readonly(),
    destroyed: z
      .strictObject({
        recorded: instant,
        /** The number of the entry in the log. */
        entry: z.int().min(1),
        state: z.enum(['destroyed', 'destroyed-compromised']),
        reason: z.enum(KEY_REASONS),
        method: z.enum(ERASURES),
        signers: z.array(nameSchema).readonly(),
      })
      .readonly(),
    /** How the files of the vault were found afterwards; null: nobody has looked. */
    verified: z
      .strictObject({
        recorded: instant,
        copiesRemoved: z.array(line).readonly(),
        copiesLeft: z.array(line).readonly(),
        foundIn: z.array(line).readonly(),
      })
      .readonly()
      .nullable(),
    copies: z.array(copySchema).readonly(),
    quorums: z.array(quorumSchema).readonly(),
    limits: z.array(z.enum(LIMITS)).readonly(),
    observer: line.nullable(),
    /** Null: the vault has no people, and the certificate is not signed. */
    profile: z.enum(PROFILES).nullable(),
    policy: z.int().min(1).nullable(),
    waivers: z.array(z.enum(WAIVERS)).readonly(),
    /** Who may sign it; those who did are in `signatures`. */
    people: z
      .array(
        z
          .strictObject({
            id: hex(8),
            name: nameSchema,
            roles: z.array(z.enum(ROLES)).readonly(),
            key: hex(32),
          })
          .readonly(),
      )
      .readonly(),
    log: hex(16),
    /** Where the log ended when it was issued. */
    audit: z.strictObject({ size: z.int().min(1), hash: hex(32) }).readonly(),
    signatures: agreementSchema.nullable(),
  })
  .readonly()

export type Certificate = z.infer<typeof certificateSchema>

/** Puts a certificate together, not signed yet. */
export const newCertificate = (
  content: Omit<Certificate, 'format' | 'signatures'>,
): Certificate => ({ format: FORMAT, ...content, signatures: null })

/** What people sign: the hash of the certificate without its signatures, 64 hex digits. */
export const certificateHash = (certificate: object): string =>
  taggedHash(
    'keyclave/v1 destruction certificate',
    canonicalBytes({ ...certificate, signatures: null }),
  ).toString('hex')

/** As a file: canonical JSON and a line feed. */
export const certificateToBytes = (certificate: Certificate): Buffer =>
  Buffer.from(`${canonicalJson(certificate)}\n`, 'utf8')

/** Whether another program has written the file anew: the same content, spelled otherwise. */
export const isCertificateReformatted = (certificate: Certificate, file: Uint8Array): boolean =>
  !certificateToBytes(certificate).equals(file)

/** Its subject in the log; of a backup key, by the set of one of its quorums. */
export const subjectsOf = ({ item, quorums }: Certificate): readonly string[] =>
  item.kind === 'backup-key'
    ? quorums.map(({ setId }) => `backup-key:${setId}/${item.generation}`)
    : [`key:${item.id}/${item.version}`]

/**
 * Reads a certificate, in whatever spelling of JSON it has come, and checks all that it can show by itself.
 * Whether its keys are those of the people it names, only they can say: compare the fingerprints.
 *
 * @throws CERTIFICATE_FORMAT, CERTIFICATE_TAMPERED, CERTIFICATE_UNSIGNED; POLICY_UNKNOWN
 */
export function verifyCertificate(bytes: Uint8Array): Certificate {
  const refusal = (fault: DocumentFault) => refuse('CERTIFICATE_FORMAT', fault)
  const certificate = readDocument(bytes, certificateSchema, refusal) as Certificate
  checkFacts(certificate)
  checkSignatures(certificate)
  return certificate
}

/** That it says no more than follows from what it lists. */
function checkFacts({
  quorums,
  states,
  destroyed,
  profile,
  policy,
  signatures,
}: Certificate): void {
  for (const { threshold, cards: count, destroyed: gone, fewerThanThresholdRemain } of quorums) {
    const cards = new Set(gone.map(({ card }) => card))
    const isCounted = cards.size === gone.length && gone.every(({ card }) => card <= count)
    const { opensNothing } = cardsLeft({ threshold, count, destroyed: cards.size })
    if (!isCounted || opensNothing !== fewerThanThresholdRemain) {
      throw refuse('CERTIFICATE_TAMPERED', { where: 'cards' })
    }
  }
  const last = states.at(-1)
  if (last !== undefined && last.to !== destroyed.state) {
    throw refuse('CERTIFICATE_TAMPERED', { where: 'states' })
  }
  const isSigned = signatures !== null
  if ((profile !== null) !== isSigned || (policy !== null) !== isSigned) {
    throw refuse('CERTIFICATE_TAMPERED', { where: 'signatures' })
  }
}

function checkSignatures(certificate: Certificate): void {
  const { signatures, profile, policy: number, people, log, issued } = certificate
  if (signatures === null || profile === null || number === null) return
  const policy = policyNumbered(number)
  if (policy === null) throw refuse('POLICY_UNKNOWN', { number, newest: NEWEST_POLICY.number })
  const { statement, by } = signatures
  const { terms } = statement
  const isAbout =
    statement.action === 'destruction.certify' &&
    statement.log === log &&
    terms.certificate === certificateHash(certificate) &&
    subjectsOf(certificate).includes(String(terms.subject)) &&
    isPrompt(statement.asked, issued)
  if (!isAbout || findBadConsent(signatures) !== -1) {
    throw refuse('CERTIFICATE_TAMPERED', { where: 'signatures' })
  }
  const signers = by.map(({ key }) => people.find(person => person.key === key))
  if (signers.includes(undefined)) throw refuse('CERTIFICATE_TAMPERED', { where: 'signatures' })
  const missing = missingSigners('destruction.certify', { profile, policy }, signers as Signatory[])
  if (missing.length > 0) throw refuse('CERTIFICATE_UNSIGNED', { missing })
}
