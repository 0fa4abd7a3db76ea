import { Readable } from 'node:stream'
import type { About, EventName, Input, Output, Payload } from '../shared/contract.ts'
import { createCommonServices, type Machine } from './common-services.ts'
import { type AuditScreen, createAuditScreen } from './services/audit/index.ts'
import { type BackupScreen, createBackupScreen } from './services/backup/index.ts'
import { GuidedCeremony } from './services/ceremony/guided/index.ts'
import { type CeremonyMachine, createCeremonyMachine } from './services/ceremony-machine/index.ts'
import { type ComplianceScreen, createComplianceScreen } from './services/compliance/index.ts'
import { createRegisterScreen, type RegisterScreen } from './services/custody/index.ts'
import { createDeliveryScreen, type DeliveryScreen } from './services/deliveries/index.ts'
import { createDestructionScreen, type DestructionScreen } from './services/destruction/index.ts'
import { DrillSession } from './services/drill/index.ts'
import { createFileScreen, createInput, type FileScreen } from './services/files/index.ts'
import { createGuideScreen, createGuides, type GuideScreen } from './services/guides/index.ts'
import { createIncidentScreen, type IncidentScreen } from './services/incident/index.ts'
import { createKeyScreen, type KeyScreen } from './services/keys/index.ts'
import { createKitImport, type KitImport } from './services/kits/index.ts'
import { createMedia } from './services/medium/index.ts'
import { createOccupation, type Occupation, type UnderWay } from './services/occupation/index.ts'
import { createVaultScreen, type VaultScreen } from './services/overview/index.ts'
import {
  type ApprovalScreen,
  Approvals,
  Attendance,
  type AttendanceScreen,
  createApprovalScreen,
  createAttendanceScreen,
  createPeopleScreen,
  Drafts,
  gateOf,
  type PeopleScreen,
} from './services/people/index.ts'
import { createPageScreen, type PageScreen } from './services/preview/index.ts'
import { createPrinterScreen, type PrinterScreen } from './services/printing/index.ts'
import type { ShareDesk } from './services/quorum/index.ts'
import { createRecentVaults, type RecentVaults } from './services/recent/index.ts'
import { createRecordScreen, type RecordScreen } from './services/records/index.ts'
import { RecoverySession } from './services/recovery/index.ts'
import { createRoom, type ProgramAnswer, WindowClock } from './services/room/index.ts'
import { createSeals, type Seals } from './services/seals/index.ts'
import { createSession, type Session } from './services/session/index.ts'
import { createSettings, type SettingsScreen } from './services/settings/index.ts'
import { createShareScreen, type ShareScreen } from './services/shares/index.ts'
import { createStatusScreen, type StatusScreen } from './services/status/index.ts'
import { createTasks, type Tasks } from './services/tasks/index.ts'
import { Workspace } from './services/vaults/index.ts'

/** The services behind the window's calls. */
export interface WindowServices {
  readonly session: Session
  readonly settings: SettingsScreen
  readonly seals: Seals
  readonly tasks: Tasks
  readonly files: FileScreen
  readonly vault: VaultScreen
  readonly recent: RecentVaults
  readonly kitImport: KitImport
  readonly keys: KeyScreen
  readonly deliveries: DeliveryScreen
  readonly destruction: DestructionScreen
  readonly audit: AuditScreen
  readonly people: PeopleScreen
  readonly attendance: AttendanceScreen
  readonly approvals: ApprovalScreen
  readonly ceremony: GuidedCeremony
  readonly recovery: RecoverySession
  readonly drill: DrillSession
  readonly register: RegisterScreen
  readonly backup: BackupScreen
  readonly incident: IncidentScreen
  readonly shares: ShareScreen
  /** Where cards come in for what opens a quorum. */
  readonly cards: (purpose: Input<'share.add'>['for']) => ShareDesk
  readonly printing: PrinterScreen
  readonly pages: PageScreen
  readonly records: RecordScreen
  readonly help: GuideScreen
  readonly status: StatusScreen
  readonly compliance: ComplianceScreen
  readonly machine: CeremonyMachine
  /** The clock, with the open vault. */
  readonly clock: {
    readonly show: () => Promise<Output<'clock.show'>>
    readonly confirm: (day: string) => void
  }
}

/** Tells the window something unasked. */
export type Emit = <Name extends EventName>(name: Name, payload: Payload<Name>) => void

/** What the outside gives: nothing inside reads it for itself. */
export interface WindowEnvironment extends Machine {
  readonly platform: NodeJS.Platform
  readonly homeFolder: string
  /** Where something may be remembered for the next start; null: nowhere. */
  readonly stateFolder: string | null
  /** `/`: where proc/ and sys/ are. */
  readonly systemRoot: string
  /** What is set on this machine, be it there or not. */
  readonly settingsFile: string
  /** Seconds without a person after which the window covers itself, in place of what is set; for tests. */
  readonly idleSeconds?: number
  /** Where the ceremony machine that was started from the image listens; null: this is another machine. */
  readonly machineSocket: string | null
  /** The program that runs all this, by its hash; null where none is held. */
  readonly programAnswer: ProgramAnswer | null
}

/** What the shell gives. */
export interface WindowSurroundings {
  readonly airGap: () => About['airGap']
  readonly emit: Emit
}

