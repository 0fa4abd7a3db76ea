/** A ceremony’s script: found, issue, read back, prove, close. Its two desks are guided/ and in-folder/. */

export {
  type Addressees,
  type AddresseeTools,
  LARGEST_SEALED,
  readAddressees,
  sealedNotes,
  sealShareOf,
} from './absent-custodians.ts'
export { Ceremony, type Outcome, type ReadBackWay } from './ceremony.ts'
export { Gathering, requirePlanPeople } from './gathering.ts'
export { ADMINISTRATOR, type Closing, type Ledger } from './ledger.ts'
export { OldPassphrase } from './old-passphrase.ts'
export { openCeremony, requireNoRehearsal } from './opening.ts'
export {
  keyWarnings,
  planFolder,
  planWarnings,
  type ReadyPlan,
  readImports,
  readPlan,
  readPlanFile,
} from './plan-file.ts'
export { type PlanPage, planPageFacts, writePlanPage } from './plan-page.ts'
export { replacedFacts } from './what-remains.ts'
