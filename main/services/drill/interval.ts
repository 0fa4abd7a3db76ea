import { deedOf } from '../../../shared/deeds.ts'
import { requireInterval, type Vault } from '../../vault/index.ts'
import type { SignedChange } from '../people/index.ts'

/** How often drills are due, from now on. @throws DRILL_INTERVAL */
export const intervalChange =
  (months: number) =>
  (vault: Vault): SignedChange => {
    requireInterval(months)
    return {
      unsigned: 'administrator',
      deed: deedOf('drill.schedule', { months }),
      carryOut: leave => vault.drills.setInterval(leave.actor, months),
    }
  }
