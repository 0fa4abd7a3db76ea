import { type AuditHead, verifyAuditJsonl } from '../../core/audit-chain.ts'
import { aboutInput, type Input } from '../files/input.ts'
import type { OpenVault } from '../vaults.ts'

/** Largest exported log that is verified, 1 GiB: some two million entries. */
const LOG_LIMIT = 1024 * 1024 * 1024

/** What a verified log says of itself. */
export interface VerifiedLog extends AuditHead {
  /** Entries dated before the entry they follow: the clock was set back. */
  readonly clockSteps: readonly number[]
}

export interface Audit {
  /** Verifies the log inside a vault. @throws AUDIT_BROKEN, VAULT_* */
  readonly verifyVault: (path: string) => Promise<VerifiedLog>
  /** Verifies an exported log. @throws AUDIT_BROKEN, FILE_* */
  readonly verifyFile: (file: string) => Promise<VerifiedLog>
}

export function createAudit({
  input,
  openVault,
}: {
  readonly input: Input
  readonly openVault: OpenVault
}): Audit {
  return {
    verifyVault: async path => {
      const vault = await openVault(path, 'read')
      try {
        const { head, clockSteps } = vault.audit.verify()
        return { ...head, clockSteps }
      } finally {
        vault.close()
      }
    },
    verifyFile: async file => {
      const log = await input.read(file, LOG_LIMIT)
      try {
        const { head, clockSteps } = verifyAuditJsonl(log)
        return { ...head, clockSteps }
      } catch (error) {
        throw aboutInput(file, error)
      }
    },
  }
}
