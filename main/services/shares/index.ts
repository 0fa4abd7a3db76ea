/** Single shares: inspected, checked, and the health of a quorum’s cards. */

export { createShareScreen, type ShareScreen } from './share-screen.ts'
export { createShares, type Shares } from './shares.ts'
