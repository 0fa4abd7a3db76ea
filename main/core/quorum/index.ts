/**
 * A quorum: founding one, opening it with shares and passphrase, proving that it opens, handing over
 * what it sealed.
 */

export { type DrillProof, proveDrill } from './drill-proof.ts'
export { type FoundedQuorum, foundQuorum, newSetId } from './founding.ts'
export { identitiesOf } from './identities.ts'
export { Inheritance, isLeftOut } from './inheritance.ts'
export { type OpenQuorum, openQuorum } from './quorum.ts'
export { proveRecovery, type RecoveryProof } from './recovery-proof.ts'
export {
  type EnteredShare,
  type QuorumShares,
  ShareCollection,
} from './shares.ts'
