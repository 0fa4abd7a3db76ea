/** Which vault is open, how it is opened, and what it says of a ceremony that was interrupted. */

export { cardsToDestroy, type VoidCard } from './cards-to-destroy.ts'
export { vaultAt, vaultToRead } from './file-reference.ts'
export { type Bearer, hasFounded, requireCardHead, requireHeads } from './heads.ts'
export { reportInterrupted } from './interrupted.ts'
export { openReference, type VaultReference } from './reference.ts'
export {
  isVaultFile,
  makeVault,
  type OpenVault,
  removeVault,
  requireVaultFile,
  vaultOpener,
} from './vaults.ts'
export { Workspace } from './workspace.ts'
