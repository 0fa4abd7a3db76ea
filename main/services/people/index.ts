/** People at work: who is here, what they may sign, what they sign, how they are added and leave. */

export { Approvals, type ApprovalTools } from './approvals.ts'
export { Attendance, type Change, type Present } from './attendance.ts'
export {
  type Authorization,
  authorize,
  type Deed,
  type Gate,
  NO_LEAVE_NEEDED,
  requireSignersOfBoth,
} from './authorize.ts'
export {
  backupDeed,
  ceremonyDeed,
  closingDeed,
  type Described,
  drillDeed,
  openingDeed,
  placeDeed,
  reissueDeed,
  scheduleDeed,
} from './deeds.ts'
export { createPeople, type People } from './people.ts'
export { policyFacts } from './people-facts.ts'
export { PeopleScreen } from './people-screen.ts'
export { leaveFromFiles, requireVaultToSign, type SignerFile, Signers } from './signers.ts'
