/** Re-issue: the old quorum opened, so that a new one takes over. */

export {
  type OldQuorumRequest,
  planReplacing,
  readOldKit,
  requireUnused,
  takeOver,
  trustOldKit,
} from './old-quorum.ts'
