/** The vault: one SQLite file, opened, written and read by verbs. The only room with SQL. */

export type { CataloguedBackup, NewBackup } from './backup-catalogue.ts'
export type { NewBackupKey } from './backup-keys.ts'
export type { Bag, VoidReason } from './ceremonies.ts'
export { type Drill, type NewDrill, requireInterval } from './drills.ts'
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
export type { NewSealedKey, SealedKey } from './sealed-keys.ts'
export type { ShareCheck } from './share-checks.ts'
export type { PlaceNote } from './share-places.ts'
export { openVault, type Vault, type VaultMode } from './vault.ts'
