/**
 * The audit log: entries, their chain, what people agreed to, who they were at each entry (FORMAT:
 * Audit log).
 */

export { auditLine, type ChainReport, candidatesIn, LogSoFar, verifyChain } from './chain.ts'
export type { AuditDetails } from './details.ts'
export {
  type Actor,
  type AuditEntry,
  type AuditNote,
  firstEntry,
  NO_ENTRIES,
  nextEntry,
  noteIn,
  type SigningActor,
} from './entry.ts'
export { NO_SIGNATURES, signaturesAfter } from './heads.ts'
export { NAMING, NamesInLog } from './names-in-log.ts'
export {
  isPart,
  partLine,
  requireHeadInPart,
  verifyPart,
} from './part.ts'
export { mayBeUnsigned } from './people-in-log.ts'
export { possessionHash } from './possession.ts'
export {
  type Agreement,
  agreementSchema,
  findBadConsent,
  isPrompt,
  isSignedAfter,
  isTimely,
  type Statement,
  statementHash,
} from './statement.ts'
export { verifyLog } from './verify-log.ts'
