import { z } from 'zod'
import { type DataOf, KeyclaveError, refuse } from '../../../shared/errors.ts'
import { PAIR_ALGORITHMS } from '../../../shared/key-pairs.ts'
import { OTHER_LANGUAGES, type OtherLanguage } from '../../../shared/paper-languages.ts'
import { rehearsed } from '../../../shared/rehearsal.ts'
import { PROFILES, type Role } from '../../../shared/roles.ts'
import { SEALED_SHARE_FORMS } from '../../../shared/sealed-shares.ts'
import { taggedHash } from '../bytes/index.ts'
import { nameSchema } from '../kit/index.ts'
import { checkPolicy } from '../share/index.ts'
import {
  canonicalBytes,
  fieldAt,
  nameKey,
  nameProblem,
  place,
  schemaProblems,
} from '../text/index.ts'
import { everybodyIn, type PlanFault, ruleFaults, samePlace } from './plan-rules.ts'
import { type ReadYaml, readYaml } from './plan-yaml.ts'

/** The ceremony plan: the agreed script of a ceremony, as YAML. Source: ARCHITECTURE: Command line. */

/** Largest plan, 256 KiB. */
export const PLAN_LIMIT = 256 * 1024

const names = z.array(nameSchema).min(1).readonly()

/** Who takes part besides the custodians. */
const peopleSchema = z
  .strictObject({ administrators: names, witnesses: names, recoveryOfficers: names })
  .readonly()

const labels = { label: nameSchema, purpose: nameSchema }

/** A custodian who will not be there, and the public key of theirs to which their share is sealed. */
const sealedToSchema = z
  .strictObject({
    custodian: nameSchema,
    to: z.enum(SEALED_SHARE_FORMS),
    /** With their key or certificate; read when the ceremony begins. */
    file: z.string().min(1).max(4096),
    /** Of that key, as it was compared aloud: 64 hex digits, of OpenPGP 40. */
    fingerprint: z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/),
  })
  .readonly()

export const planSchema = z
  .strictObject({
    title: nameSchema,
    organisation: nameSchema,
    /** In which the cards explain themselves besides English: two fit onto a page. */
    languages: z.array(z.enum(OTHER_LANGUAGES)).min(1).max(2).readonly().exactOptional(),
    /** Whom to call, for whoever finds a card: it is printed on each. */
    contact: nameSchema.exactOptional(),
    quorum: z
      .strictObject({
        threshold: z.int(),
        custodians: z.array(nameSchema).readonly(),
        identity: z.enum(['hybrid', 'classic']).default('hybrid'),
        kdf: z.literal([1, 2, 3]).default(3),
      })
      .readonly(),
    keys: z
      .array(
        z
          .strictObject({
            ...labels,
            /** Of an AES key; or the kind of a key pair: one of the two. */
            bits: z.literal([128, 192, 256]).exactOptional(),
            pair: z.enum(PAIR_ALGORITHMS).exactOptional(),
            expires: z.iso.date().exactOptional(),
          })
          .readonly(),
      )
      .readonly()
      .default([]),
    /** Needed in a vault with people, where each has to be one of them in this role. */
    people: peopleSchema.exactOptional(),
    /** The set id of the quorum that the new one replaces: this is the plan of a re-issue. */
    replaces: z
      .string()
      .regex(/^[0-9a-f]{10}$/)
      .exactOptional(),
    /** Of a re-issue: keys that the new quorum does not take over, `video-root@1`, or a label for every version. */
    leaveOut: z.array(nameSchema).min(1).max(1000).readonly().exactOptional(),
    profile: z.enum(PROFILES).exactOptional(),
    /** Custodians who are absent: their shares are sealed to keys of theirs, and not printed. */
    sealedTo: z.array(sealedToSchema).min(1).max(253).readonly().exactOptional(),
    imports: z
      .array(
        z
          .strictObject({
            ...labels,
            file: z.string().min(1).max(4096),
            /** A private key is taken in as a pair; so, as whatever it is. */
            as: z.literal('secret').exactOptional(),
          })
          .readonly(),
      )
      .readonly()
      .default([]),
    /** Whether the ceremony counts for nothing. */
    rehearsal: z.literal(true).exactOptional(),
    options: z
      .strictObject({
        /** Whether a picture or a PDF of a card may stand for the card when it is read back. */
        pictures: z.boolean(),
      })
      .readonly()
      .exactOptional(),
  })
  .readonly()

export type Plan = z.infer<typeof planSchema>

/** What a plan has printed on each card for whoever finds it. */
export interface ForFinders {
  /** Whom to call; null: the plan does not say. */
  readonly contact: string | null
  /** In which languages the card explains itself besides English. */
  readonly languages: readonly OtherLanguage[]
}

/** @param plan `null` where none is at hand */
export const forFinders = (plan: Pick<Plan, 'contact' | 'languages'> | null): ForFinders => ({
  contact: plan?.contact ?? null,
  languages: plan?.languages ?? [],
})

/** An absent custodian of a plan. */
export type SealedTo = z.infer<typeof sealedToSchema>

/** Most faults of a plan that are named at once. */
const NAMED_FAULTS = 20

type Fault = DataOf<'PLAN_FORMAT'>['faults'][number]

