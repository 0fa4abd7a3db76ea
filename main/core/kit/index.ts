/**
 * The recovery kit and the items in it: master keys, imported secrets, key pairs, backup keys (FORMAT:
 * Recovery kit).
 */

export { aesCmac } from './aes-cmac.ts'
export type { KitAuthority } from './authority.ts'
export { newBackupKey } from './backup-key.ts'
export { boundLogOf } from './bound-log.ts'
export { nameSchema } from './fields.ts'
export { formatFingerprint, kitFingerprint } from './fingerprint.ts'
export { itemName } from './item-name.ts'
export { isPairOf, publicHalfOf } from './key-pair.ts'
export {
  authorityIn,
  buildKit,
  currentBackupKey,
  isFounding,
  isReformatted,
  KIT_LIMIT,
  kitToBytes,
  parseKit,
  proofOf,
} from './kit.ts'
export { type KeyLabels, labelProblem, type Sealing } from './labels.ts'
export {
  IMPORT_LIMIT,
  isKeyOf,
  isSeldomTaken,
  type KeyBits,
} from './master-key.ts'
export {
  type ImportKind,
  type KeySource,
  kindOfFile,
  newKey,
  newKeys,
  requireImportable,
  type WantedKey,
} from './new-key.ts'
export { privateKeyPem, publicKeyPem } from './pem.ts'
export { recipientFingerprint } from './recipient-fingerprint.ts'
export { addRevision, type DraftRevision, draftRevision, headAt, type KitChange } from './revise.ts'
export { type ItemProof, revisionsOf } from './revisions.ts'
export {
  type BackupKey,
  type Custodian,
  type KeyPair,
  type Kit,
  type KitEntry,
  type KitItem,
  type KitKey,
  type KitQuorum,
  type ProvingKit,
  quorumSchema,
  type SealedItem,
} from './schema.ts'
export { openItem, openItems, provesSealedPair, sealItem } from './sealed-item.ts'
export { isStatusKeyOf, newStatusKey } from './status-key.ts'
export {
  confirmKit,
  fingerprintDigits,
  isProvedByKit,
  type LoggedQuorum,
  type ProvedItem,
  requireFingerprint,
  TrustedKit,
} from './trusted-kit.ts'
