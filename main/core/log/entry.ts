import { z } from 'zod'
import { isLogAction, LOG_ROWS, type LogAction, type LogNote } from '../../../shared/log-actions.ts'
import { SUBJECTS } from '../../../shared/log-subjects.ts'
import { taggedTextHash } from '../bytes/index.ts'
import type { Signer } from '../people/index.ts'
import { type AuditHead, canonicalJson } from '../text/index.ts'
import type { AuditDetails } from './details.ts'
import type { Agreement } from './statement.ts'

/** One entry of the audit log: what it says, how it is hashed and signed (FORMAT: Audit log). */

/** A person who signs what they do. */
export interface SigningActor {
  readonly name: string
  readonly signer: Pick<Signer, 'publicKey' | 'sign'>
  /** What people agreed to beforehand, if it takes that; stands in the details as `agreed`. */
  readonly agreed?: Agreement
}

/** Who does something: a person who signs; a name, where there are no people; or `keyclave` itself. */
export type Actor = string | SigningActor

/** What is recorded: what was done, to what, by whom. */
export type AuditNote = LogNote & { readonly actor: Actor }

/** What was done, as any version may have written it. */
interface AnyNote {
  /** `noun.participle`, such as `ceremony.closed`; this version writes those of `LogAction`. */
  readonly action: string
  /** `kind:id`, such as `quorum:0123456789`. */
  readonly subject: string
  readonly details: AuditDetails
}

/** One entry of the log. */
export interface AuditEntry extends AnyNote {
  readonly actor: string
  /** 1, 2, 3 … */
  readonly sequence: number
  /** RFC 3339, UTC, milliseconds. */
  readonly time: string
  /** Hash of the entry before it; 64 zeros in the first. */
  readonly previous: string
  /** The actor's public key, 64 hex characters; absent when nobody signed. */
  readonly signer?: string
  /** SHA-256 of all the other fields but the signature, 64 hex characters. */
  readonly hash: string
  /** Ed25519 over the hash, 128 hex characters. */
  readonly signature?: string
}

export const LOG_FORMAT = 'keyclave audit log 1'
export const FIRST_ACTION = 'log.begun' satisfies LogAction

/** The head of a log without entries. */
export const NO_ENTRIES: AuditHead = { size: 0, hash: '0'.repeat(64) }

const matches =
  (pattern: RegExp) =>
  (value: unknown): boolean =>
    typeof value === 'string' && pattern.test(value)
const hex256 = matches(/^[0-9a-f]{64}$/)
const isName = (value: unknown): boolean =>
  typeof value === 'string' && value.length >= 1 && value.length <= 400

/** The members of an entry; a log has many thousands, each of which is judged by this. */
const MEMBERS: { readonly [name in keyof Required<AuditEntry>]: (value: unknown) => boolean } = {
  sequence: value => Number.isSafeInteger(value) && Number(value) >= 1,
  time: matches(z.regexes.datetime({ precision: 3 })),
  actor: isName,
  action: matches(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/),
  subject: isName,
  details: value => typeof value === 'object' && value !== null && !Array.isArray(value),
  previous: hex256,
  signer: hex256,
  hash: hex256,
  signature: matches(/^[0-9a-f]{128}$/),
}
const ALWAYS = Object.keys(MEMBERS).filter(name => name !== 'signer' && name !== 'signature')

/** Whether a value of JSON has the members of an entry and no others (FORMAT: Audit log). */
export function isAuditEntry(value: unknown): value is AuditEntry {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const members = value as { readonly [name: string]: unknown }
  return (
    ALWAYS.every(name => Object.hasOwn(members, name)) &&
    Object.hasOwn(members, 'signer') === Object.hasOwn(members, 'signature') &&
    Object.keys(members).every(
      name => Object.hasOwn(MEMBERS, name) && MEMBERS[name as keyof AuditEntry](members[name]),
    )
  )
}

/** SHA-256 over every field of an entry but hash and signature, whatever fields it has. */
export function hashOf(entry: object): string {
  const { hash: _, signature: __, ...rest } = entry as { hash?: unknown; signature?: unknown }
  return taggedTextHash('keyclave/v1 audit entry', canonicalJson(rest))
}

/**
 * The entry that follows `head`.
 *
 * @param time when it was done; an entry may be earlier than the one before it (a clock was set)
 */
export function nextEntry(
  head: AuditHead,
  note: AnyNote & { readonly actor: Actor },
  time: Date,
): AuditEntry {
  const signing = typeof note.actor === 'string' ? null : note.actor
  const entry = {
    sequence: head.size + 1,
    time: time.toISOString(),
    actor: actorName(note.actor),
    action: note.action,
    subject: note.subject,
    details: signing?.agreed ? { ...note.details, agreed: signing.agreed } : note.details,
    previous: head.hash,
    ...(signing && { signer: signing.signer.publicKey }),
  }
  const hash = hashOf(entry)
  const next = { ...entry, hash, ...(signing && { signature: signing.signer.sign(hash) }) }
  if (!isAuditEntry(next)) throw new Error(`${note.action} makes no entry`)
  return next
}

export const actorName = (actor: Actor): string => (typeof actor === 'string' ? actor : actor.name)

/**
 * The first entry of a new log. Its id makes two logs differ from their first hash on.
 *
 * @param logId  32 random hex characters
 * @param tables the format of a vault whose tables all follow from the log; absent outside a vault
 */
export const firstEntry = (logId: string, time: Date, tables?: number): AuditEntry =>
  nextEntry(
    NO_ENTRIES,
    {
      actor: 'keyclave',
      action: FIRST_ACTION,
      subject: `log:${logId}`,
      details: { format: LOG_FORMAT, ...(tables !== undefined && { tables }) },
    },
    time,
  )

/**
 * An entry in the words of this version, without what was agreed to; null when it is of another version:
 * its action is not known here, or is about something else or says something else.
 */
export function noteIn({ action, subject, details }: AuditEntry): LogNote | null {
  if (!isLogAction(action)) return null
  const row = LOG_ROWS[action]
  const { agreed: _, unsigned: __, ...said } = details
  const known = SUBJECTS[row.subject].safeParse(subject).success
  return known && row.details.safeParse(said).success
    ? ({ action, subject, details: said } as LogNote)
    : null
}

/** The head of a log that ends with `entry`. */
export const headOf = (entry: AuditEntry): AuditHead => ({
  size: entry.sequence,
  hash: entry.hash,
})
