/** The vault: one SQLite file, opened, written and read by verbs. The only room with SQL. */

export type { CataloguedBackup, NewBackup } from './backup-catalogue.ts'
export type { BackupKeyChange, BackupKeyEvent } from './backup-key-events.ts'
export type { BackupKey, NewBackupKey } from './backup-keys.ts'
export type { Bag, SealedNote, VoidReason } from './ceremonies.ts'
export { type PurposePeriod, periodTerms } from './cryptoperiods.ts'
export type { Delivery } from './deliveries.ts'
export type { DestroyedItem, Erased } from './destruction.ts'
export { type Drill, type NewDrill, requireInterval } from './drills.ts'
export type { KeyChange, KeyEvent } from './key-events.ts'
export type { ImportedQuorum } from './kit-import.ts'
export {
  foundingTerms,
  MOST_FAILURES,
  type NewPerson,
  type NewSignInKey,
  personTerms,
  policyTerms,
  type VaultPerson,
} from './people.ts'
export type { Quorum } from './quorums.ts'
export {
  type Growth,
  keyNote,
  type NewSealedKey,
  type RetiredVersion,
  type SealedKey,
} from './sealed-keys.ts'
export type { RegisteredSealedShare } from './sealed-shares.ts'
export type { ShareCheck } from './share-checks.ts'
export type { PlaceNote } from './share-places.ts'
export { openVault, type Vault, type VaultMode } from './vault.ts'
