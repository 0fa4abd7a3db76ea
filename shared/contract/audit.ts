/** The audit log of the open vault. */
import * as z from 'zod'
import { chosen } from '../chosen.ts'
import { count, time } from '../field.ts'

const entry = z.strictObject({
  sequence: z.int(),
  time,
  actor: z.string(),
  /** `ceremony.closed`, `share.read-back` … */
  action: z.string(),
  /** `kind:id`. */
  subject: z.string(),
  /** Public facts, a value that is no text or number as JSON text. */
  details: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  hash: z.string(),
  /** Whether a person signed it; the rest is noted by the program, or by a vault without people. */
  signed: z.boolean().exactOptional(),
})

const head = z.string().max(1000).exactOptional()

const soundLog = z.strictObject({
  size: count,
  /** Of the last entry, 64 hex digits. Note it elsewhere: it proves the log's end. */
  hash: z.string(),
  /** The hash as 32 words. Written after the size, this is the head as it is printed. */
  words: z.array(z.string()).exactOptional(),
  /** Entries dated before the entry they follow: the clock was set back. */
  clockSteps: z.array(z.int()),
})

export const auditCalls = {
  /**
   * For the audit screen: a page of entries, newest first.
   *
   * @param before show entries older than this sequence; null for the newest
   * @throws VAULT_CLOSED, VAULT_*
   */
  'audit.page': {
    input: z.strictObject({ before: z.int().min(1).nullable(), limit: z.int().min(1).max(500) }),
    output: z.strictObject({ entries: z.array(entry), size: count }),
  },
  /**
   * When an auditor presses Verify.
   *
   * @param head from a card, a record or a label: the number, then 32 words or 64 hex digits; the log must
   *             still contain it
   * @throws AUDIT_BROKEN {sequence, problem}, AUDIT_TRUNCATED, AUDIT_FORKED, HEAD_FORMAT, WORDS_UNKNOWN,
   *         WORDS_ORDER, WORDS_COUNT, VAULT_CLOSED, VAULT_*
   */
  'audit.verify': { input: z.strictObject({ head }), output: soundLog },
  /** Verifies an exported log, without a vault. @throws AUDIT_BROKEN, FILE_* */
  'audit.verifyFile': { input: z.strictObject({ file: chosen('file'), head }), output: soundLog },
  /** Writes the log as JSON lines into a new file. @throws VAULT_CLOSED, FILE_EXISTS, FILE_* */
  'audit.export': {
    input: z.strictObject({ out: chosen('new') }),
    output: z.strictObject({ path: z.string(), entries: count }),
  },
} as const