/**
 * Reads a ceremony plan.
 *
 * @param bytes UTF-8 YAML 1.2, one document without aliases or tags
 * @param now   a key must not have expired before it is made
 * @throws PLAN_FORMAT with every fault, its field and its line; QUORUM_THRESHOLD_ONE, QUORUM_POLICY where that
 *         is the only one
 */
export function parsePlan(bytes: Uint8Array, now: Date): Plan {
  if (bytes.length > PLAN_LIMIT) throw unusable([ofFile({ mostBytes: PLAN_LIMIT })])
  const read = readYaml(decodeUtf8(bytes))
  if (!('value' in read)) throw unusable([inLine(read)])
  return planOf(read, now)
}

/**
 * A plan that a form has made. @throws as `parsePlan`; no fault has a line
 */
export const planOfForm = (value: unknown, now: Date): Plan =>
  planOf({ value, repeated: [], lineOf: () => null }, now)

/** A plan that was agreed to once, from where it is kept; null: what is kept there is none, as of an imported kit. */
export const keptPlan = (value: unknown): Plan | null => planSchema.safeParse(value).data ?? null

function planOf(read: ReadYaml, now: Date): Plan {
  const result = planSchema.safeParse(read.value)
  const faults = [
    ...(result.success ? [] : schemaProblems(result.error)),
    ...ruleFaults(read.value, now),
  ]
  const named = faults
    .filter(({ path }, i) => faults.findIndex(other => samePlace(other.path, path)) === i)
    .map(
      ({ path, problem }): Fault => ({
        ...{ where: place(path), line: read.lineOf(path), problem },
      }),
    )
  const all = [...read.repeated.map(inLine), ...named]
  const policy = policyFault(read.value)
  if (policy !== null && all.length === 0) throw policy.refusal
  if (policy !== null) {
    const { path, problem } = policy.fault
    all.push({ where: place(path), line: read.lineOf(path), problem })
  }
  if (all.length > 0 || !result.success) throw unusable(all)
  return result.data.rehearsal ? rehearsalOf(result.data) : result.data
}

/**
 * The plan of a rehearsal of this plan: its title says what it is, and nobody signs, because no vault
 * records it.
 *
 * @throws PLAN_FORMAT when the title is too long with that
 */
export function rehearsalOf({ people: _, profile: __, ...plan }: Plan): Plan {
  const title = rehearsed(plan.title)
  const problem = nameProblem(title)
  if (problem !== null) throw unusable([{ where: 'title', line: null, problem }])
  return { ...plan, title, rehearsal: true }
}

/**
 * What the people in the room agree to: 64 hex digits over the plan as it was understood (canonical JSON
 * with the defaults filled in), so that comments and layout of the file do not count.
 */
export const planHash = (plan: object): string =>
  taggedHash('keyclave/v1 ceremony plan', canonicalBytes(plan)).toString('hex')

/** In the order of the file. */
function unusable(faults: readonly Fault[]): KeyclaveError {
  const sorted = faults.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
  const more = Math.max(0, sorted.length - NAMED_FAULTS)
  return refuse('PLAN_FORMAT', { faults: sorted.slice(0, NAMED_FAULTS), more })
}

const ofFile = (problem: Fault['problem']): Fault => ({
  ...{ where: { part: 'file' }, line: null, problem },
})

const inLine = ({ line, problem }: { line: number | null; problem: Fault['problem'] }): Fault =>
  line === null ? ofFile(problem) : { where: { line }, line, problem }

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw unusable([ofFile('not-utf8')])
  }
}

const policySchema = z.object({
  quorum: z.object({ threshold: z.int(), custodians: z.array(z.unknown()) }),
})

/** Why no quorum can be of that many shares: as a refusal of its own, and as one fault among others. */
function policyFault(
  document: unknown,
): { readonly refusal: KeyclaveError; readonly fault: PlanFault } | null {
  const { data } = policySchema.safeParse(document)
  if (data === undefined) return null
  const { threshold, custodians } = data.quorum
  try {
    checkPolicy(threshold, custodians.length)
    return null
  } catch (refusal) {
    if (!(refusal instanceof KeyclaveError)) throw refusal
    const path = ['quorum', 'threshold']
    if (threshold < 2) return { refusal, fault: { path, problem: { least: 2 } } }
    return threshold > custodians.length
      ? { refusal, fault: { path, problem: { most: custodians.length } } }
      : { refusal, fault: { path: ['quorum', 'custodians'], problem: { mostEntries: 255 } } }
  }
}

/** Everybody in a plan with the role they have in it, and where it stands. */
export const placesOf = (
  plan: Pick<Plan, 'quorum' | 'people'>,
): readonly { readonly name: string; readonly role: Role; readonly where: string }[] =>
  everybodyIn(plan).map(({ name, role, path }) => ({ name, role, where: fieldAt(path) }))

/** Whether a place in a plan is that of a custodian who is absent. */
export const isAbsentIn = (
  { sealedTo = [] }: Pick<Plan, 'sealedTo'>,
  { name, role }: { readonly name: string; readonly role: Role },
): boolean =>
  role === 'custodian' && sealedTo.some(({ custodian }) => nameKey(custodian) === nameKey(name))

/** To whose key the share of this index is sealed; null: its custodian is in the room. */
export function sealedToOf({ quorum, sealedTo = [] }: Plan, index: number): SealedTo | null {
  const name = quorum.custodians[index - 1]
  if (name === undefined) return null
  return sealedTo.find(({ custodian }) => nameKey(custodian) === nameKey(name)) ?? null
}
