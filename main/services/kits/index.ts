/** Recovery kits as files, as the window shows them, what vouches for one, and which is in force. */

export { createKitImport, type KitImport } from './import-screen.ts'
export { describeKey } from './key-description.ts'
export { kitAuthorityOf, kitPeopleDifference } from './kit-authority.ts'
export { type InspectedKit, keyFactsOf, trustedFactsOf } from './kit-facts.ts'
export { readKit } from './kit-file.ts'
export { requireHeld, requireInForce } from './kit-in-force.ts'
export {
  heldKit,
  inspectedFrom,
  type KitSource,
  kitFrom,
  trustedKitFrom,
} from './kit-source.ts'
export { createKits, type Kits } from './kits.ts'
export { sealedKeyOf, storedBackupKey } from './stored-items.ts'
export { exportKit } from './stored-kit.ts'
export { trustKit } from './trust-kit.ts'
