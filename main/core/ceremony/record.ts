import { Buffer } from 'node:buffer'
import { z } from 'zod'
import type { DocumentFault, RecordPart } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import { isRehearsal } from '../../../shared/rehearsal.ts'
import { PROFILES, ROLES, WAIVERS } from '../../../shared/roles.ts'
import { taggedHash } from '../bytes/index.ts'
import { type Kit, kitFingerprint, nameSchema, quorumSchema } from '../kit/index.ts'
import {
  type Agreement,
  agreementSchema,
  findBadConsent,
  isSignedAfter,
  isTimely,
  type Statement,
} from '../log/index.ts'
import {
  type Authority,
  FIRST_POLICY,
  missingSigners,
  NEWEST_POLICY,
  policyNumbered,
  type Signatory,
  waiversOf,
} from '../people/index.ts'
import type { RecoveryProof } from '../quorum/index.ts'
import {
  type AuditHead,
  canonicalBytes,
  canonicalJson,
  nameKey,
  readDocument,
} from '../text/index.ts'
import { isAbsentIn, type Plan, placesOf, planHash, planSchema, sealedToOf } from './plan.ts'
import { policySentence1 } from './record-1-policy.ts'

/**
 * The ceremony record: the account of what happened, signed by everyone present (FORMAT: Ceremony record).
 * Public facts only.
 */

