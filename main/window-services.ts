import { Readable } from 'node:stream'
import type { About, EventName, Output, Payload } from '../shared/contract.ts'
import { refuse } from '../shared/errors.ts'
import { osRandom } from './core/bytes/index.ts'
import { type AuditScreen, createAuditScreen } from './services/audit/index.ts'
import { type BackupScreen, createBackupScreen } from './services/backup/index.ts'
import { GuidedCeremony } from './services/ceremony/guided/index.ts'
import { createRegisterScreen, type RegisterScreen } from './services/custody/index.ts'
import { DrillSession } from './services/drill/index.ts'
import {
  createInput,
  inspectPaths,
  listFolder,
  listPlaces,
  makeFolder,
} from './services/files/index.ts'
import { createLock, type Lock } from './services/lock/index.ts'
import { createVaultScreen, type VaultScreen } from './services/overview/index.ts'
import { createPapers } from './services/pages/index.ts'
import { Approvals, Attendance, type Gate, PeopleScreen } from './services/people/index.ts'
import {
  type CupsTools,
  createCups,
  createPrinterScreen,
  createPrinting,
  type PrinterScreen,
} from './services/printing/index.ts'
import { RecoverySession } from './services/recovery/index.ts'
import { createRoom } from './services/room/index.ts'
import { createShareScreen, type ShareScreen } from './services/shares/index.ts'
import { createTasks, type Tasks } from './services/tasks/index.ts'
import { vaultOpener, Workspace } from './services/vaults/index.ts'

/** The services behind the window's calls. */
export interface WindowServices {
  readonly lock: Lock
  readonly session: () => Output<'app.session'>
  /** What would be lost if the window closed now. */
  readonly underWay: () => Payload<'app.closing'>['underWay']
  readonly tasks: Tasks
  readonly files: FileScreen
  readonly vault: VaultScreen
  readonly audit: AuditScreen
  readonly people: PeopleScreen
  readonly ceremony: GuidedCeremony
  readonly recovery: RecoverySession
  readonly drill: DrillSession
  readonly register: RegisterScreen
  readonly backup: BackupScreen
  readonly shares: ShareScreen
  readonly printing: PrinterScreen
  /** When the window has closed: a running ceremony is void, a recovery session is wiped. */
  readonly end: () => Promise<void>
}

export interface FileScreen {
  readonly places: () => ReturnType<typeof listPlaces>
  readonly list: typeof listFolder
  readonly makeFolder: typeof makeFolder
  readonly inspect: typeof inspectPaths
  readonly drop: (paths: readonly string[]) => void
}

/** Tells the window something unasked. */
export type Emit = <Name extends EventName>(name: Name, payload: Payload<Name>) => void

/** What the outside gives: nothing inside reads it for itself. */
export interface WindowEnvironment {
  readonly now: () => Date
  /** Milliseconds of a clock that never goes back. */
  readonly monotonic: () => number
  /** How many threads may work at once. */
  readonly threads: number
  /** `keyclave 0.1.0`. */
  readonly software: string
  /** When this program was made, at the earliest. */
  readonly programDate: Date
  readonly platform: NodeJS.Platform
  readonly homeFolder: string
  readonly temporaryFolder: string
  /** `/`: where proc/ and sys/ are. */
  readonly systemRoot: string
  /** Seconds without a person after which the window locks itself. */
  readonly idleSeconds: number
  /** Where the print system listens on this machine; null where there is none. */
  readonly printSystem: CupsTools | null
  readonly pause: (milliseconds: number) => Promise<void>
}

/** What the shell gives. */
export interface WindowSurroundings {
  readonly airGap: () => About['airGap']
  readonly emit: Emit
}

