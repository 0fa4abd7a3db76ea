import { osRandom, type RandomSource } from './core/bytes/index.ts'
import type { RunScan } from './paper/reading/index.ts'
import type { Input } from './services/files/index.ts'
import { createPapers, type Papers, readRecoverPage } from './services/pages/index.ts'
import {
  type CupsTools,
  createCups,
  createPrinting,
  type Printing,
} from './services/printing/index.ts'
import { type OpenVault, vaultOpener } from './services/vaults/index.ts'

/** What the outside gives to command line and window alike: nothing inside reads it for itself. */
export interface Machine {
  readonly now: () => Date
  /** Milliseconds of a clock that never goes back. */
  readonly monotonic: () => number
  /** Milliseconds for which the machine has been running, whatever its clock says. */
  readonly uptime: () => number
  /** When this program was made, at the earliest. */
  readonly programDate: Date
  readonly pause: (milliseconds: number) => Promise<void>
  /** How many threads may work at once. */
  readonly threads: number
  /** `keyclave 0.1.0`. */
  readonly software: string
  readonly temporaryFolder: string
  /** The folder of the program's own files. */
  readonly programFolder: string
  /** Reads a picture or a PDF of a card in a process of its own. */
  readonly runScan: RunScan
  /** The file that this program was started from, as an AppImage; null: it was not started from one. */
  readonly packageFile: string | null
  /** Where the print system listens on this machine; null where there is none. */
  readonly printSystem: CupsTools | null
}

/** What the services of both desks are made from. */
export interface CommonServices
  extends Pick<
    Machine,
    | 'now'
    | 'monotonic'
    | 'uptime'
    | 'programDate'
    | 'threads'
    | 'software'
    | 'programFolder'
    | 'packageFile'
  > {
  readonly input: Input
  readonly random: RandomSource
  readonly openVault: OpenVault
  readonly papers: Papers
  readonly printing: Printing
}

/** @param input where the bytes come from that a person names */
export function createCommonServices(machine: Machine, input: Input): CommonServices {
  const { now, monotonic, uptime, programDate, pause, threads, software, printSystem } = machine
  const { programFolder, packageFile } = machine
  const random = osRandom
  const system = printSystem && createCups(printSystem)
  return {
    ...{ now, monotonic, uptime, programDate, threads, software, input, random },
    ...{ programFolder, packageFile },
    openVault: vaultOpener({ now, random }),
    papers: createPapers(
      specifier => import.meta.resolve(specifier),
      software,
      () => readRecoverPage(programFolder),
    ),
    printing: createPrinting({ system, pause, monotonic }),
  }
}
