import type { AuditProblem } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import { verifySignature } from '../people/index.ts'
import { type AuditHead, canonicalJson, jsonValues, type NotJson, readJson } from '../text/index.ts'
import {
  type AuditEntry,
  FIRST_ACTION,
  hashOf,
  headOf,
  isAuditEntry,
  LOG_FORMAT,
  NO_ENTRIES,
} from './entry.ts'
import { PeopleInLog, type Policies, type SignatureCheck } from './people-in-log.ts'

/**
 * The audit log as a hash chain: each entry carries the hash of the one before it, so that an entry
 * cannot be changed, removed, moved or added without every later hash changing (FORMAT: Audit log).
 *
 * A chain proves its own order, not its end: whoever can rewrite the file can cut it short or write
 * another future from some entry on. Both show against a head noted elsewhere, on the ceremony record
 * or on paper. In a vault with people each entry is signed too, so that rewriting takes their keys.
 */

/** What a sound chain says about itself. */
export interface ChainReport {
  readonly head: AuditHead
  /** Sequences of entries dated before the entry they follow: the clock was set back. */
  readonly clockSteps: readonly number[]
}

/**
 * Takes a candidate as the entry after `head`, or refuses it by the place where it stands.
 *
 * @throws AUDIT_BROKEN
 */
export function follow(head: AuditHead, candidate: unknown): AuditEntry {
  const sequence = head.size + 1
  const broken = (problem: AuditProblem) => refuse('AUDIT_BROKEN', { sequence, problem })
  if (!isAuditEntry(candidate)) throw broken('not-an-entry')
  const entry = candidate
  if (hasOddMember(entry.details)) throw broken('odd-member')
  if (entry.sequence !== sequence) throw broken('out-of-order')
  if (entry.previous !== head.hash) throw broken('does-not-follow')
  if (sequence === 1 && (entry.action !== FIRST_ACTION || entry.details.format !== LOG_FORMAT)) {
    throw broken('not-a-beginning')
  }
  if (hashSafely(candidate as object) !== entry.hash) throw broken('changed')
  return entry
}

/** Whether it has a member named `__proto__`, at any depth: some readers take it for no member at all. */
function hasOddMember(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(hasOddMember)
}

/** As hashOf, and '' for what has no canonical form (lone surrogates), which matches no hash. */
function hashSafely(candidate: object): string {
  try {
    return hashOf(candidate)
  } catch {
    return ''
  }
}

/** A log as far as it has been verified: what the entries after it are judged by. */
export class LogSoFar {
  readonly people: PeopleInLog
  readonly clockSteps: number[] = []
  head = NO_ENTRIES
  time = ''

  /** @param policies which there are, by their numbers; as a rule those of this version */
  constructor(policies?: Policies) {
    this.people = new PeopleInLog(policies)
  }

  /** @throws AUDIT_BROKEN */
  follow(candidate: unknown, check: (signature: SignatureCheck) => boolean): AuditEntry {
    const entry = follow(this.head, candidate)
    const problem = this.people.follow(entry, check)
    if (problem !== null) throw refuse('AUDIT_BROKEN', { sequence: entry.sequence, problem })
    this.head = headOf(entry)
    if (entry.time < this.time) this.clockSteps.push(entry.sequence)
    this.time = entry.time
    return entry
  }

  /** @throws AUDIT_BROKEN (no entry at all) */
  report(): ChainReport {
    if (this.head.size === 0) throw refuse('AUDIT_BROKEN', { sequence: 1, problem: 'missing' })
    return { head: this.head, clockSteps: this.clockSteps }
  }
}

/**
 * Verifies a log one entry at a time, and gives each as it is verified: a caller that must not block gives
 * way between two.
 *
 * @param entries  in their order, as they were found: nothing about them is trusted
 * @param expected a head noted earlier elsewhere; the log must still contain it
 * @param check    verifies a signature, or takes it to be verified later; as a rule at once
 * @param log      what came before the first of them; as a rule nothing
 * @throws AUDIT_BROKEN {sequence, problem} at the first entry that does not fit: edited, dropped,
 *         swapped, repeated, not the beginning of a log, or not signed by those whom it takes
 * @throws AUDIT_TRUNCATED {have, need} when the log ends before the expected head
 * @throws AUDIT_FORKED {sequence} when it has another entry where the expected head was
 */
export function* chainSteps(
  entries: Iterable<unknown>,
  expected?: AuditHead,
  check: (signature: SignatureCheck) => boolean = isSound,
  log = new LogSoFar(),
): Generator<AuditEntry, ChainReport> {
  for (const candidate of entries) {
    const entry = log.follow(candidate, check)
    if (log.head.size === expected?.size && log.head.hash !== expected.hash) {
      throw refuse('AUDIT_FORKED', { sequence: log.head.size })
    }
    yield entry
  }
  if (expected && log.head.size < expected.size) {
    throw refuse('AUDIT_TRUNCATED', { have: log.head.size, need: expected.size })
  }
  return log.report()
}

/** The check of a signature, at once. */
export const isSound = ({ key, hash, signature }: SignatureCheck): boolean =>
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
 * Verifies an exported log: JSON lines, or what another program has made of them.
 *
 * @throws AUDIT_BROKEN, AUDIT_TRUNCATED, AUDIT_FORKED as verifyChain
 */
export const verifyAuditJsonl = (bytes: Uint8Array, expected?: AuditHead): ChainReport =>
  verifyChain(candidatesIn(bytes), expected)

const LINE_FEED = 0x0a

/**
 * The entries of an exported log, in their order, unverified: in whatever way the lines were broken anew.
 *
 * @param onReformatted called once, at the end, when another program has written the file anew
 * @throws AUDIT_BROKEN
 */
export function* candidatesIn(
  bytes: Uint8Array,
  onReformatted: () => void = () => {},
): Generator<unknown> {
  let sequence = 0
  let asWritten = 0
  for (const found of jsonValues(bytes)) {
    sequence += 1
    const broken = (problem: AuditProblem) => refuse('AUDIT_BROKEN', { sequence, problem })
    const line = readJson(found.bytes)
    if ('not' in line) throw broken(found.whole ? PROBLEMS[line.not] : 'cut-off')
    const ends = bytes[asWritten + found.bytes.length] === LINE_FEED
    if (line.canonical && ends) asWritten += found.bytes.length + 1
    yield line.value
  }
  if (asWritten !== bytes.length) onReformatted()
}

const PROBLEMS: { readonly [not in NotJson]: AuditProblem } = {
  'not-utf8': 'not-json',
  'not-json': 'not-json',
  'field-twice': 'ambiguous',
  'forbidden-field': 'ambiguous',
  'odd-number': 'ambiguous',
  'half-character': 'ambiguous',
  'too-deep': 'ambiguous',
}
