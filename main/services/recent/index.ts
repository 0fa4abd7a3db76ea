/** Which vaults were opened on this machine, for the front door. */

export { createRecentVaults, type RecentVaults } from './recent-vaults.ts'