/** Composition root of the window, as app.ts is of the command line. */
export function createWindowServices(
  environment: WindowEnvironment,
  { airGap, emit }: WindowSurroundings,
): WindowServices {
  const { now, monotonic, threads, software, platform, idleSeconds } = environment
  const { homeFolder, temporaryFolder, systemRoot, programDate, printSystem, pause } = environment
  const random = osRandom
  const input = createInput(Readable.from([]))
  const workspace = new Workspace(vaultOpener({ now, random }))
  const tasks = createTasks(payload => emit('task.progress', payload), monotonic)
  const room = createRoom({ now, airGap, systemRoot, temporaryFolder, programDate })

  const approvals = new Approvals({ now, random })
  const attendance = new Attendance({
    now,
    random,
    onChange: change => ceremony.account.attend(change),
  })
  const people = new PeopleScreen({
    ...{ workspace, approvals, attendance, now, random },
    requireFree: () => {
      ceremony.requireNone()
      recovery.requireNone()
      drill.requireNone()
    },
    closingDeed: () => ceremony.conclusion.deed(),
  })
  const authorize: Gate = (vault, deed, approval, unsigned) =>
    people.authorize(vault, deed, approval, unsigned)
  const papers = createPapers(specifier => import.meta.resolve(specifier))
  const system = printSystem && createCups(printSystem)
  const printing = createPrinting({ system, pause, monotonic })
  const ceremony: GuidedCeremony = new GuidedCeremony({
    ...{ input, workspace, room, tasks, papers, printing, now, random, software, authorize },
    present: () => attendance.list(),
    requireFree: () => {
      recovery.requireNone()
      drill.requireNone()
      requireNoBackup(tasks)
    },
    requireUnlocked: () => lock.requireUnlocked(),
  })
  const requireFree = (): void => ceremony.requireNone()
  const recovery: RecoverySession = new RecoverySession({
    ...{ input, workspace, tasks, now, random, threads, authorize },
    requireFree: () => {
      ceremony.requireNone()
      drill.requireNone()
    },
  })
  const drill: DrillSession = new DrillSession({
    ...{ input, workspace, tasks, now, random, authorize },
    requireFree: () => {
      ceremony.requireNone()
      recovery.requireNone()
    },
  })
  let putAway: Output<'app.session'>['putAway'] = []
  const lock = createLock({
    ...{ idleSeconds, monotonic },
    isBusy: () => tasks.running().length > 0,
    onLock: reason => {
      putAway = [
        ...(recovery.isRunning ? (['recovery'] as const) : []),
        ...(drill.isRunning ? (['drill'] as const) : []),
        ...(workspace.current !== null && !ceremony.isRunning ? (['vault'] as const) : []),
      ]
      recovery.end('locked')
      drill.leave()
      people.lock()
      // A ceremony goes on afterwards, with its vault and the people in the room.
      if (!ceremony.isRunning) {
        attendance.clear()
        workspace.close()
      }
      emit('app.locked', { reason })
    },
  })
  return {
    ...{ lock, tasks, people, ceremony, recovery, drill },
    session: () => ({
      locked: lock.isLocked(),
      putAway: lock.isLocked() ? putAway : [],
      idleSeconds,
      vault: workspace.current && {
        path: workspace.current.path,
        readOnly: workspace.current.readOnly,
      },
      ceremony: ceremony.isRunning,
      recovery: recovery.isRunning,
      tasks: tasks.running(),
    }),
    underWay: () => {
      const found = new Set<ReturnType<WindowServices['underWay']>[number]>(tasks.running())
      if (ceremony.isRunning) found.add('ceremony')
      if (recovery.isRunning) found.add('recovery')
      if (drill.isRunning) found.add('drill')
      return [...found]
    },
    files: {
      places: () => listPlaces({ platform, homeFolder, systemRoot }),
      list: listFolder,
      makeFolder,
      inspect: inspectPaths,
      drop: paths => emit('files.dropped', { paths: [...paths] }),
    },
    vault: createVaultScreen({
      ...{ input, workspace, now, tasks, requireFree },
      onLeave: () => people.leave(),
    }),
    audit: createAuditScreen({ input, workspace }),
    register: createRegisterScreen({ workspace, authorize, requireFree }),
    shares: createShareScreen({ input, workspace }),
    printing: createPrinterScreen({
      ...{ printing, papers, tasks },
      isConfirmed: (name, device) => ceremony.printing.hasConfirmed(name, device),
      confirm: name => ceremony.printing.confirmPrinter(name),
    }),
    backup: createBackupScreen({
      ...{
        input,
        workspace,
        tasks,
        now,
        random,
        threads,
        requireFree,
        authorize,
        papers,
        printing,
      },
    }),
    end: async () => {
      lock.end()
      for (const task of tasks.running()) tasks.cancel(task)
      recovery.end('window-closed')
      drill.leave()
      people.lock()
      if (ceremony.isRunning) await ceremony.end()
    },
  }
}

/** Reading the vault's file for a backup would give up the lock that a ceremony needs on it. */
function requireNoBackup(tasks: Tasks): void {
  for (const task of tasks.running()) {
    if (task === 'backup' || task === 'backup-check') throw refuse('TASK_RUNNING', { task })
  }
}
