import type { Readable } from 'node:stream'
import type { KeyclaveError } from '../shared/errors.ts'
import { createCommonServices, type Machine } from './common-services.ts'
import { type Audit, createAudit } from './services/audit/index.ts'
import { type Backup, createBackupService } from './services/backup/index.ts'
import { type Bundles, createBundles } from './services/bundle/index.ts'
import { type Ceremonies, createCeremonies } from './services/ceremony/in-folder/index.ts'
import { type Compliance, createCompliance } from './services/compliance/index.ts'
import { createDeliveries, type Deliveries } from './services/deliveries/index.ts'
import { createDemo, type Demo } from './services/demo/index.ts'
import { createDestructions, type Destructions } from './services/destruction/index.ts'
import { createDrills, type Drills } from './services/drill/index.ts'
import { type AskHidden, type AskShown, createInput } from './services/files/index.ts'
import { createGuides, type Guides } from './services/guides/index.ts'
import { createIncidents, type Incidents } from './services/incident/index.ts'
import { createKeys, type Keys } from './services/keys/index.ts'
import { createKits, type Kits } from './services/kits/index.ts'
import { createMedia, type Media } from './services/medium/index.ts'
import { createVaults, type Vaults } from './services/overview/index.ts'
import { createPeople, type People } from './services/people/index.ts'
import {
  type Cards,
  createCards,
  createFilePrinting,
  type FilePrinting,
} from './services/printing/index.ts'
import { createRecords, type Records } from './services/records/index.ts'
import { createRecovery, type Recovery } from './services/recovery/index.ts'
import { createShares, type Shares } from './services/shares/index.ts'
import { createStatusLists, type StatusLists } from './services/status/index.ts'
import { createUnlocks, type Unlocks } from './services/unlocking/index.ts'

/** The verbs of Keyclave at the command line; window-services.ts has them at the window. */
export interface App {
  readonly ceremony: Ceremonies
  readonly shares: Shares
  readonly cards: Cards
  readonly printing: FilePrinting
  readonly kits: Kits
  readonly bundles: Bundles
  readonly keys: Keys
  readonly incidents: Incidents
  readonly deliveries: Deliveries
  readonly destructions: Destructions
  readonly backup: Backup
  readonly recovery: Recovery
  readonly drill: Drills
  readonly audit: Audit
  readonly people: People
  readonly unlocks: Unlocks
  readonly records: Records
  readonly status: StatusLists
  readonly compliance: Compliance
  readonly demo: Demo
  readonly vaults: Vaults
  readonly guides: Guides
  readonly media: Media
}

/** What the outside gives: nothing inside reads it for itself. */
export interface Environment extends Machine {
  readonly standardInput: Readable
  /** Asks the person at the terminal; null where standard input is none. */
  readonly askHidden: AskHidden | null
  /** As `askHidden`, for what may be seen as it is typed. */
  readonly askShown: AskShown | null
  /** Says a refusal to the person at the terminal, who is then asked again. */
  readonly tell?: (refusal: KeyclaveError) => void
}

/** Composition root of the command line. */
export function createApp(environment: Environment): App {
  const { standardInput, askHidden, askShown, tell, programFolder, temporaryFolder } = environment
  const input = createInput(standardInput, environment.runScan, askHidden, askShown, tell)
  const common = createCommonServices(environment, input)
  const ceremony = createCeremonies(common)
  const backup = createBackupService(common)
  const recovery = createRecovery(common)
  return {
    ...{ ceremony, backup, recovery },
    drill: createDrills(common),
    shares: createShares(common),
    cards: createCards(common),
    printing: createFilePrinting(common.printing, common.input),
    kits: createKits(common),
    bundles: createBundles(common),
    keys: createKeys(common),
    incidents: createIncidents(common),
    deliveries: createDeliveries(common),
    destructions: createDestructions(common),
    audit: createAudit(common),
    people: createPeople(common),
    unlocks: createUnlocks(common),
    records: createRecords(common),
    status: createStatusLists(common),
    compliance: createCompliance(common),
    vaults: createVaults(common),
    guides: createGuides(programFolder),
    media: createMedia(),
    demo: createDemo({ ceremony, backup, recovery, programFolder, temporaryFolder }),
  }
}