const RECORD_1 = 'keyclave ceremony record 1'
const RECORD_2 = 'keyclave ceremony record 2'
/** Largest record that is read, 16 MiB. */
export const RECORD_LIMIT = 16 * 1024 * 1024

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`))
const instant = z.iso.datetime({ precision: 3 })
const facts = z.record(z.string(), z.union([z.string(), z.number()])).readonly()

const personSchema = z
  .strictObject({
    id: hex(8),
    name: nameSchema,
    roles: z.array(z.enum(ROLES)).readonly(),
    /** Their public sign-in key, in force during the ceremony. */
    key: hex(32),
  })
  .readonly()

const stepSchema = z
  .strictObject({
    /** RFC 3339, UTC. */
    time: instant,
    /** This version writes those of `RecordStep`. */
    step: z.string(),
    facts,
    /** Who did or saw it; absent where nobody was named. */
    by: z
      .strictObject({ name: nameSchema, role: z.enum(ROLES), initials: z.string() })
      .readonly()
      .exactOptional(),
  })
  .readonly()

const attendanceSchema = z
  .strictObject({ time: instant, person: hex(8), change: z.enum(['came', 'left']) })
  .readonly()

/** What every record has. */
const common = {
  title: nameSchema,
  organisation: nameSchema,
  opened: instant,
  closed: instant,
  software: z.string(),
  plan: planSchema,
  /** What the people in the room agreed to. */
  planHash: hex(32),
  /** Null: the ceremony had no vault, or one without people, and the record is not signed. */
  profile: z.enum(PROFILES).nullable(),
  people: z.array(personSchema).readonly(),
  attendance: z.array(attendanceSchema).readonly(),
  /** What was signed before it began. */
  approval: agreementSchema.nullable(),
  quorum: quorumSchema,
  kitFingerprint: hex(32),
  kitDigest: hex(32),
  backupKeys: z.array(z.strictObject({ generation: z.int(), recipient: z.string() })).readonly(),
  keys: z.array(facts).readonly(),
  proof: z
    .strictObject({
      subsets: z.int(),
      possible: z.string(),
      exhaustive: z.boolean(),
    })
    .readonly(),
  steps: z.array(stepSchema).readonly(),
  /** Where the audit log ended just before the closing entry; null without a vault. */
  audit: z
    .strictObject({ size: z.int(), hash: hex(32) })
    .readonly()
    .nullable(),
  /** By everyone present, over the hash of all the rest; null before, and without people. */
  signatures: agreementSchema.nullable(),
}

const waivers = z.array(z.enum(WAIVERS)).readonly()

/** As version 0.1.0 wrote it, who signed by the first policy. */
const record1Schema = z
  .strictObject({
    format: z.literal(RECORD_1),
    ...common,
    /** Who can open the quorum, as a sentence. */
    policy: z.string(),
    /** Rules that the profile does without; absent in the first records. */
    waivers: waivers.exactOptional(),
  })
  .readonly()

const record2Schema = z
  .strictObject({
    format: z.literal(RECORD_2),
    ...common,
    /** The number of the policy by which people signed; null without people. */
    policy: z.int().min(1).nullable(),
    waivers,
  })
  .readonly()

const recordSchema = z.discriminatedUnion('format', [
  record1Schema.unwrap(),
  record2Schema.unwrap(),
])

export type CeremonyRecord = Readonly<z.infer<typeof recordSchema>>
type NewRecord = z.infer<typeof record2Schema>
/** One thing that happened, when. */
export type CeremonyStep = z.infer<typeof stepSchema>
/** Somebody of a record. */
export type RecordedPerson = z.infer<typeof personSchema>
export type AttendanceChange = z.infer<typeof attendanceSchema>

/** The people's part of a ceremony; empty without people. */
export interface Witnessed {
  readonly authority: Authority | null
  readonly people: readonly RecordedPerson[]
  readonly attendance: readonly AttendanceChange[]
  readonly approval: Agreement | null
}

export const UNWITNESSED: Witnessed = {
  ...{ authority: null, people: [], attendance: [], approval: null },
}

/** Puts the record of a proved ceremony together; not signed yet. */
export function recordCeremony(account: {
  readonly plan: Plan
  readonly kit: Kit
  readonly proof: RecoveryProof
  readonly audit: AuditHead | null
  readonly software: string
  readonly times: { readonly opened: Date; readonly closed: Date }
  readonly steps: readonly CeremonyStep[]
  readonly witnessed: Witnessed
}): NewRecord {
  const { plan, kit, proof, audit, software, times, steps, witnessed } = account
  const { authority, people, attendance, approval } = witnessed
  return {
    format: RECORD_2,
    title: plan.title,
    organisation: plan.organisation,
    opened: times.opened.toISOString(),
    closed: times.closed.toISOString(),
    software,
    plan,
    planHash: planHash(plan),
    profile: authority?.profile ?? null,
    policy: authority?.policy.number ?? null,
    ...{ people, attendance, approval },
    waivers: authority === null ? [] : waiversOf(authority),
    quorum: kit.quorum,
    kitFingerprint: kitFingerprint(kit.quorum),
    kitDigest: kit.digest,
    backupKeys: kit.backupKeys.map(({ generation, recipient }) => ({ generation, recipient })),
    keys: kit.keys.map(({ sealed: _, ...about }) => about),
    proof: { subsets: proof.subsets, possible: proof.possible, exhaustive: proof.exhaustive },
    steps,
    audit,
    signatures: null,
  }
}

/** What everyone present signs: the hash of the record without its signatures, 64 hex digits. */
export const recordHash = (record: object): string =>
  taggedHash(
    'keyclave/v1 ceremony record',
    canonicalBytes({ ...record, signatures: null }),
  ).toString('hex')

/** The record as a file: canonical JSON and a line feed. */
export const recordToBytes = (record: CeremonyRecord): Buffer =>
  Buffer.from(`${canonicalJson(record)}\n`, 'utf8')

/** Whether another program has written the record's file anew: the same content, spelled otherwise. */
export const isRecordReformatted = (record: CeremonyRecord, file: Uint8Array): boolean =>
  !recordToBytes(record).equals(file)

/**
 * Reads a record, in whatever spelling of JSON it has come, and checks all that it can show by itself.
 * Whether its keys are those of the people it names, only they can say: compare the fingerprints.
 *
 * @throws RECORD_FORMAT, RECORD_TAMPERED, RECORD_STRIPPED, RECORD_UNSIGNED; POLICY_UNKNOWN; REHEARSAL
 */
export function verifyRecord(bytes: Uint8Array): CeremonyRecord {
  const refusal = (fault: DocumentFault) => refuse('RECORD_FORMAT', fault)
  const record = readDocument(bytes, recordSchema, refusal) as CeremonyRecord
  if (isRehearsal(record.quorum.setId)) throw refuse('REHEARSAL', { what: 'record' })
  checkFacts(record)
  const authority = authorityOf(record)
  if (authority !== null) checkSignatures(record, authority)
  return record
}

function checkFacts(record: CeremonyRecord): void {
  const { plan, quorum } = record
  // Only a vault with people takes a plan that names some, and there nothing is done unsigned.
  if (plan.people !== undefined && record.profile === null) throw refuse('RECORD_STRIPPED', {})
  const facts: readonly (readonly [where: RecordPart, holds: boolean])[] = [
    ['plan-hash', record.planHash === planHash(plan)],
    ['plan-people', arePlanned(record)],
    ['policy', saysItsPolicy(record)],
    ['title', record.title === plan.title && record.title === quorum.title],
    ['kit-fingerprint', record.kitFingerprint === kitFingerprint(quorum)],
    ['signatures', (record.signatures !== null) === (record.profile !== null)],
    ['waivers', record.profile === 'small-team' || (record.waivers ?? []).length === 0],
    ['approval', (record.approval !== null) === (record.profile !== null)],
    ['sealed-shares', areSealedAsPlanned(record)],
  ]
  for (const [where, holds] of facts) if (!holds) throw refuse('RECORD_TAMPERED', { where })
}

/**
 * With people: the plan is of this profile, and everybody in it is one of them, in that role. An absent custodian, who
 * signs nothing, may be known by the plan alone.
 */
function arePlanned({ plan, profile, people }: CeremonyRecord): boolean {
  if (profile === null) return people.length === 0
  if (plan.people === undefined || (plan.profile ?? profile) !== profile) return false
  return placesOf(plan).every(place => {
    const named = people.filter(({ name }) => nameKey(name) === nameKey(place.name))
    return named.length === 0
      ? isAbsentIn(plan, place)
      : named.some(({ roles }) => roles.includes(place.role))
  })
}

/** Each absent custodian's share was sealed to the key that the plan names, read back, and no other was. */
function areSealedAsPlanned({ plan, steps }: CeremonyRecord): boolean {
  const of = (name: string, index: number): CeremonyStep | undefined =>
    steps.findLast(({ step, facts }) => step === name && facts.index === index)
  return plan.quorum.custodians.every((_, i) => {
    const planned = sealedToOf(plan, i + 1)
    const sealed = of('share sealed', i + 1)
    if (planned === null) return sealed === undefined
    const { recipient, sha256 } = sealed?.facts ?? {}
    const readBack = of('sealed share read back', i + 1)
    return (
      recipient === planned.fingerprint && sha256 !== undefined && readBack?.facts.sha256 === sha256
    )
  })
}

/** A sentence about the quorum in the first format, a number where there are people in the second. */
const saysItsPolicy = (record: CeremonyRecord): boolean =>
  record.format === RECORD_1
    ? record.policy === policySentence1(record.plan.quorum)
    : (record.policy === null) === (record.profile === null)

/** The number of the policy by which its people signed; null without people. */
export function policyNumberOf(record: CeremonyRecord): number | null {
  if (record.profile === null) return null
  return record.format === RECORD_2 ? record.policy : FIRST_POLICY
}

/** By which rules its people signed; null without people. @throws POLICY_UNKNOWN */
function authorityOf(record: CeremonyRecord): Authority | null {
  const { profile } = record
  const number = policyNumberOf(record)
  if (profile === null || number === null) return null
  const policy = policyNumbered(number)
  if (policy === null) throw refuse('POLICY_UNKNOWN', { number, newest: NEWEST_POLICY.number })
  return { profile, policy }
}

function checkSignatures(record: CeremonyRecord, authority: Authority): void {
  const { approval, signatures, planHash: plan } = record
  if (approval === null || signatures === null) throw new Error('checkFacts saw to it')
  check(record, authority, approval, 'ceremony.run', { plan }, 'agreement')
  const terms = { record: recordHash(record) }
  check(record, authority, signatures, 'ceremony.close', terms, 'consent')
}

/** One agreement: about this record, by its people, with every signature right, and by enough of them. */
function check(
  record: CeremonyRecord,
  authority: Authority,
  agreement: Agreement,
  action: 'ceremony.run' | 'ceremony.close',
  terms: { readonly [name: string]: string },
  where: RecordPart,
): void {
  const { statement, by } = agreement
  const about = Object.entries(terms).every(([name, value]) => statement.terms[name] === value)
  const signedThen =
    action === 'ceremony.close'
      ? isSignedAfter(statement, record.closed)
      : isTimely(statement, record.opened, false)
  const inTime = signedThen && isOfToday(record, statement)
  if (statement.action !== action || !about || !inTime || findBadConsent(agreement) !== -1) {
    throw refuse('RECORD_TAMPERED', { where })
  }
  const signers = by.map(({ key }) => record.people.find(person => person.key === key))
  if (signers.includes(undefined)) throw refuse('RECORD_TAMPERED', { where })
  const present = action === 'ceremony.close' ? presentAtEnd(record) : []
  const missing = missingSigners(action, authority, signers as Signatory[], present)
  if (missing.length > 0) throw refuse('RECORD_UNSIGNED', { missing })
}

/** A record of the second format has no statement of the first, which has no end. */
const isOfToday = ({ format }: CeremonyRecord, statement: Statement): boolean =>
  format === RECORD_1 || statement.format !== 'keyclave statement 1'

/** Who had come and had not left. */
function presentAtEnd({ people, attendance }: CeremonyRecord): readonly RecordedPerson[] {
  const last = new Map(attendance.map(({ person, change }) => [person, change]))
  return people.filter(({ id }) => last.get(id) === 'came')
}
