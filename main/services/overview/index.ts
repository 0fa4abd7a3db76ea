/** What the vault holds and what in it needs attention. */

export { backupFactsOf } from './overview.ts'
export { createVaultScreen, type VaultScreen } from './vault-screen.ts'
