/** Every code, and the schema of its data. A refusal crosses a boundary as both; sentences are the catalogue’s. */
import type * as z from 'zod'
import { ageCodes } from './age.ts'
import { backupCodes } from './backup.ts'
import { bundleCodes } from './bundle.ts'
import { ceremonyCodes } from './ceremony.ts'
import { commandLineCodes } from './command-line.ts'
import { custodyCodes } from './custody.ts'
import { deliveryCodes } from './delivery.ts'
import { destructionCodes } from './destruction.ts'
import { EXIT_CODES } from './exit.ts'
import { fileCodes } from './file.ts'
import { kitCodes } from './kit.ts'
import { logCodes } from './log.ts'
import { machineCodes } from './machine.ts'
import { mediumCodes } from './medium.ts'
import { passphraseCodes } from './passphrase.ts'
import { peopleCodes } from './people.ts'
import { planCodes } from './plan.ts'
import { printingCodes } from './printing.ts'
import { quorumCodes } from './quorum.ts'
import { recordCodes } from './record.ts'
import { recoveryCodes } from './recovery.ts'
import { scanCodes } from './scan.ts'
import { settingsCodes } from './settings.ts'
import { shareCodes } from './share.ts'
import { statusCodes } from './status.ts'
import { vaultCodes } from './vault.ts'
import { windowCodes } from './window.ts'

export type { AgeHeaderProblem } from './age.ts'
export type {
  ArchiveProblem,
  BroughtProblem,
  CheckFileProblem,
  CompressionProblem,
  EntryProblem,
  ManifestProblem,
  OddKind,
  ParityProblem,
  UnfitKind,
} from './backup.ts'
export { ODD_KINDS, UNFIT_KINDS } from './backup.ts'
export type { ReissueProblem } from './ceremony.ts'
export type { UsageProblem } from './command-line.ts'
export type { DocumentFault, DocumentProblem, NameProblem, Where } from './document.ts'
export { EXIT_CODES, type ExitKind } from './exit.ts'
export { type LeftBehind, type LeftKind, type Place, STREAMS } from './field.ts'
export type { FolderNameProblem, SpecialKind } from './file.ts'
export type { ItemName, RevisionProblem } from './kit.ts'
export type { AuditProblem } from './log.ts'
export type { MachineDeed } from './machine.ts'
export {
  type NoticeCode,
  type PlanWarning,
  planWarning,
  type VoidCard,
  type Work,
} from './notice.ts'
export type { Hint, PassphraseProblem, Weakness } from './passphrase.ts'
export type { PlanPeopleProblem } from './plan.ts'
export type { PrintSystemProblem } from './printing.ts'
export type { RecordPart } from './record.ts'
export type { ReplacedQuorum } from './replaced.ts'
export type { RoomCheckName, RoomEvidence } from './room.ts'
export type { OtherCode, PictureKind, PictureProblem } from './scan.ts'
export type { StatusSignatureProblem } from './status.ts'
export type { ForeignProblem, HeadBearer, HeadProblem, TableProblem, VaultDamage } from './vault.ts'
export { type BusyTask, TASKS } from './window.ts'

export const CODES = {
  ...ageCodes,
  ...backupCodes,
  ...bundleCodes,
  ...ceremonyCodes,
  ...commandLineCodes,
  ...custodyCodes,
  ...deliveryCodes,
  ...destructionCodes,
  ...fileCodes,
  ...kitCodes,
  ...logCodes,
  ...machineCodes,
  ...mediumCodes,
  ...passphraseCodes,
  ...peopleCodes,
  ...planCodes,
  ...printingCodes,
  ...quorumCodes,
  ...recordCodes,
  ...recoveryCodes,
  ...scanCodes,
  ...settingsCodes,
  ...shareCodes,
  ...statusCodes,
  ...vaultCodes,
  ...windowCodes,
} as const

export type ErrorCode = keyof typeof CODES

/** What a refusal of this code says beside it. */
export type DataOf<C extends ErrorCode> = z.infer<(typeof CODES)[C]['data']>

/** Looked up as an own property: `constructor` is no code. */
export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(CODES, code)

export const exitCodeOf = (code: ErrorCode): number => EXIT_CODES[CODES[code].exit]
