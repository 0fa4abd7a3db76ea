import path from 'node:path'
import type { About } from '../../../shared/contract.ts'
import { type KnownAnswer, runSelfTest } from '../../core/self-test.ts'
import { type Finding, failed, passed, type RoomCheck, type RoomCheckName } from './finding.ts'
import {
  type ClockMarks,
  checkClock,
  checkDisk,
  checkNetwork,
  checkVirtualMachine,
} from './machine.ts'
import { checkCoreDumps, checkHibernation, checkSwap } from './memory.ts'
import { type SystemFiles, systemFilesAt } from './system-files.ts'

/** The program that runs all this, as a known answer: its hash. */
export type ProgramAnswer = KnownAnswer

/** Whether this machine is fit for a ceremony, checked and not assumed. */
export interface Room {
  /**
   * Runs every check.
   *
   * @param record the vault that will record the ceremony, and the latest time that its log vouches for
   */
  readonly check: (record: {
    readonly vault: string | null
    readonly lastEntry: string | null
  }) => Promise<RoomCheck[]>
}

export interface RoomOptions {
  readonly now: () => Date
  readonly airGap: () => About['airGap']
  /** `/` on a real system. */
  readonly systemRoot: string
  readonly temporaryFolder: string
  /** When this program was made, at the earliest. */
  readonly programDate: Date
  /** The program that runs all this, by its hash; null where none is held. */
  readonly programAnswer: ProgramAnswer | null
}

/** Everything a check may look at. */
interface Surroundings {
  readonly files: SystemFiles
  readonly airGap: () => About['airGap']
  readonly now: Date
  readonly marks: ClockMarks
  readonly folders: readonly string[]
  readonly programAnswer: ProgramAnswer | null
}

type Look = (surroundings: Surroundings) => Finding | Promise<Finding>

export function createRoom(options: RoomOptions): Room {
  const files = systemFilesAt(options.systemRoot)
  return {
    check: async ({ vault, lastEntry }) => {
      const surroundings: Surroundings = {
        files,
        airGap: options.airGap,
        now: options.now(),
        programAnswer: options.programAnswer,
        marks: { program: options.programDate, lastEntry },
        folders: [options.temporaryFolder, ...(vault === null ? [] : [path.dirname(vault)])],
      }
      const checks: RoomCheck[] = []
      for (const [name, look] of Object.entries(LOOKS)) {
        checks.push({ check: name as RoomCheckName, ...(await look(surroundings)) })
      }
      return checks
    },
  }
}

/** In the order in which they are read aloud. */
const LOOKS: { readonly [name in RoomCheckName]: Look } = {
  network: ({ airGap }) => checkNetwork(airGap()),
  swap: ({ files }) => checkSwap(files),
  'core-dumps': ({ files }) => checkCoreDumps(files),
  hibernation: ({ files }) => checkHibernation(files),
  clock: ({ now, marks }) => checkClock(now, marks),
  disk: ({ folders, files }) => checkDisk(folders, files),
  'virtual-machine': ({ files }) => checkVirtualMachine(files),
  'self-test': selfTest,
}

async function selfTest({ programAnswer }: Surroundings): Promise<Finding> {
  const computed = await runSelfTest()
  const program = await runSelfTest(programAnswer === null ? [] : [programAnswer])
  const right = [...computed.passed, ...program.passed]
  const wrong = [...computed.failed, ...program.failed]
  return wrong.length > 0
    ? failed({ kind: 'wrong-answers', names: wrong })
    : passed({ kind: 'right-answers', names: right })
}
