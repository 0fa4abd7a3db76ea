import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import { canonicalBytes } from './canonical-json.ts'
import { nameSchema } from './kit-schema.ts'
import { findRepeatedName } from './public-name.ts'
import { schemaProblem } from './schema-problem.ts'
import { checkPolicy } from './shamir.ts'
import { taggedHash } from './tagged-hash.ts'

/** The ceremony plan: the agreed script of a ceremony, as YAML. Source: DESIGN, Command line. */

/** Largest plan, 256 KiB. */
export const PLAN_LIMIT = 256 * 1024

const labels = { label: nameSchema, purpose: nameSchema }

const planSchema = z
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
    imports: z
      .array(z.strictObject({ ...labels, file: z.string().min(1).max(4096) }).readonly())
      .readonly()
      .default([]),
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
  if (bytes.length > PLAN_LIMIT) throw unusable('the file', `is larger than ${PLAN_LIMIT} bytes`)
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

const unusable = (where: string, problem: string) => refuse('PLAN_FORMAT', { where, problem })

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw unusable('the file', 'is not UTF-8 text')
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
    throw unusable(`line ${line}`, YAML_PROBLEMS[error.code] ?? 'is not valid YAML')
  }
  try {
    return document.toJS({ maxAliasCount: 0 })
  } catch {
    throw unusable('the file', 'uses YAML aliases, which a plan must not')
  }
}

const YAML_PROBLEMS: { readonly [code: string]: string } = {
  DUPLICATE_KEY: 'repeats a field',
  MULTIPLE_DOCS: 'starts a second document',
  TAB_AS_INDENT: 'is indented with a tab: use spaces',
  TAG_RESOLVE_FAILED: 'uses a YAML tag, which a plan must not',
}

function checkPlan({ quorum, keys, imports }: Plan, now: Date): void {
  checkPolicy(quorum.threshold, quorum.custodians.length)
  const person = findRepeatedName(quorum.custodians)
  if (person !== -1) {
    throw unusable(`quorum.custodians[${person}]`, 'is the name of an earlier custodian')
  }
  const label = findRepeatedName([...keys, ...imports].map(key => key.label))
  if (label !== -1) {
    const where = label < keys.length ? `keys[${label}]` : `imports[${label - keys.length}]`
    throw unusable(`${where}.label`, 'is the label of an earlier key')
  }
  const today = now.toISOString().slice(0, 10)
  keys.forEach(({ expires }, i) => {
    if (expires !== undefined && expires <= today) {
      throw unusable(`keys[${i}].expires`, 'must be a day to come')
    }
  })
}
