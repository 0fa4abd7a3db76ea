/** Unlocking: a quorum with an officer lets somebody try again whose key wrong entries have locked. */

export { unlockPerson } from './unlock.ts'
export { createUnlocks, type Unlocks } from './unlock-command.ts'
