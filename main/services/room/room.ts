import path from 'node:path'
import type { About } from '../../../shared/contract.ts'
import { runSelfTest } from '../../core/self-test.ts'
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

/** Whether this machine is fit for a ceremony, checked and not assumed. */
export interface Room {
  /**
   * Runs every check.
   *
   * @param record the vault that will record the ceremony, and when it was last written to
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
}

/** Everything a check may look at. */
interface Surroundings {
  readonly files: SystemFiles
  readonly airGap: () => About['airGap']
  readonly now: Date
  readonly marks: ClockMarks
  readonly folders: readonly string[]
}

interface Question {
  readonly title: string
  readonly why: string
  readonly look: (surroundings: Surroundings) => Finding | Promise<Finding>
}

export function createRoom(options: RoomOptions): Room {
  const files = systemFilesAt(options.systemRoot)
  return {
    check: async ({ vault, lastEntry }) => {
      const surroundings: Surroundings = {
        files,
        airGap: options.airGap,
        now: options.now(),
        marks: { program: options.programDate, lastEntry },
        folders: [options.temporaryFolder, ...(vault === null ? [] : [path.dirname(vault)])],
      }
      const checks: RoomCheck[] = []
      for (const [name, { title, why, look }] of Object.entries(QUESTIONS)) {
        const { result, evidence } = await look(surroundings)
        checks.push({ check: name as RoomCheckName, title, why, result, evidence })
      }
      return checks
    },
  }
}

/** In the order in which they are read aloud. */
const QUESTIONS: { readonly [name in RoomCheckName]: Question } = {
  network: {
    title: 'No network',
    why: 'A machine that can be reached can be made to give keys away. Pull out the cable, switch radio off.',
    look: ({ airGap }) => checkNetwork(airGap()),
  },
  swap: {
    title: 'No swap',
    why: 'Swap writes memory to the disk, and secrets with it, where they can be found later. Switch it off: swapoff -a.',
    look: ({ files }) => checkSwap(files),
  },
  'core-dumps': {
    title: 'No core dumps',
    why: 'If a program crashes, its memory is kept in a file. Switch it off: ulimit -c 0, and kernel.core_pattern without a collector.',
    look: ({ files }) => checkCoreDumps(files),
  },
  hibernation: {
    title: 'No hibernation',
    why: 'Hibernation writes all of memory to the disk. Switch it off, or swap off, and keep the lid open.',
    look: ({ files }) => checkHibernation(files),
  },
  clock: {
    title: 'The clock is right',
    why: 'The record and the audit log say when everything happened. Compare with a watch and set the clock before going on.',
    look: ({ now, marks }) => checkClock(now, marks),
  },
  disk: {
    title: 'Room on the disk',
    why: 'A full disk would end the ceremony half-way. Make space first.',
    look: ({ folders }) => checkDisk(folders),
  },
  'virtual-machine': {
    title: 'A real machine',
    why: 'Whoever runs a virtual machine can read its memory, copy it, and wind its randomness back. Use a machine that stands in this room.',
    look: ({ files }) => checkVirtualMachine(files),
  },
  'self-test': {
    title: 'Self-test',
    why: 'Known answers show broken memory, a broken library or a changed program. Do not go on with a machine or an installation that fails.',
    look: selfTest,
  },
}

async function selfTest(): Promise<Finding> {
  const { passed: right, failed: wrong } = await runSelfTest()
  return wrong.length > 0
    ? failed(`Wrong answers: ${wrong.join(', ')}.`)
    : passed(`${right.length} known answers came out right: ${right.join(', ')}.`)
}
