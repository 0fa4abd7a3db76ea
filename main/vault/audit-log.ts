import { refuse } from '../../shared/errors.ts'
import type { RandomSource } from '../core/bytes/index.ts'
import {
  type AuditEntry,
  type AuditNote,
  auditLine,
  type ChainReport,
  firstEntry,
  isTimely,
  mayBeUnsigned,
  NO_ENTRIES,
  NO_SIGNATURES,
  nextEntry,
  signaturesAfter,
  verifyChain,
} from '../core/log/index.ts'
import { isLong, NEWEST_POLICY } from '../core/people/index.ts'
import { type AuditHead, canonicalJson } from '../core/text/index.ts'
import type { Connection } from './connection.ts'

/** The audit log of a vault (FORMAT: Audit log). */
export interface AuditLog {
  /** Adds an entry; inside a verb it is recorded with the verb or not at all. */
  readonly append: (note: AuditNote) => AuditEntry
  /** Number of entries and hash of the last. */
  readonly head: () => AuditHead
  /** The id of the log, from its first entry: 32 hex digits. */
  readonly id: () => string
  /** The number of the entry with this hash; null: the log has none. */
  readonly placeOf: (hash: string) => number | null
  /** What a statement binds: hash of the newest entry, digest of the signatures up to there; 64 hex digits. */
  readonly seen: () => { readonly head: string; readonly signatures: string }
  /** The entries after the first `after`, in order, as they are found; `verify` says if they are sound. */
  readonly entries: (after?: number) => Iterable<AuditEntry>
  /** The entries with one of these actions, in order, as they are found. */
  readonly named: (actions: readonly string[]) => readonly AuditEntry[]
  /** The log as JSON lines, for an auditor. */
  readonly exportAudit: () => Iterable<string>
  /**
   * Verifies the whole chain.
   *
   * @param expected a head noted earlier; the log must still contain it
   * @throws AUDIT_BROKEN, AUDIT_TRUNCATED, AUDIT_FORKED
   */
  readonly verify: (expected?: AuditHead) => ChainReport
}

/** A row of the log as it stands in the file. */
export interface AuditRow extends Omit<AuditEntry, 'details' | 'signer' | 'signature'> {
  readonly details: string
  readonly signer: string | null
  readonly signature: string | null
}

const PAGE = 1000

/** Signatures of the log up to an entry; there is none with the number 0. */
interface Counted {
  readonly size: number
  readonly hash: string | undefined
  readonly digest: string
}
const NOTHING_COUNTED: Counted = { size: 0, hash: undefined, digest: NO_SIGNATURES }

/** @param hasPeople whether entries must be signed */
export function auditLogOf(
  connection: Connection,
  now: () => Date,
  hasPeople: () => boolean,
): AuditLog {
  const { db, read, write } = connection
  const last = db.prepare<[], AuditRow>('SELECT * FROM audit_log ORDER BY sequence DESC LIMIT 1')
  const page = db.prepare<[number, number], AuditRow>(
    'SELECT * FROM audit_log WHERE sequence > ? ORDER BY sequence LIMIT ?',
  )

  const hashAt = db
    .prepare<[number], string>('SELECT hash FROM audit_log WHERE sequence = ?')
    .pluck()
  const place = db
    .prepare<[string], number>('SELECT sequence FROM audit_log WHERE hash = ?')
    .pluck()
  const signatures = db
    .prepare<[number, number], string>(
      `SELECT signature FROM audit_log
       WHERE sequence > ? AND sequence <= ? AND signature IS NOT NULL ORDER BY sequence`,
    )
    .pluck()
  let counted = NOTHING_COUNTED

  const head = (): AuditHead =>
    read(() => {
      const row = last.get()
      return row ? { size: row.sequence, hash: row.hash } : NO_ENTRIES
    })

  /** Goes on from where it was the last time, if that is still there. */
  const seen = (): ReturnType<AuditLog['seen']> => {
    const { size, hash } = head()
    if (read(() => hashAt.get(counted.size)) !== counted.hash) counted = NOTHING_COUNTED
    let { digest } = counted
    for (let after = counted.size; after < size; after += PAGE) {
      for (const signature of read(() => signatures.all(after, Math.min(after + PAGE, size)))) {
        digest = signaturesAfter(digest, signature)
      }
    }
    counted = { size, hash, digest }
    return { head: hash, signatures: digest }
  }

  // In pages, because an open cursor would block the connection for as long as its reader likes.
  function* entries(after = 0): Generator<AuditEntry> {
    for (let from = after; ; ) {
      const rows = read(() => page.all(from, PAGE))
      yield* rows.map(entryOf)
      const end = rows.at(-1)
      if (end === undefined || rows.length < PAGE) return
      from = end.sequence
    }
  }

  return {
    append: note =>
      write(() =>
        insert(connection, nextEntry(head(), attributed(note, hasPeople(), now()), now())),
      ),
    head,
    id: () => {
      const [first] = entries()
      return first?.subject.replace(/^log:/, '') ?? ''
    },
    placeOf: hash => read(() => place.get(hash)) ?? null,
    seen,
    entries,
    named: actions =>
      read(() =>
        db
          .prepare<[string], AuditRow>(
            `SELECT * FROM audit_log WHERE action IN (SELECT value FROM json_each(?))
             ORDER BY sequence`,
          )
          .all(canonicalJson(actions))
          .map(entryOf),
      ),
    *exportAudit() {
      for (const entry of entries()) yield auditLine(entry)
    },
    verify: expected => verifyChain(entries(), expected),
  }
}

