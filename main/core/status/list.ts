import type { Buffer } from 'node:buffer'
import * as z from 'zod'
import { refuse } from '../../../shared/errors.ts'
import { INSTRUCTIONS, KEY_REASONS, KEY_STATES } from '../../../shared/key-life.ts'
import { taggedHash } from '../bytes/index.ts'
import { nameSchema } from '../kit/index.ts'
import { agreementSchema } from '../log/index.ts'
import { canonicalBytes, readJson, schemaProblem } from '../text/index.ts'

/**
 * The status list: one signed file that says of every key in which state it is, for whoever holds a copy
 * and has no vault. Source: FORMAT, Status list.
 */

export const STATUS_FORMAT_NAME = 'keyclave status list 1'

/** Largest list, 16 MiB: some 40,000 entries. */
export const STATUS_LIMIT = 16 * 1024 * 1024

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`))
const instant = z.iso.datetime({ precision: 3 })
const day = z.iso.date()
const number = z.int().min(1)

const entrySchema = z
  .strictObject({
    /** `backup-key`, or the kind that the kit gives a key. */
    kind: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
    /** Of a key; of a backup key, the set id of its quorum. */
    id: z.string().regex(/^([0-9a-f]{10}|[0-9a-f]{16})$/),
    /** Of a backup key, its generation. */
    version: number,
    /** Of a backup key, SHA-256 of its recipient; absent: an imported secret has none. */
    fingerprint: hex(32).exactOptional(),
    state: z.enum(KEY_STATES),
    /** The day on which it came into this state. */
    since: day,
    activates: day.exactOptional(),
    protectUntil: day.exactOptional(),
    processUntil: day.exactOptional(),
    /** The day from which on what it protected is suspect. */
    occurred: day.exactOptional(),
    reason: z.enum(KEY_REASONS).exactOptional(),
    /** The version, or generation, that took its place. */
    replacedBy: number.exactOptional(),
    instruction: z.enum(INSTRUCTIONS),
  })
  .readonly()

/** By the status key of a quorum, whose people are gone or never were. */
const quorumWordSchema = z.strictObject({ setId: hex(5), signature: hex(64) }).readonly()

const content = {
  format: z.literal(STATUS_FORMAT_NAME),
  organisation: nameSchema,
  number,
  /** Hash of the list before it; null: there was none. */
  previous: hex(32).nullable(),
  issued: instant,
  /** When the next list is out at the latest: afterwards this one says nothing any more. */
  nextIssue: instant,
  /** The quorums whose keys it lists, all of them. */
  scope: z
    .array(z.strictObject({ setId: hex(5), fingerprint: hex(32) }).readonly())
    .min(1)
    .max(10_000)
    .readonly(),
  /** Where the log ended before it; null: it was made without a vault. */
  audit: z
    .strictObject({ log: hex(16), size: number, hash: hex(32) })
    .readonly()
    .nullable(),
  entries: z.array(entrySchema).max(100_000).readonly(),
}

const contentSchema = z.strictObject(content).readonly()
export const statusListSchema = z
  .strictObject({ ...content, agreement: z.union([agreementSchema, quorumWordSchema]) })
  .readonly()

export type StatusEntry = z.infer<typeof entrySchema>
/** A list that nobody has signed yet. */
export type StatusContent = z.infer<typeof contentSchema>
export type StatusList = z.infer<typeof statusListSchema>
export type QuorumWord = z.infer<typeof quorumWordSchema>

/** What is signed, printed in words and named by the next list: 64 hex digits. */
export function statusHash(list: StatusContent | StatusList): string {
  const { agreement: _, ...unsigned } = list as StatusList
  return taggedHash('keyclave/v1 status list', canonicalBytes(unsigned)).toString('hex')
}

/** The file of a list: its canonical JSON, without a line break at the end. */
export const statusToBytes = (list: StatusList): Buffer => canonicalBytes(list)

/**
 * Reads a list in any spelling of JSON. Whether it is signed is another question.
 *
 * @throws STATUS_FORMAT, STATUS_VERSION
 */
export function parseStatusList(bytes: Uint8Array): StatusList {
  if (bytes.length > STATUS_LIMIT) {
    throw refuse('STATUS_FORMAT', { where: { part: 'file' }, problem: { mostBytes: STATUS_LIMIT } })
  }
  const read = readJson(bytes)
  if ('not' in read) throw refuse('STATUS_FORMAT', { where: { part: 'file' }, problem: read.not })
  const { format } = (read.value ?? {}) as { readonly format?: unknown }
  if (typeof format === 'string' && /^keyclave status list \d{1,9}$/.test(format)) {
    if (format !== STATUS_FORMAT_NAME) {
      throw refuse('STATUS_VERSION', { have: format, known: STATUS_FORMAT_NAME })
    }
  }
  const parsed = statusListSchema.safeParse(read.value)
  if (!parsed.success) throw refuse('STATUS_FORMAT', schemaProblem(parsed.error))
  return ordered(parsed.data)
}

/** @throws STATUS_FORMAT when it ends before it begins, or lists something twice or out of order */
function ordered(list: StatusList): StatusList {
  const at = list.entries.findIndex((entry, i) => {
    const before = list.entries[i - 1]
    return before !== undefined && compareEntries(before, entry) >= 0
  })
  if (at !== -1) throw refuse('STATUS_FORMAT', { where: `entries[${at}]`, problem: 'out-of-order' })
  if (list.nextIssue <= list.issued || (list.number === 1) !== (list.previous === null)) {
    const where = list.nextIssue <= list.issued ? 'nextIssue' : 'previous'
    throw refuse('STATUS_FORMAT', { where, problem: 'invalid' })
  }
  return list
}

/** Entries stand in the order of their kinds, ids and versions. */
export function compareEntries(one: StatusEntry, other: StatusEntry): number {
  const compared = compare(one.kind, other.kind) || compare(one.id, other.id)
  return compared === 0 ? one.version - other.version : compared
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other))
