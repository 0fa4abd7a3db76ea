import { KeyclaveError } from '../../../shared/errors.ts'
import { type AuditEntry, type ChainReport, candidatesIn, verifyLog } from '../../core/log/index.ts'
import { parseHead } from '../../core/text/index.ts'
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

/**
 * Verifies an exported log. Beside a vault whose log it is, that vault must not be older, nor another branch.
 *
 * @param printed as of verifyVaultLog
 * @returns also whether another program has written the file anew, and whether it is the log of the vault
 * @throws AUDIT_BROKEN, AUDIT_TRUNCATED, AUDIT_FORKED, HEAD_FORMAT, WORDS_*, FILE_*; VAULT_HEAD, VAULT_*
 */
export async function verifyLogFile(
  file: string,
  printed: string | null,
  { input, vault }: { readonly input: Input; readonly vault: VaultReference | null },
): Promise<ChainReport & { readonly reformatted: boolean; readonly ofVault: boolean }> {
  const expected = expectedHead(printed)
  const log = await input.read(file, LOG_LIMIT)
  let reformatted = false
  const onReformatted = () => {
    reformatted = true
  }
  const hashes: string[] = []
  const take = ({ hash }: AuditEntry): void => void hashes.push(hash)
  let report: ChainReport
  try {
    report = await verifyLog(candidatesIn(log, onReformatted), { expected, take })
  } catch (error) {
    throw aboutInput(file, error)
  }
  const ofVault = (await vault?.use('look', opened => isLogOf(opened, hashes))) ?? false
  return { ...report, reformatted, ofVault }
}

/**
 * Whether a sound log is that of a vault, from its first entry on.
 *
 * @param hashes of its entries
 * @throws VAULT_HEAD when it is, and the vault lacks some of it
 */
function isLogOf(vault: Vault, hashes: readonly string[]): boolean {
  const { audit } = vault
  if (audit.placeOf(hashes[0] ?? '') !== 1) return false
  const differs = hashes.findIndex((hash, i) => audit.placeOf(hash) !== i + 1)
  const size = differs === -1 ? hashes.length : differs + 1
  const hash = hashes[size - 1] ?? ''
  requireHeads(vault, { by: 'exported-log', log: null, heads: [{ hash, size }] })
  return true
}

/** What was written of a log, and what speaks against the vault that it came from; null: nothing. */
export interface ExportedLog {
  readonly entries: number
  readonly fault: KeyclaveError | null
}

/**
 * Writes the log of a vault into a new file, as JSON lines: that of a vault that is not what its log says,
 * too, because it is what an auditor needs then.
 *
 * @throws FILE_*, VAULT_*
 */
export const exportLog = (vault: VaultReference, out: string): Promise<ExportedLog> =>
  vault.use('look', async ({ audit, fault }) => ({
    entries: await writeLog(out, audit.exportAudit()),
    fault,
  }))

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
