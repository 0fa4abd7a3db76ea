/** The audit log of the open vault. */
import * as z from 'zod'
import { chosen } from '../chosen.ts'
import { count, nothing, setId, time } from '../field.ts'

const entry = z.strictObject({
  sequence: z.int(),
  time,
  actor: z.string(),
  /** `ceremony.closed`, `share.read-back` … */
  action: z.string(),
  /** `kind:id`. */
  subject: z.string(),
  /** Public facts, each as JSON text. */
  details: z.array(z.strictObject({ name: z.string(), json: z.string() })),
  /** Whether this version writes such entries, so that there is a sentence for it. */
  known: z.boolean(),
  hash: z.string(),
  /** Whether a person signed it; the rest is noted by the program, or by a vault without people. */
  signed: z.boolean(),
  /** Who agreed to it beforehand, by name. */
  signers: z.array(z.string()),
  /** What its ids are called, by subject; the quorums that it concerns stand here without a name, too. */
  named: z.array(z.strictObject({ of: z.string(), name: z.string().nullable() })),
})

/** Which entries of a log are wanted: all that is said of them must be so. */
const filter = z.strictObject({
  /** Who did it, signed it, is named in it, or whose card it is about; by name. */
  person: z.string().max(400).nullable(),
  /** What was done: `drill.held`, or all of `drill`; none: anything. */
  actions: z.array(z.string().max(100)).max(200),
  /** Which quorum it concerns. */
  quorum: setId.nullable(),
  /** Not before this instant. */
  from: time.nullable(),
  /** Before this instant. */
  to: time.nullable(),
  /**
   * Words that are looked for, each in names, labels, ids and all that an entry says; `actions` are those whose
   * words at the desk have it.
   */
  terms: z
    .array(z.strictObject({ text: z.string().min(1).max(200), actions: z.array(z.string()) }))
    .max(20),
})

const head = z.string().max(1000).exactOptional()

/** Some of the entries of a log, from one to another. */
const part = z.strictObject({
  /** The id of the log that it says it is of, 32 hex digits. */
  log: z.string(),
  first: count,
  last: count,
  /** What its entries were compared with; null: nothing but themselves. */
  linkedBy: z.enum(['head', 'vault']).nullable(),
})

const soundLog = z.strictObject({
  size: count,
  /** Of the last entry, 64 hex digits. Note it elsewhere: it proves the log's end. */
  hash: z.string(),
  /** The hash as 32 words. Written after the size, this is the head as it is printed. */
  words: z.array(z.string()).exactOptional(),
  /** Entries dated before the entry they follow: the clock was set back. */
  clockSteps: z.array(z.int()),
  /** Absent of a whole log. */
  part: part.exactOptional(),
})

export const auditCalls = {
  /**
   * For the audit screen: a page of entries, newest first.
   *
   * @param before show entries older than this sequence; null for the newest
   * @param filter which entries; absent: all
   * @returns `size` is of the whole log; `more`: older entries fit, too
   * @throws VAULT_CLOSED, VAULT_*
   */
  'audit.page': {
    input: z.strictObject({
      before: z.int().min(1).nullable(),
      limit: z.int().min(1).max(500),
      filter: filter.exactOptional(),
    }),
    output: z.strictObject({ entries: z.array(entry), size: count, more: z.boolean() }),
  },
  /** What a filter of the log can be made of: who, what and which quorums stand in it. @throws VAULT_CLOSED, VAULT_* */
  'audit.choices': {
    input: nothing,
    output: z.strictObject({
      people: z.array(z.string()),
      actions: z.array(z.string()),
      quorums: z.array(z.strictObject({ setId, title: z.string().nullable() })),
    }),
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
  /**
   * Verifies an exported log, or a part of one, by itself; beside the open vault, also that the vault has it.
   *
   * @throws AUDIT_BROKEN, AUDIT_PART_HEAD, VAULT_HEAD, FILE_*
   */
  'audit.verifyFile': { input: z.strictObject({ file: chosen('file'), head }), output: soundLog },
  /**
   * Writes the log as JSON lines into a new file, or a part of it: from its first entry of `from` or later to
   * its last before `to`, and every entry between them.
   *
   * @throws AUDIT_PART_EMPTY, VAULT_CLOSED, FILE_EXISTS, FILE_*
   */
  'audit.export': {
    input: z.strictObject({
      out: chosen('new'),
      part: z.strictObject({ from: time.nullable(), to: time.nullable() }).exactOptional(),
    }),
    output: z.strictObject({ path: z.string(), entries: count }),
  },
} as const
