/**
 * The recovery kit and the items in it: master keys, imported secrets, backup keys (FORMAT: Recovery
 * kit).
 */

export { aesCmac } from './aes-cmac.ts'
export type { KitAuthority } from './authority.ts'
export { newBackupKey } from './backup-key.ts'
export { boundLogOf } from './bound-log.ts'
export { nameSchema } from './fields.ts'
export { formatFingerprint, kitFingerprint } from './fingerprint.ts'
export { itemName } from './item-name.ts'
export {
  buildKit,
  currentBackupKey,
  isFounding,
  isReformatted,
  KIT_LIMIT,
  kitToBytes,
  parseKit,
  proofOf,
} from './kit.ts'
export {
  IMPORT_LIMIT,
  importSecret,
  isKeyOf,
  isSeldomTaken,
  newMasterKey,
  type Sealing,
} from './master-key.ts'
export { headAt } from './revise.ts'
export type { ItemProof } from './revisions.ts'
export {
  type BackupKey,
  type Custodian,
  type Kit,
  type KitItem,
  type KitKey,
  type KitQuorum,
  quorumSchema,
  type SealedItem,
} from './schema.ts'
export { openItem, sealItem } from './sealed-item.ts'
export { isStatusKeyOf, newStatusKey } from './status-key.ts'
export {
  confirmKit,
  fingerprintDigits,
  isProvedByKit,
  type LoggedQuorum,
  type ProvedItem,
  TrustedKit,
} from './trusted-kit.ts'
