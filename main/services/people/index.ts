/** People at work: who is here, what they may sign, what they sign, how they are added and leave. */

export { type ApprovalScreen, createApprovalScreen, gateOf } from './approval-screen.ts'
export { Approvals, type ApprovalTools } from './approvals.ts'
export { Attendance, type Change, type Present } from './attendance.ts'
export { type AttendanceScreen, createAttendanceScreen } from './attendance-screen.ts'
export {
  type Authorization,
  authorize,
  type Deed,
  type Gate,
  NO_LEAVE_NEEDED,
  requireSignersOfBoth,
} from './authorize.ts'
export {
  type Described,
  placeDeed,
} from './deeds.ts'
export { Drafts } from './drafts.ts'
export { createPeople, type People } from './people.ts'
export { oldPolicyIn, policyFacts } from './people-facts.ts'
export { createPeopleScreen, type PeopleScreen } from './people-screen.ts'
export { KeptLeave, leaveToOpen, type Permit, permitBy, requireForOpening } from './permit.ts'
export { type AgainJudged, PlannedChanges, type PlannedChangesTools } from './planned-changes.ts'
export { type ChangePorts, makeChange, OPERATOR, type SignedChange } from './signed-change.ts'
export {
  permitFromFiles,
  requireVaultToSign,
  type SignerFile,
  Signers,
  SignersOfTwo,
} from './signers.ts'
