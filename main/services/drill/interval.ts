import { requireInterval, type Vault } from '../../vault/index.ts'
import { type SignedChange, scheduleDeed } from '../people/index.ts'

/** How often drills are due, from now on. @throws DRILL_INTERVAL */
export const intervalChange =
  (months: number) =>
  (vault: Vault): SignedChange => {
    requireInterval(months)
    return {
      unsigned: 'administrator',
      deed: scheduleDeed(months),
      carryOut: leave => vault.drills.setInterval(leave.actor, months),
    }
  }
