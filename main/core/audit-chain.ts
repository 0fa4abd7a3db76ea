import { Buffer } from 'node:buffer'
import { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import { canonicalBytes, canonicalJson, parseCanonical } from './canonical-json.ts'
import { PeopleInLog, type SignatureCheck } from './people-in-log.ts'
import { type Signer, verifySignature } from './signature.ts'
import type { Agreement } from './statement.ts'
import { taggedHash } from './tagged-hash.ts'

/**
 * The audit log as a hash chain: each entry carries the hash of the one before it, so that an entry
 * cannot be changed, removed, moved or added without every later hash changing (FORMAT: Audit log).
 *
 * A chain proves its own order, not its end: whoever can rewrite the file can cut it short or write
 * another future from some entry on. Both show against a head noted elsewhere, on the ceremony record
 * or on paper. In a vault with people each entry is signed too, so that rewriting takes their keys.
 */

type AuditValue =
  | null
  | boolean
  | number
  | string
  | readonly AuditValue[]
  | { readonly [key: string]: AuditValue }

/** Public facts about what was done: ids, counts, commitments. Never a secret, never a typed word. */
export type AuditDetails = { readonly [key: string]: AuditValue }

/** A person who signs what they do. */
export interface SigningActor {
  readonly name: string
  readonly signer: Pick<Signer, 'publicKey' | 'sign'>
  /** What people agreed to beforehand, if it takes that; stands in the details as `agreed`. */
  readonly agreed?: Agreement
}

/** Who does something: a person who signs; a name, where there are no people; or `keyclave` itself. */
export type Actor = string | SigningActor

/** What was done, by whom, to what. */
export interface AuditNote {
  readonly actor: Actor
  /** `noun.participle`, such as `ceremony.closed`. */
  readonly action: string
  /** `kind:id`, such as `quorum:0123456789`. */
  readonly subject: string
  readonly details: AuditDetails
}

/** One entry of the log. */
export interface AuditEntry extends Omit<AuditNote, 'actor'> {
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

/** Where a log ends: the number of its entries and the hash of the last. */
export interface AuditHead {
  readonly size: number
  readonly hash: string
}

/** What a sound chain says about itself. */
export interface ChainReport {
  readonly head: AuditHead
  /** Sequences of entries dated before the entry they follow: the clock was set back. */
  readonly clockSteps: readonly number[]
}

const LOG_FORMAT = 'keyclave audit log 1'
const FIRST_ACTION = 'log.begun'

/** The head of a log without entries. */
export const NO_ENTRIES: AuditHead = { size: 0, hash: '0'.repeat(64) }

const hex256 = z.string().regex(/^[0-9a-f]{64}$/)
const name = z.string().min(1).max(400)
const auditEntry = z
  .strictObject({
    sequence: z.int().min(1),
    time: z.iso.datetime({ precision: 3 }),
    actor: name,
    action: z.string().regex(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/),
    subject: name,
    details: z.custom<AuditDetails>(
      value => typeof value === 'object' && value !== null && !Array.isArray(value),
    ),
    previous: hex256,
    signer: hex256.exactOptional(),
    hash: hex256,
    signature: z
      .string()
      .regex(/^[0-9a-f]{128}$/)
      .exactOptional(),
  })
  .refine(entry => (entry.signer === undefined) === (entry.signature === undefined))

/** SHA-256 over every field of an entry but hash and signature, whatever fields it has. */
function hashOf(entry: object): string {
  const { hash: _, signature: __, ...rest } = entry as { hash?: unknown; signature?: unknown }
  return taggedHash('keyclave/v1 audit entry', canonicalBytes(rest)).toString('hex')
}

/**
 * The entry that follows `head`.
 *
 * @param time when it was done; an entry may be earlier than the one before it (a clock was set)
 */
export function nextEntry(head: AuditHead, note: AuditNote, time: Date): AuditEntry {
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
  return auditEntry.parse({
    ...entry,
    hash,
    ...(signing && { signature: signing.signer.sign(hash) }),
  })
}

const actorName = (actor: Actor): string => (typeof actor === 'string' ? actor : actor.name)

/**
 * The first entry of a new log. Its id makes two logs differ from their first hash on.
 *
 * @param logId 32 random hex characters
 */
export const firstEntry = (logId: string, time: Date): AuditEntry =>
  nextEntry(
    NO_ENTRIES,
    {
      actor: 'keyclave',
      action: FIRST_ACTION,
      subject: `log:${logId}`,
      details: { format: LOG_FORMAT },
    },
    time,
  )

/** The head of a log that ends with `entry`. */
export const headOf = (entry: AuditEntry): AuditHead => ({
  size: entry.sequence,
  hash: entry.hash,
})

/**
 * Takes a candidate as the entry after `head`, or refuses it by the place where it stands.
 *
 * @throws AUDIT_BROKEN
 */
function follow(head: AuditHead, candidate: unknown): AuditEntry {
  const sequence = head.size + 1
  const broken = (problem: string) => refuse('AUDIT_BROKEN', { sequence, problem })
  const { success, data: entry } = auditEntry.safeParse(candidate)
  if (!success) throw broken('it is not an audit entry')
  if (entry.sequence !== sequence) throw broken('it is missing, or out of its order')
  if (entry.previous !== head.hash) throw broken('it does not follow the entry before it')
  if (sequence === 1 && (entry.action !== FIRST_ACTION || entry.details.format !== LOG_FORMAT)) {
    throw broken('it is not the beginning of an audit log')
  }
  if (hashSafely(candidate as object) !== entry.hash) throw broken('it was changed')
  return entry
}

/** As hashOf, and '' for what has no canonical form (lone surrogates), which matches no hash. */
function hashSafely(candidate: object): string {
  try {
    return hashOf(candidate)
  } catch {
    return ''
  }
}

/**
 * Verifies a whole log, from its first entry, one entry at a time: a caller that must not block gives
 * way between two.
 *
 * @param entries  in their order, as they were found: nothing about them is trusted
 * @param expected a head noted earlier elsewhere; the log must still contain it
 * @param check    verifies a signature, or takes it to be verified later; as a rule at once
 * @throws AUDIT_BROKEN {sequence, problem} at the first entry that does not fit: edited, dropped,
 *         swapped, repeated, not the beginning of a log, or not signed by those whom it takes
 * @throws AUDIT_TRUNCATED {have, need} when the log ends before the expected head
 * @throws AUDIT_FORKED {sequence} when it has another entry where the expected head was
 */
export function* chainSteps(
  entries: Iterable<unknown>,
  expected?: AuditHead,
  check: (signature: SignatureCheck) => boolean = isSound,
): Generator<void, ChainReport> {
  const people = new PeopleInLog()
  let head = NO_ENTRIES
  let time = ''
  const clockSteps: number[] = []
  for (const candidate of entries) {
    const entry = follow(head, candidate)
    const problem = people.follow(entry, check)
    if (problem !== null) throw refuse('AUDIT_BROKEN', { sequence: entry.sequence, problem })
    head = headOf(entry)
    if (entry.time < time) clockSteps.push(entry.sequence)
    time = entry.time
    if (head.size === expected?.size && head.hash !== expected.hash) {
      throw refuse('AUDIT_FORKED', { sequence: head.size })
    }
    yield
  }
  if (expected && head.size < expected.size) {
    throw refuse('AUDIT_TRUNCATED', { have: head.size, need: expected.size })
  }
  if (head.size === 0) throw refuse('AUDIT_BROKEN', { sequence: 1, problem: 'it is missing' })
  return { head, clockSteps }
}

const isSound = ({ key, hash, signature }: SignatureCheck): boolean =>
  verifySignature(key, hash, signature)

/** Verifies a whole log at once; as chainSteps. */
export function verifyChain(entries: Iterable<unknown>, expected?: AuditHead): ChainReport {
  const steps = chainSteps(entries, expected)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** One line of the exported log: the entry as canonical JSON (RFC 8785) and a line feed. */
export const auditLine = (entry: AuditEntry): string => `${canonicalJson(entry)}\n`

/**
 * Verifies an exported log: JSON lines, each the canonical form of its entry, to the byte.
 *
 * @throws AUDIT_BROKEN, AUDIT_TRUNCATED, AUDIT_FORKED as verifyChain
 */
export const verifyAuditJsonl = (bytes: Uint8Array, expected?: AuditHead): ChainReport =>
  verifyChain(candidatesIn(bytes), expected)

const LINE_FEED = 0x0a

/** The entries of an exported log, in their order, unverified. @throws AUDIT_BROKEN */
export function* candidatesIn(bytes: Uint8Array): Generator<unknown> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let start = 0, sequence = 1; start < buffer.length; sequence += 1) {
    const end = buffer.indexOf(LINE_FEED, start)
    if (end === -1) throw refuse('AUDIT_BROKEN', { sequence, problem: 'it is cut off' })
    const line = parseCanonical(buffer.subarray(start, end))
    if ('not' in line) {
      throw refuse('AUDIT_BROKEN', { sequence, problem: 'it is not canonical JSON' })
    }
    yield line.value
    start = end + 1
  }
}
