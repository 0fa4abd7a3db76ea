/** What the vault holds and what in it needs attention. */

export { backupFactsIn } from './overview.ts'
export type { QuorumPage } from './quorum-page.ts'
export { createVaults, type Vaults } from './vault-info.ts'
export { createVaultScreen, type VaultScreen } from './vault-screen.ts'
