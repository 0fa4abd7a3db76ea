import { type KeyclaveError, refuse } from '../../../shared/errors.ts'
import type { ChainReport } from '../../core/log/index.ts'
import { type AuditHead, headText } from '../../core/text/index.ts'
import type { Input } from '../files/index.ts'
import { type OpenVault, type VaultReference, vaultToRead } from '../vaults/index.ts'
import type { EntryFacts } from './entry-facts.ts'
import { foundIn, type LogFilter } from './log-search.ts'
import {
  type ExportedLog,
  exportLog,
  type Period,
  type SoundPart,
  verifyLogFile,
  verifyVaultLog,
} from './sound-log.ts'

/** What a verified log says of itself. */
interface VerifiedLog extends AuditHead {
  /** Entries dated before the entry they follow: the clock was set back. */
  readonly clockSteps: readonly number[]
  /** The head as it is printed: `17 topmost istanbul …`. */
  readonly words: string
}

interface VerifiedFile extends VerifiedLog {
  /** Another program has written the file anew; what it says is as it was. */
  readonly reformatted: boolean
  /** Absent of a whole log. */
  readonly part?: SoundPart
}

export interface Audit {
  /**
   * Verifies the log inside a vault.
   *
   * @param head as it is printed; the log must still contain it
   * @throws AUDIT_BROKEN, AUDIT_TRUNCATED, AUDIT_FORKED, HEAD_FORMAT, WORDS_*, VAULT_*
   */
  readonly verifyVault: (path: string, head?: string) => Promise<VerifiedLog>
  /**
   * Verifies an exported log, or a part of one; with a vault, also that the vault has all of it.
   *
   * @throws AUDIT_BROKEN, AUDIT_PART_HEAD, FILE_*; VAULT_HEAD, VAULT_*
   */
  readonly verifyFile: (file: string, head?: string, vault?: string) => Promise<VerifiedFile>
  /**
   * Writes the log of a vault into a new file, as JSON lines; or the part of a time.
   *
   * @throws AUDIT_PART_EMPTY, FILE_*, VAULT_*
   */
  readonly export: (path: string, out: string, period: Period | null) => Promise<ExportedLog>
  /** The entries of a vault's log that fit, in its order. @throws VAULT_* */
  readonly list: (path: string, filter: LogFilter) => Promise<readonly EntryFacts[]>
}

export function createAudit({
  input,
  openVault,
}: {
  readonly input: Input
  readonly openVault: OpenVault
}): Audit {
  return {
    verifyVault: async (path, printed) =>
      verifiedLog(await verifyVaultLog(vaultToRead(path, openVault), printed ?? null)),
    verifyFile: async (file, printed, path) => {
      const vault = path === undefined ? null : vaultToRead(path, openVault)
      const found = await verifyLogFile(file, printed ?? null, { input, vault })
      const { reformatted, ofVault, part, ...report } = found
      if (vault !== null && !ofVault) throw await anotherLog(vault)
      return { ...verifiedLog(report), reformatted, ...(part !== null && { part }) }
    },
    export: (path, out, period) => exportLog(vaultToRead(path, openVault), out, period),
    list: (path, filter) =>
      vaultToRead(path, openVault).use('look', vault => [...foundIn(vault, filter)]),
  }
}

const anotherLog = ({ path, use }: VaultReference): Promise<KeyclaveError> =>
  use('look', ({ audit }) => {
    const { size: have } = audit.head()
    return refuse('VAULT_HEAD', { path, by: 'exported-log', problem: 'another', entry: null, have })
  })

const verifiedLog = ({ head, clockSteps }: ChainReport): VerifiedLog => ({
  ...head,
  clockSteps,
  words: headText(head),
})
