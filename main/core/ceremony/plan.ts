import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import type { DocumentProblem, Where } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import { PROFILES, type Role } from '../../../shared/roles.ts'
import { taggedHash } from '../bytes/index.ts'
import { nameSchema } from '../kit/index.ts'
import { rolesProblem } from '../people/index.ts'
import { checkPolicy } from '../share/index.ts'
import { canonicalBytes, findRepeatedName, nameKey, schemaProblem } from '../text/index.ts'

/** The ceremony plan: the agreed script of a ceremony, as YAML. Source: ARCHITECTURE: Command line. */

/** Largest plan, 256 KiB. */
export const PLAN_LIMIT = 256 * 1024

const names = z.array(nameSchema).min(1).readonly()

/** Who takes part besides the custodians. */
const peopleSchema = z
  .strictObject({ administrators: names, witnesses: names, recoveryOfficers: names })
  .readonly()

const labels = { label: nameSchema, purpose: nameSchema }

export const planSchema = z
  .strictObject({
    title: nameSchema,
    organisation: nameSchema,
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
            bits: z.literal([128, 192, 256]),
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
    profile: z.enum(PROFILES).exactOptional(),
    imports: z
      .array(z.strictObject({ ...labels, file: z.string().min(1).max(4096) }).readonly())
      .readonly()
      .default([]),
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

/**
 * Reads a ceremony plan.
 *
 * @param bytes UTF-8 YAML 1.2, one document without aliases or tags
 * @param now   a key must not have expired before it is made
 * @throws PLAN_FORMAT with the field or the line; QUORUM_THRESHOLD_ONE, QUORUM_POLICY
 */
export function parsePlan(bytes: Uint8Array, now: Date): Plan {
  if (bytes.length > PLAN_LIMIT) throw unusable({ part: 'file' }, { mostBytes: PLAN_LIMIT })
  const result = planSchema.safeParse(readYaml(decodeUtf8(bytes)))
  if (!result.success) {
    const { where, problem } = schemaProblem(result.error)
    throw unusable(where, problem)
  }
  checkPlan(result.data, now)
  return result.data
}

/** The policy in words: "any 3 of these 5 people, together with the passphrase". */
export function describePolicy({ quorum }: Pick<Plan, 'quorum'>): string {
  const count = quorum.custodians.length
  const people =
    quorum.threshold === count
      ? `all ${count} of these`
      : `any ${quorum.threshold} of these ${count}`
  return `${people} people, together with the passphrase`
}

/**
 * What the people in the room agree to: 64 hex digits over the plan as it was understood (canonical JSON
 * with the defaults filled in), so that comments and layout of the file do not count.
 */
export const planHash = (plan: object): string =>
  taggedHash('keyclave/v1 ceremony plan', canonicalBytes(plan)).toString('hex')

const unusable = (where: Where, problem: DocumentProblem) =>
  refuse('PLAN_FORMAT', { where, problem })

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw unusable({ part: 'file' }, 'not-utf8')
  }
}

/** The parser's own messages quote the text; a file given by mistake may be a secret, so they are not shown. */
function readYaml(text: string): unknown {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, {
    lineCounter,
    version: '1.2',
    schema: 'core',
    uniqueKeys: true,
    stringKeys: true,
    prettyErrors: false,
    logLevel: 'error', // 'silent' would take a second document without a word
  })
  const [error] = [...document.errors, ...document.warnings]
  if (error !== undefined) {
    const { line } = lineCounter.linePos(error.pos[0])
    throw unusable({ line }, YAML_PROBLEMS[error.code] ?? 'not-yaml')
  }
  try {
    return document.toJS({ maxAliasCount: 0 })
  } catch {
    throw unusable({ part: 'file' }, 'yaml-alias')
  }
}

const YAML_PROBLEMS: { readonly [code: string]: DocumentProblem } = {
  DUPLICATE_KEY: 'field-twice',
  MULTIPLE_DOCS: 'second-document',
  TAB_AS_INDENT: 'tab',
  TAG_RESOLVE_FAILED: 'yaml-tag',
}

function checkPlan(plan: Plan, now: Date): void {
  const { quorum, keys, imports } = plan
  checkPolicy(quorum.threshold, quorum.custodians.length)
  const person = findRepeatedName(quorum.custodians)
  if (person !== -1) {
    throw unusable(`quorum.custodians[${person}]`, 'name-of-earlier')
  }
  checkRoles(plan)
  const label = findRepeatedName([...keys, ...imports].map(key => key.label))
  if (label !== -1) {
    const where = label < keys.length ? `keys[${label}]` : `imports[${label - keys.length}]`
    throw unusable(`${where}.label`, 'label-of-earlier')
  }
  const today = now.toISOString().slice(0, 10)
  keys.forEach(({ expires }, i) => {
    if (expires !== undefined && expires <= today) {
      throw unusable(`keys[${i}].expires`, 'not-to-come')
    }
  })
}

/** Everybody in a plan with the role they have in it, and where it stands. */
export function placesOf({ quorum, people }: Pick<Plan, 'quorum' | 'people'>): readonly {
  readonly name: string
  readonly role: Role
  readonly where: string
}[] {
  const places = (list: readonly string[], role: Role, where: string) =>
    list.map((name, i) => ({ name, role, where: `${where}[${i}]` }))
  return [
    ...places(quorum.custodians, 'custodian', 'quorum.custodians'),
    ...places(people?.administrators ?? [], 'administrator', 'people.administrators'),
    ...places(people?.witnesses ?? [], 'witness', 'people.witnesses'),
    ...places(people?.recoveryOfficers ?? [], 'recovery-officer', 'people.recoveryOfficers'),
  ]
}

function checkRoles(plan: Plan): void {
  const roles = new Map<string, Role[]>()
  for (const { name, role, where } of placesOf(plan)) {
    const theirs = [...(roles.get(nameKey(name)) ?? []), role]
    const problem = rolesProblem(theirs, plan.profile ?? 'strict')
    if (problem !== null) throw unusable(where, { roles: problem })
    roles.set(nameKey(name), theirs)
  }
}
