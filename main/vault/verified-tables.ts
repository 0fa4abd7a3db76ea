import { createHash, type Hash } from 'node:crypto'
import { KeyclaveError, refuse } from '../../shared/errors.ts'
import { Turn } from '../core/bytes/index.ts'
import { type AuditEntry, LogSoFar, verifyLog } from '../core/log/index.ts'
import { type AuditRow, entryOf } from './audit-log.ts'
import type { Connection } from './connection.ts'
import { PROJECTIONS } from './projections/index.ts'
import { type Difference, foundRow, type Projection, Replay } from './replay/index.ts'

/**
 * A vault against its own log: the chain is verified, its entries replayed, and every table compared with
 * what comes out (FORMAT: Tables).
 *
 * A process that has verified a log once goes on from there: it keeps what came out of it, and a digest of
 * every byte of its rows. Nothing of that stands in the file, where whoever changes a table could change it
 * too.
 */

/** A log as far as this process has verified it, and its tables as it says they are. */
interface Checkpoint {
  readonly log: LogSoFar
  readonly replay: Replay
  /** SHA-256 of the rows of the log up to there, byte for byte. */
  rows: string
}

/** What came out: `fault` is why nothing may be done with the vault, null when nothing speaks against it. */
export interface Verdict {
  readonly fault: KeyclaveError | null
  /** Whether all of the tables follow from the log; one of 0.1.0 has to adopt them first. */
  readonly whole: boolean
  /** Hash of the last entry that was verified; null when the log does not verify. */
  readonly head: string | null
}

/** Rows read at once; a few milliseconds. */
const PAGE = 500
/** Entries whose signatures are verified without threads: before those have begun, the work is done. */
const SHORT = 400
/** Vaults that are remembered; a process works with one or two. */
const REMEMBERED = 4

const checkpoints = new Map<string, Checkpoint>()

/**
 * @param mustBeWhole whether all of its tables have to follow from the log; not before it is brought up to date
 */
export async function verifyTables(connection: Connection, mustBeWhole: boolean): Promise<Verdict> {
  const { path } = connection
  const known = checkpoints.get(path) ?? null
  checkpoints.delete(path)
  try {
    const checkpoint =
      (known && (await goOn(connection, known))) ?? (await goOn(connection, beginning()))
    if (checkpoint === null) throw new Error('a log begins with its first entry')
    remember(path, checkpoint)
    const { replay } = checkpoint
    const difference = replay.problem ?? (await differenceIn(connection, replay, mustBeWhole))
    if (difference !== null) throw refuse('VAULT_TABLES', { path, ...difference })
    return { fault: null, whole: replay.whole, head: checkpoint.log.head.hash }
  } catch (error) {
    if (!(error instanceof KeyclaveError)) throw error
    return { fault: error, whole: false, head: null }
  }
}

function remember(path: string, checkpoint: Checkpoint): void {
  checkpoints.set(path, checkpoint)
  for (const oldest of checkpoints.keys()) {
    if (checkpoints.size <= REMEMBERED) return
    checkpoints.delete(oldest)
  }
}

const beginning = (): Checkpoint => ({
  ...{ log: new LogSoFar(), replay: new Replay(PROJECTIONS) },
  rows: createHash('sha256').digest('hex'),
})

/**
 * Verifies what came after a checkpoint.
 *
 * @returns the same checkpoint, at the end of the log; null when what came before it is not what it was
 * @throws AUDIT_BROKEN
 */
async function goOn(connection: Connection, checkpoint: Checkpoint): Promise<Checkpoint | null> {
  const { log, replay } = checkpoint
  const { size } = log.head
  const digest = createHash('sha256')
  const turn = new Turn()
  let seen = 0
  for (const _ of rowsUpTo(connection, 0, size, digest)) {
    seen += 1
    if (seen % PAGE === 0) await turn.end()
  }
  if (seen < size || digest.copy().digest('hex') !== checkpoint.rows) return null
  const short = lastSequence(connection) - size <= SHORT
  const take = (entry: AuditEntry): void => replay.take(entry)
  const later = rowsUpTo(connection, size, Number.POSITIVE_INFINITY, digest)
  await verifyLog(entriesIn(later), { log, take, short, ratified: true })
  checkpoint.rows = digest.digest('hex')
  return checkpoint
}

function* entriesIn(rows: Iterable<AuditRow>): Generator<AuditEntry> {
  for (const row of rows) yield entryOf(row)
}

/** Rows of the log after `from`, up to `to`, in pages; what is read goes into the digest. */
function* rowsUpTo(
  { db, read }: Connection,
  from: number,
  to: number,
  digest: Hash,
): Generator<AuditRow> {
  const page = db.prepare<[number, number], AuditRow>(
    'SELECT * FROM audit_log WHERE sequence > ? ORDER BY sequence LIMIT ?',
  )
  for (let after = from; after < to; ) {
    const rows = read(() => page.all(after, Math.min(PAGE, to - after)))
    digest.update(rows.map(row => JSON.stringify(Object.values(row))).join(''))
    yield* rows
    const end = rows.at(-1)
    if (end === undefined) return
    after = end.sequence
  }
}

const lastSequence = ({ db, read }: Connection): number =>
  read(() => Number(db.prepare('SELECT max(sequence) FROM audit_log').pluck().get() ?? 0))

async function differenceIn(
  connection: Connection,
  replay: Replay,
  mustBeWhole: boolean,
): Promise<Difference | null> {
  if (mustBeWhole && !replay.whole) {
    const problem = 'not-adopted'
    return { table: 'audit_log', row: '1', column: null, problem, entry: 1 }
  }
  const turn = new Turn()
  for (const projection of PROJECTIONS) {
    if (!hasTable(connection, projection)) continue
    const comparison = replay.compare(projection)
    let taken = 0
    for (const row of rowsOf(connection, projection)) {
      if (!comparison.take(foundRow(projection, row))) break
      taken += 1
      if (taken % PAGE === 0) await turn.end()
    }
    const difference = comparison.end()
    if (difference !== null) return difference
    await turn.end()
  }
  return null
}

/** The rows of a table, in the order in which they were written. */
export function* rowsOf(
  { db, read }: Connection,
  { table }: Projection,
): Generator<{ readonly [column: string]: unknown }> {
  const page = db.prepare<[number, number], { readonly [column: string]: unknown }>(
    `SELECT rowid AS "row id", * FROM ${table} WHERE rowid > ? ORDER BY rowid LIMIT ?`,
  )
  for (let after = Number.NEGATIVE_INFINITY; ; ) {
    const rows = read(() => page.all(after, PAGE))
    yield* rows
    const end = rows.at(-1)
    if (end === undefined || rows.length < PAGE) return
    after = Number(end['row id'])
  }
}

/** A table that a later format has is not there yet. */
const hasTable = ({ db, read }: Connection, { table }: Projection): boolean =>
  read(
    () =>
      db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).get(table) !==
      undefined,
  )
