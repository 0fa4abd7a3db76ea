/** Status lists: the signed file that says outside what became of every key (FORMAT: Status list). */
import * as z from 'zod'
import { chosen } from '../chosen.ts'
import { STATUS_SIGNATURE_PROBLEMS } from '../codes/status.ts'
import { count, kitSource, nothing, setId, time } from '../field.ts'
import { INSTRUCTIONS, KEY_REASONS, KEY_STATES } from '../key-life.ts'
import { approved } from './people.ts'
import { paperSize } from './printing.ts'

const day = z.iso.date().meta({ examples: ['2026-11-21'] })
/** As `time`, where the window says one. */
const moment = z.iso.datetime({ precision: 3 }).meta({ examples: ['2026-11-21T10:00:00.000Z'] })
const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ examples: ['0011223344556677'.repeat(4)] })

const published = z.strictObject({
  number: count,
  hash,
  words: z.array(z.string()),
  issued: time,
  nextIssue: time,
})

/** What a list is made of: the same makes the same list, as long as the vault says the same. */
const issue = {
  issued: moment,
  /** Until the next list. */
  days: z.int(),
  /** How many entries the log had. */
  size: count,
}

const draft = z.strictObject({
  ...{ ...issue, number: count, list: hash, previous: hash.nullable(), nextIssue: time },
  words: z.array(z.string()),
  /** How many entries are in which state. */
  states: z.array(z.strictObject({ state: z.enum(KEY_STATES), count })),
})

const entry = z.strictObject({
  kind: z.string(),
  id: z.string(),
  version: count,
  fingerprint: hash.exactOptional(),
  state: z.enum(KEY_STATES),
  since: day,
  activates: day.exactOptional(),
  protectUntil: day.exactOptional(),
  processUntil: day.exactOptional(),
  occurred: day.exactOptional(),
  reason: z.enum(KEY_REASONS).exactOptional(),
  replacedBy: count.exactOptional(),
  instruction: z.enum(INSTRUCTIONS),
})

const answer = z.discriminatedUnion('answer', [
  z.strictObject({ answer: z.literal('good'), until: day, entry: entry.nullable() }),
  z.strictObject({ answer: z.literal('suspended'), since: day, entry }),
  z.strictObject({ answer: z.literal('revoked'), since: day, entry }),
  z.strictObject({ answer: z.literal('stale'), since: time }),
  z.strictObject({ answer: z.literal('unknown') }),
  z.strictObject({
    answer: z.literal('not-signed'),
    problem: z.enum(STATUS_SIGNATURE_PROBLEMS),
  }),
  z.strictObject({ answer: z.literal('older'), number: count, seen: count }),
  z.strictObject({ answer: z.literal('forked'), number: count, seen: count }),
])

export const statusCalls = {
  /** For the screen of status lists: the one that is out, as far as the vault knows. @throws VAULT_CLOSED, VAULT_* */
  'status.last': { input: nothing, output: z.strictObject({ last: published.nullable() }) },
  /** Before people sign: what they will sign. @throws STATUS_NEXT, STATUS_QUORUM_NEEDED, KIT_NONE; CLOCK_DOUBTFUL */
  'status.draft': { input: z.strictObject({ days: z.int() }), output: draft },
  /**
   * Publishes the list that was drafted, into a new file; with people, they sign `status.publish` for it.
   *
   * @throws APPROVAL_VOID when the vault says something else by now; STATUS_*, CLOCK_DOUBTFUL, FILE_*
   */
  'status.publish': {
    input: z.strictObject({ ...issue, out: chosen('new'), approval: approved }),
    output: z.strictObject({ ...published.shape, path: z.string() }),
  },
  /** Writes the page of the list that is out, or of the one in a file. @throws STATUS_*, FILE_* */
  'status.page': {
    input: z.strictObject({ list: chosen('file'), out: chosen('new'), paper: paperSize }),
    output: z.strictObject({ path: z.string() }),
  },
  /** Checks a list, and what it says of a key. @throws STATUS_*, KIT_*, FILE_* */
  'status.check': {
    input: z.strictObject({
      list: chosen('file'),
      kit: kitSource,
      /** Its id, its label or its fingerprint; of a backup key its recipient; null: the list alone. */
      key: z.string().min(1).max(4096).nullable(),
      seen: chosen('file').nullable(),
    }),
    output: z.strictObject({
      ...{ answer, instead: count.nullable() },
      ...{ number: count, organisation: z.string(), issued: time, nextIssue: time },
      ...{ entries: count, hash, words: z.array(z.string()), setId, kitFingerprint: z.string() },
    }),
  },
  /**
   * Writes what the vault records of a period, both days in it, into a new folder: as a page, as JSON and as
   * tables.
   *
   * @throws COMPLIANCE_PERIOD; FOLDER_NOT_EMPTY, FILE_*, VAULT_*
   */
  'compliance.report': {
    input: z.strictObject({ from: day, to: day, out: chosen('new'), paper: paperSize }),
    output: z.strictObject({ path: z.string(), keys: count, deeds: count, exceptions: count }),
  },
} as const
