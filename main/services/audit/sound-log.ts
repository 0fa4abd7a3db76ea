import type { Output } from '../../../shared/contract.ts'
import { type DataOf, KeyclaveError, refuse } from '../../../shared/errors.ts'
import {
  type AuditEntry,
  auditLine,
  type ChainReport,
  candidatesIn,
  isPart,
  partLine,
  requireHeadInPart,
  verifyLog,
  verifyPart,
} from '../../core/log/index.ts'
import { type AuditHead, parseHead } from '../../core/text/index.ts'
import type { Vault } from '../../vault/index.ts'
import { aboutInput, type Input } from '../files/index.ts'
import { requireHeads, type VaultReference } from '../vaults/index.ts'
import { writeLog } from './export-log.ts'

/** What is done with a whole log: verified in its vault or as a file, and written into a file. */

/** Largest exported log that is verified, 1 GiB: some two million entries. */
const LOG_LIMIT = 1024 * 1024 * 1024

/**
 * Verifies the log inside a vault, and that its tables are what the log says. That a head was not in it is
 * remembered in the log itself, where the vault may be written to.
 *
 * @param printed a head from paper, that the log must still contain; null without one
 * @throws AUDIT_BROKEN, AUDIT_TRUNCATED, AUDIT_FORKED, VAULT_TABLES, HEAD_FORMAT, WORDS_*, VAULT_*
 */
export async function verifyVaultLog(
  vault: VaultReference,
  printed: string | null,
): Promise<ChainReport> {
  const expected = expectedHead(printed)
  try {
    return await vault.use('look', async ({ audit, fault }) => {
      const report = await verifyLog(audit.entries(), { expected })
      if (fault !== null) throw fault
      return report
    })
  } catch (error) {
    await noteDamage(vault, error)
    throw error
  }
}

/** An exported log, or a part of one, that is sound. */
export interface SoundFile extends ChainReport {
  /** Another program has written the file anew; what it says is as it was. */
  readonly reformatted: boolean
  /** Whether it is of the log of the vault beside it, which has all of it. */
  readonly ofVault: boolean
  /** Null: it is a whole log. */
  readonly part: SoundPart | null
}

/** Which part of a log a file is. */
export type SoundPart = NonNullable<Output<'audit.verifyFile'>['part']>

/**
 * Verifies an exported log, or a part of one. Beside a vault whose log it is, that vault must not be older, nor
 * another branch.
 *
 * @param printed as of verifyVaultLog
 * @throws AUDIT_BROKEN, AUDIT_TRUNCATED, AUDIT_FORKED, AUDIT_PART_HEAD, HEAD_FORMAT, WORDS_*, FILE_*;
 *         VAULT_HEAD, VAULT_*
 */
export async function verifyLogFile(
  file: string,
  printed: string | null,
  { input, vault }: { readonly input: Input; readonly vault: VaultReference | null },
): Promise<SoundFile> {
  const expected = expectedHead(printed)
  const log = await input.read(file, LOG_LIMIT)
  let reformatted = false
  const candidates = candidatesIn(log, () => {
    reformatted = true
  })
  try {
    const found = await verifyFound(candidates, expected)
    const ofVault = (await vault?.use('look', opened => isLogOf(opened, found))) ?? false
    const { head, clockSteps } = found
    return { head, clockSteps, reformatted, ofVault, part: partOf(found, ofVault, expected) }
  } catch (error) {
    throw error instanceof KeyclaveError && error.code === 'VAULT_HEAD'
      ? error
      : aboutInput(file, error)
  }
}

/** What a sound file has: its entries by their hashes, and which they are. */
interface FoundLog extends ChainReport {
  readonly hashes: readonly string[]
  /** Number of the first of them. */
  readonly first: number
  /** The id of the log that a part says it is of; null: a whole log. */
  readonly partOf: string | null
}

/** @throws AUDIT_BROKEN, AUDIT_TRUNCATED, AUDIT_FORKED, AUDIT_PART_HEAD */
async function verifyFound(
  candidates: Generator<unknown>,
  expected: AuditHead | undefined,
): Promise<FoundLog> {
  const line = candidates.next()
  if (line.done || !isPart(line.value)) {
    const hashes: string[] = []
    const take = ({ hash }: AuditEntry): void => void hashes.push(hash)
    const entries = line.done ? [] : following(line.value, candidates)
    const report = await verifyLog(entries, { expected, take })
    return { ...report, hashes, first: 1, partOf: null }
  }
  const part = await verifyPart(line.value, numbered(line.value, candidates))
  if (expected !== undefined) requireHeadInPart(part, expected)
  const { heading, head, hashes, clockSteps } = part
  return { head, hashes, clockSteps, first: heading.first, partOf: heading.log }
}