/** Begins the log of a new vault, whose tables are of the format `tables` and all follow from it. */
export const beginLog = (
  connection: Connection,
  now: () => Date,
  random: RandomSource,
  tables: number,
): AuditEntry => insert(connection, firstEntry(random(16).toString('hex'), now(), tables))

function insert({ db }: Connection, entry: AuditEntry): AuditEntry {
  db.prepare(
    `INSERT INTO audit_log (sequence, time, actor, action, subject, details, previous, hash, signer,
       signature)
     VALUES (@sequence, @time, @actor, @action, @subject, @details, @previous, @hash, @signer,
       @signature)`,
  ).run({ signer: null, signature: null, ...entry, details: canonicalJson(entry.details) })
  return entry
}

/**
 * A row as an entry, unverified. Details in any other spelling than the one they were written in are a
 * change, which their hash would not show: they become null, and so no entry.
 */
export function entryOf(row: AuditRow): AuditEntry {
  const {
    action,
    actor,
    details,
    hash,
    previous,
    sequence,
    signature,
    signer,
    subject,
    time,
    ...more
  } = row
  // In the order of their names, in which they are hashed.
  return {
    ...{ action, actor, details: detailsIn(details) as never, hash, previous, sequence },
    // The first format of a vault had no such columns.
    ...(typeof signature === 'string' && { signature }),
    ...(typeof signer === 'string' && { signer }),
    ...{ subject, time },
    ...more,
  }
}

/**
 * In a vault with people nothing is recorded without a signature, whatever asked for it; in one without,
 * the entry says that it is a name and no more.
 *
 * @throws SIGNATURE_MISSING; APPROVAL_UNKNOWN when what was agreed to is too old to be done now
 */
function attributed(
  note: AuditNote,
  hasPeople: boolean,
  now: Date,
): Parameters<typeof nextEntry>[1] {
  const { actor, action, details } = note
  if (typeof actor !== 'string') {
    const statement = actor.agreed?.statement
    if (statement === undefined) return note
    // With such an entry the log would not verify.
    const lasts = isLong(statement.action, NEWEST_POLICY)
    if (!isTimely(statement, now.toISOString(), lasts)) throw refuse('APPROVAL_UNKNOWN', {})
    return note
  }
  if (hasPeople) {
    if (mayBeUnsigned(actor, action)) return note
    throw refuse('SIGNATURE_MISSING', { action })
  }
  return actor === 'keyclave' ? note : { ...note, details: { ...details, unsigned: 'no people' } }
}

function detailsIn(text: string): unknown {
  try {
    const details: unknown = JSON.parse(text)
    return canonicalJson(details) === text ? details : null
  } catch {
    return null
  }
}