const MINUTE = 60

/** Composition root of the window, as app.ts is of the command line. */
export function createWindowServices(
  environment: WindowEnvironment,
  { airGap, emit }: WindowSurroundings,
): WindowServices {
  const { now, temporaryFolder, systemRoot, programDate } = environment
  const common = createCommonServices(
    environment,
    createInput(Readable.from([]), environment.runScan),
  )
  const workspace = new Workspace(common.openVault)
  const tasks = createTasks(payload => emit('task.progress', payload), common.monotonic)
  const occupation: Occupation = createOccupation(() =>
    lastingIn({ ceremony, recovery, drill, tasks }),
  )

  const recent = createRecentVaults(environment.stateFolder, now)
  const approvals = new Approvals(common)
  const drafts = new Drafts()
  const clock = new WindowClock(common)
  const attendance = new Attendance({
    ...common,
    onChange: change => ceremony.account.attend(change),
  })
  const endSigning = (): void => {
    approvals.end()
    drafts.clear()
  }
  const shared = {
    ...common,
    workspace,
    tasks,
    occupation,
    clock,
    authorize: gateOf(approvals, attendance, clock),
  }

  const ceremony: GuidedCeremony = new GuidedCeremony({
    ...shared,
    room: createRoom({
      ...{ now, airGap, systemRoot, temporaryFolder, programDate },
      programAnswer: environment.programAnswer,
    }),
    present: () => attendance.list(),
    requireUnlocked: () => session.lock.requireUnlocked(),
  })
  const recovery: RecoverySession = new RecoverySession(shared)
  const drill: DrillSession = new DrillSession(shared)
  const deliveries = createDeliveryScreen({ ...shared, drafts, recovery })
  const settings = createSettings(environment.settingsFile, ({ coverMinutes }) =>
    session.lock.setIdleSeconds(coverMinutes * MINUTE),
  )
  const { coverMinutes } = settings.standing().settings
  const session = createSession({
    ...{ ...shared, ceremony, recovery, drill, endSigning },
    idleSeconds: environment.idleSeconds ?? coverMinutes * MINUTE,
    emptyRoom: () => attendance.clear(),
    onLocked: reason => emit('app.locked', { reason }),
    onWarning: secondsLeft => emit('app.idle', { secondsLeft }),
  })

  return {
    ...{ session, settings, tasks, ceremony, recovery, drill, deliveries },
    seals: createSeals(common.random),
    cards: purpose => ({ recovery, drill, reissue: ceremony.takingOver })[purpose].cards,
    files: createFileScreen({
      ...{ ...environment, random: common.random },
      onChosen: chosen => emit('files.chosen', chosen),
      onDropped: dropped => emit('files.dropped', dropped),
    }),
    recent,
    vault: createVaultScreen({
      ...shared,
      onOpen: path => recent.note(path),
      onLeave: () => {
        endSigning()
        attendance.clear()
        deliveries.forget()
      },
    }),
    kitImport: createKitImport(shared),
    keys: createKeyScreen({ ...shared, drafts }),
    destruction: createDestructionScreen({ ...shared, drafts }),
    audit: createAuditScreen(shared),
    people: createPeopleScreen({ ...shared, attendance, drafts }),
    attendance: createAttendanceScreen({ workspace, attendance }),
    approvals: createApprovalScreen({
      ...{ workspace, approvals, attendance, drafts, clock },
      closingDeed: () => ceremony.conclusion.deed(),
    }),
    register: createRegisterScreen(shared),
    shares: createShareScreen(shared),
    printing: createPrinterScreen({
      ...shared,
      isConfirmed: (name, device) => ceremony.printing.hasConfirmed(name, device),
      confirm: name => ceremony.printing.confirmPrinter(name),
    }),
    backup: createBackupScreen(shared),
    incident: createIncidentScreen({
      ...{ ...shared, recovery, drafts },
      onBackup: backup => emit('incident.backup', backup),
    }),
    pages: createPageScreen(shared),
    records: createRecordScreen(shared),
    status: createStatusScreen(shared),
    compliance: createComplianceScreen(shared),
    machine: createCeremonyMachine({ socket: environment.machineSocket, media: createMedia() }),
    clock: {
      show: async () =>
        workspace.current === null
          ? clock.facts(null)
          : await workspace.current.use('read', vault => clock.facts(vault)),
      confirm: day => clock.confirm(day),
    },
    help: createGuideScreen({ ...shared, guides: createGuides(environment.programFolder) }),
  }
}

/** What is under way from one call to the next. */
function lastingIn({
  ceremony,
  recovery,
  drill,
  tasks,
}: Pick<WindowServices, 'ceremony' | 'recovery' | 'drill' | 'tasks'>): readonly UnderWay[] {
  const { state } = ceremony
  const title = 'agreed' in state ? state.agreed.plan.title : ''
  return [
    ...(ceremony.isRunning ? [{ what: 'ceremony', title } as const] : []),
    ...(recovery.isRunning ? [{ what: 'recovery' } as const] : []),
    ...(drill.isRunning ? [{ what: 'drill' } as const] : []),
    ...tasks
      .running()
      .flatMap(what => (what === 'backup' || what === 'backup-check' ? [{ what } as const] : [])),
  ]
}
