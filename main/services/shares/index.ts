/** Single shares: inspected, checked, sealed to a custodian who is not there, and the health of a quorum’s cards. */

export {
  type SealedShareStanding,
  sealedShareStandings,
  shareAcknowledged,
} from './acknowledged.ts'
export {
  type Addressee,
  isSealedFile,
  LARGEST_ADDRESSEE,
  requireAddressee,
  type SealingTools,
  type ShareSealed,
  sealToCustodian,
  sheetFile,
} from './seal-share.ts'
export { createShareScreen, type ShareScreen } from './share-screen.ts'
export { createShares, type Shares } from './shares.ts'
