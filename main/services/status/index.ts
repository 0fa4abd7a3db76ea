/** Status lists: made and signed by people or by a quorum, and checked by whoever holds one. */

export { type ListAtHand, requireGoodByList, usedBackupKey } from './by-list.ts'
export { createStatusLists, type StatusLists } from './status.ts'
export { createStatusScreen, type StatusScreen } from './status-screen.ts'
