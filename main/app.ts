import type { Readable } from 'node:stream'
import { osRandom } from './core/bytes/index.ts'
import { type Audit, createAudit } from './services/audit/index.ts'
import { type Backup, createBackupService } from './services/backup/index.ts'
import { type Ceremonies, createCeremonies } from './services/ceremony/in-folder/index.ts'
import { createDemo, type Demo } from './services/demo/index.ts'
import { createDrills, type Drills } from './services/drill/index.ts'
import { type AskHidden, createInput } from './services/files/index.ts'
import { createKits, type Kits } from './services/kits/index.ts'
import { createPapers } from './services/pages/index.ts'
import { createPeople, type People } from './services/people/index.ts'
import {
  type Cards,
  type CupsTools,
  createCards,
  createCups,
  createFilePrinting,
  createPrinting,
  type FilePrinting,
} from './services/printing/index.ts'
import { createRecords, type Records } from './services/records/index.ts'
import { createRecovery, type Recovery } from './services/recovery/index.ts'
import { createShares, type Shares } from './services/shares/index.ts'
import { vaultOpener } from './services/vaults/index.ts'

/** The verbs of Keyclave, for the command line and for the window. */
export interface App {
  readonly ceremony: Ceremonies
  readonly shares: Shares
  readonly cards: Cards
  readonly printing: FilePrinting
  readonly kits: Kits
  readonly backup: Backup
  readonly recovery: Recovery
  readonly drill: Drills
  readonly audit: Audit
  readonly people: People
  readonly records: Records
  readonly demo: Demo
}

/** What the outside gives: nothing inside reads it for itself. */
export interface Environment {
  readonly now: () => Date
  readonly standardInput: Readable
  /** Asks the person at the terminal; null where standard input is none. */
  readonly askHidden: AskHidden | null
  /** How many threads may work at once. */
  readonly threads: number
  /** `keyclave 0.1.0`. */
  readonly software: string
  /** The folder of the program's own files. */
  readonly programFolder: string
  readonly temporaryFolder: string
  /** Where the print system listens on this machine; null where there is none. */
  readonly printSystem: CupsTools | null
  readonly pause: (milliseconds: number) => Promise<void>
  /** Milliseconds of a clock that never goes back. */
  readonly monotonic: () => number
}

/** Composition root: paths, clock and randomness become services. */
export function createApp(environment: Environment): App {
  const { now, threads, software, programFolder, temporaryFolder } = environment
  const { printSystem, pause, monotonic } = environment
  const random = osRandom
  const input = createInput(environment.standardInput, environment.askHidden)
  const openVault = vaultOpener({ now, random })
  const papers = createPapers(specifier => import.meta.resolve(specifier))
  const ceremony = createCeremonies({ input, openVault, now, random, software, papers })
  const system = printSystem && createCups(printSystem)
  const printing = createPrinting({ system, pause, monotonic })
  const backup = createBackupService({ input, openVault, papers, now, random, threads })
  const recovery = createRecovery({ input, openVault, now, random, threads })
  return {
    ceremony,
    backup,
    recovery,
    drill: createDrills({ input, openVault, now, random }),
    shares: createShares({ input, openVault }),
    cards: createCards({ input, papers, now }),
    printing: createFilePrinting(printing, input),
    kits: createKits({ input, openVault, papers }),
    audit: createAudit({ input, openVault }),
    people: createPeople({ input, openVault, now, random }),
    records: createRecords({ input }),
    demo: createDemo({ ceremony, backup, recovery, programFolder, temporaryFolder }),
  }
}
