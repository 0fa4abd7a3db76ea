/** Keys over their life: which there are, what became of them, what is due, and what people do with them. */

export { backupKeyAfter, backupKeyEventsIn } from './backup-key-course.ts'
export {
  type BackupKeyStateChange,
  backupKeyNamed,
  changeOfBackupKey,
  judgeBackupKeyDeed,
  requireBackupKeyInUse,
  stateOfBackupKey,
} from './backup-key-state.ts'
export { dueKeys } from './due-keys.ts'
export { keyInKit, keyMeant } from './key-in-kit.ts'
export { keyPageIn } from './key-pages.ts'
export { createKeyScreen, type KeyScreen } from './key-screen.ts'
export { createKeys, type Keys } from './keys.ts'
export { type Grown, growingKit, growKit } from './kit-growth.ts'
export { lifeOf, stateToday } from './life-of-key.ts'
export { keyKnown, keyNamed, keysEverywhere, keysInForce, versionsAmong } from './named-key.ts'
export { compromiseOfQuorum, type QuorumSuspicion, quorumNamed } from './quorum-compromise.ts'
export { quorumLeft } from './quorum-left.ts'
export {
  requireProtecting,
  requireReadable,
  requireReadableBackupKey,
  whatSpeaksAgainst,
  whatSpeaksAgainstBackupKey,
} from './readable.ts'
export { usesToday } from './uses-today.ts'
