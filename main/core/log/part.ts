import { z } from 'zod'
import type { AuditProblem } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import { Turn } from '../bytes/index.ts'
import { verifySignature } from '../people/index.ts'
import { type AuditHead, canonicalJson } from '../text/index.ts'
import { type ChainReport, follow } from './chain.ts'
import { type AuditEntry, headOf, isAuditEntry, NO_ENTRIES } from './entry.ts'
import { agrees } from './people-in-log.ts'
import { agreementSchema, findBadConsent } from './statement.ts'

/**
 * A part of a log: its entries from one to another, none left out, behind a line that says which they are
 * (FORMAT: A part of a log).
 *
 * By itself it proves that nobody has changed, dropped, added or moved one of them since they were signed and
 * chained, and that each signature is by the key that it names. It does not prove whose keys those are, or who
 * might sign: that stands before it; nor what came before and after it. The hash before its first entry, and
 * those of its entries, tie it to the log: to a head on paper, or to the vault itself.
 */

const PART_FORMAT = 'keyclave audit log part 1'

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`))
const number = z.int().min(1)

const headingSchema = z
  .strictObject({
    first: number,
    format: z.literal(PART_FORMAT),
    /** Where the log ended when the part was written; nothing in the part proves it. */
    head: z.strictObject({ hash: hex(32), size: number }).readonly(),
    last: number,
    log: hex(16),
  })
  .readonly()

/** The first line of a part. */
export type PartHeading = z.infer<typeof headingSchema>

/** The first line, with its line feed. */
export const partLine = (heading: Omit<PartHeading, 'format'>): string =>
  `${canonicalJson({ ...heading, format: PART_FORMAT })}\n`

/** What a sound part says of itself. */
export interface PartReport extends ChainReport {
  readonly heading: PartHeading
  /** The head before its first entry; of size 0 where it is the beginning of the log. */
  readonly before: AuditHead
  /** Of its entries, in their order. */
  readonly hashes: readonly string[]
}

/** Whether the first value of a file says that it is a part of a log. */
export const isPart = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  String((value as { readonly format?: unknown }).format).startsWith('keyclave audit log part')

/**
 * Verifies a part by itself, and gives way in between.
 *
 * @param heading its first line, unjudged
 * @param entries those behind it, unjudged
 * @throws AUDIT_BROKEN {sequence, problem}
 */
export async function verifyPart(
  heading: unknown,
  entries: Iterable<unknown>,
): Promise<PartReport> {
  const { success, data } = headingSchema.safeParse(heading)
  if (!success || data.last < data.first || data.head.size < data.last) throw broken(1, 'no-part')
  const turn = new Turn()
  const hashes: string[] = []
  const clockSteps: number[] = []
  let before: AuditHead | null = null
  let head = NO_ENTRIES
  let time = ''
  for (const candidate of entries) {
    before ??= headBefore(data.first, candidate)
    if (hashes.length === 0) head = before
    if (head.size === data.last) throw broken(head.size + 1, 'out-of-order')
    const entry = follow(head, candidate)
    const problem = signatureProblem(entry, data)
    if (problem !== null) throw broken(entry.sequence, problem)
    if (entry.time < time) clockSteps.push(entry.sequence)
    time = entry.time
    head = headOf(entry)
    hashes.push(entry.hash)
    await turn.end()
  }
  const end = head.size === 0 ? data.first - 1 : head.size
  if (before === null || end < data.last) throw broken(end + 1, 'missing')
  if (data.head.size === head.size && data.head.hash !== head.hash) throw broken(1, 'no-part')
  return { heading: data, before, head, hashes, clockSteps }
}

/**
 * Compares a part with a head that was noted elsewhere: the hash before its first entry counts, too.
 *
 * @throws AUDIT_FORKED {sequence} when the log had another entry there; AUDIT_PART_HEAD when the head is of an
 *         entry that the part does not have
 */
export function requireHeadInPart({ heading, before, hashes }: PartReport, head: AuditHead): void {
  const { first, last } = heading
  const at = head.size - first
  const there = at === -1 ? before.hash : hashes[at]
  if (there === undefined) throw refuse('AUDIT_PART_HEAD', { entry: head.size, first, last })
  if (there !== head.hash) throw refuse('AUDIT_FORKED', { sequence: head.size })
}

/** What the first entry says of the one before it. @throws AUDIT_BROKEN */
function headBefore(first: number, candidate: unknown): AuditHead {
  if (!isAuditEntry(candidate)) throw broken(first, 'not-an-entry')
  return first === 1 ? NO_ENTRIES : { size: first - 1, hash: candidate.previous }
}

/** What is wrong with the signatures of an entry, as far as it says by itself; null: nothing. */
function signatureProblem(entry: AuditEntry, { log }: PartHeading): AuditProblem | null {
  const { signer, signature, hash, details, subject } = entry
  if (signer === undefined || signature === undefined) return null
  if (!verifySignature(signer, hash, signature)) return 'signature-wrong'
  if (!Object.hasOwn(details, 'agreed')) return null
  const { success, data } = agreementSchema.safeParse(details.agreed)
  if (!success) return 'no-agreement'
  const { statement, by } = data
  const isAbout = statement.log === log && agrees(statement.terms, { ...details, subject })
  if (!isAbout) return 'agreed-otherwise'
  if (findBadConsent(data) !== -1) return 'agreement-signature-wrong'
  return by.some(({ key }) => key === signer) ? null : 'actor-did-not-agree'
}

const broken = (sequence: number, problem: AuditProblem) =>
  refuse('AUDIT_BROKEN', { sequence, problem })
