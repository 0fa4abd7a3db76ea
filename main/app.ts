import type { Readable } from 'node:stream'
import { osRandom } from './core/random.ts'
import { type Audit, createAudit } from './services/audit/audit.ts'
import { type Backup, createBackupService } from './services/backup/backup.ts'
import { type Ceremonies, createCeremonies } from './services/ceremony/service.ts'
import { createDemo, type Demo } from './services/demo/demo.ts'
import { createInput } from './services/files/input.ts'
import { createKits, type Kits } from './services/kits/kits.ts'
import { createRecovery, type Recovery } from './services/recovery/recovery.ts'
import { createShares, type Shares } from './services/shares/shares.ts'
import { vaultOpener } from './services/vaults.ts'

/** The verbs of Keyclave, for the command line and for the window. */
export interface App {
  readonly ceremony: Ceremonies
  readonly shares: Shares
  readonly kits: Kits
  readonly backup: Backup
  readonly recovery: Recovery
  readonly audit: Audit
  readonly demo: Demo
}

/** What the outside gives: nothing inside reads it for itself. */
export interface Environment {
  readonly now: () => Date
  readonly standardInput: Readable
  /** How many threads may work at once. */
  readonly threads: number
  /** `keyclave 0.1.0`. */
  readonly software: string
  /** The folder of the program's own files. */
  readonly programFolder: string
  readonly temporaryFolder: string
}

/** Composition root: paths, clock and randomness become services. */
export function createApp(environment: Environment): App {
  const { now, threads, software, programFolder, temporaryFolder } = environment
  const random = osRandom
  const input = createInput(environment.standardInput)
  const openVault = vaultOpener({ now, random })
  const ceremony = createCeremonies({ input, openVault, now, random, software })
  const backup = createBackupService({ input, openVault, now, random, threads })
  const recovery = createRecovery({ input, random, threads })
  return {
    ceremony,
    backup,
    recovery,
    shares: createShares({ input }),
    kits: createKits({ input, openVault }),
    audit: createAudit({ input, openVault }),
    demo: createDemo({ ceremony, backup, recovery, programFolder, temporaryFolder }),
  }
}
