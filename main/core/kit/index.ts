/**
 * The recovery kit and the items in it: master keys, imported secrets, backup keys (FORMAT: Recovery
 * kit).
 */

export { aesCmac } from './aes-cmac.ts'
export { newBackupKey } from './backup-key.ts'
export {
  buildKit,
  currentBackupKey,
  formatFingerprint,
  isFounding,
  isReformatted,
  KIT_LIMIT,
  kitFingerprint,
  kitToBytes,
  parseKit,
} from './kit.ts'
export {
  IMPORT_LIMIT,
  importSecret,
  isKeyOf,
  isSeldomTaken,
  newMasterKey,
  type Sealing,
} from './master-key.ts'
export {
  type BackupKey,
  type Custodian,
  type Kit,
  type KitItem,
  type KitKey,
  type KitQuorum,
  kitSchema,
  nameSchema,
} from './schema.ts'
export { openItem, sealItem } from './sealed-item.ts'
