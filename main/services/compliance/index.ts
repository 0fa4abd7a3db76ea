/** What a vault records of a period, for an auditor, clause by clause of what others ask for. */

export {
  type Compliance,
  type ComplianceScreen,
  createCompliance,
  createComplianceScreen,
} from './compliance.ts'
