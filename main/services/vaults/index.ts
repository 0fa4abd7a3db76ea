/** Which vault is open, how it is opened, and what it says of a ceremony that was interrupted. */

export { cardsToDestroy } from './cards-to-destroy.ts'
export { reportInterrupted } from './interrupted.ts'
export {
  isVaultFile,
  type OpenVault,
  removeVault,
  requireVaultFile,
  vaultOpener,
} from './vaults.ts'
export { type VaultReference, Workspace } from './workspace.ts'
