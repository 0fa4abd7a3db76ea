/** A ceremony as documents: its plan and its record (FORMAT: Ceremony record). */

export {
  type ForFinders,
  forFinders,
  isAbsentIn,
  keptPlan,
  PLAN_LIMIT,
  type Plan,
  parsePlan,
  placesOf,
  planHash,
  planOfForm,
  rehearsalOf,
  type SealedTo,
  sealedToOf,
} from './plan.ts'
export { planToYaml } from './plan-yaml.ts'
export {
  type AttendanceChange,
  type CeremonyRecord,
  type CeremonyStep,
  isRecordReformatted,
  policyNumberOf,
  RECORD_LIMIT,
  type RecordedPerson,
  recordCeremony,
  recordHash,
  recordToBytes,
  UNWITNESSED,
  verifyRecord,
  type Witnessed,
} from './record.ts'
