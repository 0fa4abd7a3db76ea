import { type ChainReport, candidatesIn } from '../../core/log/index.ts'
import { type AuditHead, headText, parseHead } from '../../core/text/index.ts'
import { aboutInput, type Input } from '../files/index.ts'
import type { OpenVault } from '../vaults/index.ts'
import { writeLog } from './export-log.ts'
import { verifyLog } from './verify-log.ts'

/** Largest exported log that is verified, 1 GiB: some two million entries. */
const LOG_LIMIT = 1024 * 1024 * 1024

/** What a verified log says of itself. */
export interface VerifiedLog extends AuditHead {
  /** Entries dated before the entry they follow: the clock was set back. */
  readonly clockSteps: readonly number[]
  /** The head as it is printed: `17 topmost istanbul …`. */
  readonly words: string
}

export interface Audit {
  /**
   * Verifies the log inside a vault.
   *
   * @param head as it is printed; the log must still contain it
   * @throws AUDIT_BROKEN, AUDIT_TRUNCATED, AUDIT_FORKED, HEAD_FORMAT, WORDS_*, VAULT_*
   */
  readonly verifyVault: (path: string, head?: string) => Promise<VerifiedLog>
  /** Verifies an exported log. @throws AUDIT_BROKEN, FILE_* */
  readonly verifyFile: (file: string, head?: string) => Promise<VerifiedLog>
  /** Writes the log of a vault into a new file, as JSON lines. @throws FILE_*, VAULT_* */
  readonly export: (path: string, out: string) => Promise<{ readonly entries: number }>
}

export function createAudit({
  input,
  openVault,
}: {
  readonly input: Input
  readonly openVault: OpenVault
}): Audit {
  return {
    verifyVault: async (path, printed) => {
      const expected = expectedHead(printed)
      const vault = await openVault(path, 'read')
      try {
        return verifiedLog(await verifyLog(vault.audit.entries(), expected))
      } finally {
        vault.close()
      }
    },
    verifyFile: async (file, printed) => {
      const expected = expectedHead(printed)
      const log = await input.read(file, LOG_LIMIT)
      try {
        return verifiedLog(await verifyLog(candidatesIn(log), expected))
      } catch (error) {
        throw aboutInput(file, error)
      }
    },
    export: async (path, out) => {
      const vault = await openVault(path, 'read')
      try {
        return { entries: await writeLog(out, vault.audit.exportAudit()) }
      } finally {
        vault.close()
      }
    },
  }
}

const expectedHead = (printed: string | undefined): AuditHead | undefined =>
  printed === undefined ? undefined : parseHead(printed)

const verifiedLog = ({ head, clockSteps }: ChainReport): VerifiedLog => ({
  ...head,
  clockSteps,
  words: headText(head),
})
