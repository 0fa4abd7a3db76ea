/** Re-issue: the old quorum opened, so that a new one takes over. */

export { type OldQuorumRequest, planReplacing, readOldKit, takeOver } from './old-quorum.ts'
