/** Recovery: a quorum opened, and what people take out of it. */

export { createRecovery, type Recovery, type RestoredBackup } from './recovery.ts'
export { RecoverySession } from './recovery-session.ts'