function* following(first: unknown, rest: Iterable<unknown>): Generator<unknown> {
  yield first
  yield* rest
}

/** What is wrong with a line is said of the entry that should stand there. */
function* numbered(heading: unknown, lines: Iterable<unknown>): Generator<unknown> {
  const first = Number((heading as { readonly first?: unknown }).first) || 1
  try {
    yield* lines
  } catch (error) {
    if (!(error instanceof KeyclaveError) || error.code !== 'AUDIT_BROKEN') throw error
    const sequence = first + Number(error.data.sequence) - 2
    throw refuse('AUDIT_BROKEN', { ...error.data, sequence } as DataOf<'AUDIT_BROKEN'>)
  }
}

function partOf(
  { partOf: log, first, head }: FoundLog,
  ofVault: boolean,
  expected: AuditHead | undefined,
): SoundPart | null {
  if (log === null) return null
  const linkedBy = ofVault ? 'vault' : expected === undefined ? null : 'head'
  return { log, first, last: head.size, linkedBy }
}

/**
 * Whether a sound log, or a part of one, is that of a vault.
 *
 * @throws VAULT_HEAD when it is, and the vault lacks some of it
 */
function isLogOf(vault: Vault, { hashes, first, partOf: log }: FoundLog): boolean {
  const { audit } = vault
  if (log === null ? audit.placeOf(hashes[0] ?? '') !== 1 : log !== audit.id()) return false
  const differs = hashes.findIndex((hash, i) => audit.placeOf(hash) !== first + i)
  const at = differs === -1 ? hashes.length - 1 : differs
  const head = { hash: hashes[at] ?? '', size: first + at }
  requireHeads(vault, { by: 'exported-log', log: null, heads: [head] })
  return true
}

/** What was written of a log, and what speaks against the vault that it came from; null: nothing. */
export interface ExportedLog {
  readonly entries: number
  /** Numbers of its first and last entry; null: it is the whole log. */
  readonly part: { readonly first: number; readonly last: number } | null
  readonly fault: KeyclaveError | null
}

/** From when to when; null: from the beginning, to the end. RFC 3339, UTC. */
export interface Period {
  readonly from: string | null
  /** Not itself. */
  readonly to: string | null
}

/**
 * Writes the log of a vault into a new file, as JSON lines: that of a vault that is not what its log says,
 * too, because it is what an auditor needs then.
 *
 * @param period the part from the first to the last entry of this time; null: all of it
 * @throws AUDIT_PART_EMPTY, FILE_*, VAULT_*
 */
export const exportLog = (
  vault: VaultReference,
  out: string,
  period: Period | null,
): Promise<ExportedLog> =>
  vault.use('look', async ({ audit, fault }) => {
    if (period === null)
      return { entries: await writeLog(out, audit.exportAudit()), part: null, fault }
    const part = partWithin(audit, period)
    const entries = await writeLog(out, linesOf(audit, part))
    return { entries: entries - 1, part, fault }
  })

type AuditLog = Vault['audit']

interface PartOfLog {
  readonly first: number
  readonly last: number
}

/**
 * From the first entry of a time to the last. A clock may have been set in between: whatever its time, no
 * entry between them is left out.
 *
 * @throws AUDIT_PART_EMPTY
 */
function partWithin(audit: AuditLog, { from, to }: Period): PartOfLog {
  let [first, last] = [0, 0]
  for (const { sequence, time } of audit.entries()) {
    if ((from !== null && time < from) || (to !== null && time >= to)) continue
    if (first === 0) first = sequence
    last = sequence
  }
  if (first === 0) throw refuse('AUDIT_PART_EMPTY', {})
  return { first, last }
}

function* linesOf(audit: AuditLog, { first, last }: PartOfLog): Generator<string> {
  yield partLine({ first, last, head: audit.head(), log: audit.id() })
  for (const entry of audit.entries(first - 1)) {
    if (entry.sequence > last) return
    yield auditLine(entry)
  }
}

const expectedHead = (printed: string | null) => (printed === null ? undefined : parseHead(printed))

async function noteDamage(vault: VaultReference, error: unknown): Promise<void> {
  if (!(error instanceof KeyclaveError && DAMAGED.has(error.code)) || vault.readOnly) return
  const { code, data } = error
  const details = { code, entry: Number(data.sequence ?? data.have ?? 0) }
  try {
    await vault.use('write', ({ audit }) => {
      audit.append({ actor: 'keyclave', action: 'log.damaged', subject: 'log:verified', details })
    })
  } catch (failure) {
    if (!(failure instanceof KeyclaveError)) throw failure // what was found must be told
  }
}

const DAMAGED: ReadonlySet<string> = new Set(['AUDIT_BROKEN', 'AUDIT_TRUNCATED', 'AUDIT_FORKED'])
