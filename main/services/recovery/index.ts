/** Recovery: a quorum opened, and what people take out of it. */

export type { ManifestEntry } from '../../core/backup/index.ts'
export { type OpenedQuorum, requireKit } from './opened-quorum.ts'
export {
  createRecovery,
  type Recovery,
  type RecoveryRequest,
  type RecoveryTools,
  type RestoredBackup,
  type SalvagedBackup,
  withCheckedQuorum,
  withQuorum,
} from './recovery.ts'
export { RecoverySession } from './recovery-session.ts'
export type { OnDrive } from './restore-into.ts'
