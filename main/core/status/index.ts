/** The status list: one signed file that says of every key in which state it is (FORMAT: Status list). */

export { entryOf, entryOn, judgedCompromised, type KeyStanding } from './entry.ts'
export { insteadOf, judgeList, type StatusAnswer, type WantedKey } from './judge.ts'
export { knownByBoth, placeOf, takenBack } from './line.ts'
export {
  compareEntries,
  parseStatusList,
  STATUS_FORMAT_NAME,
  STATUS_LIMIT,
  type StatusContent,
  type StatusEntry,
  type StatusList,
  statusHash,
  statusToBytes,
} from './list.ts'
export {
  anchorOfKit,
  anchorOfQuorum,
  isQuorumWord,
  type StatusAnchor,
  signatureProblem,
} from './signed.ts'
