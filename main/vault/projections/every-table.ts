import type { Projection } from '../replay/index.ts'
import { accountedCopies } from './accounted-copies.ts'
import { backupCatalogue, reencryptedBackups } from './backup-catalogue.ts'
import { backupKeyEvents } from './backup-key-events.ts'
import { backupKeys } from './backup-keys.ts'
import { ceremonies } from './ceremonies.ts'
import { cryptoperiods } from './cryptoperiods.ts'
import { custody } from './custody.ts'
import { deliveries, deliveryEvents } from './deliveries.ts'
import { destroyedCards } from './destroyed-cards.ts'
import { drillIntervals } from './drill-intervals.ts'
import { drills } from './drills.ts'
import { keyEvents } from './key-events.ts'
import { kits } from './kits.ts'
import { people } from './people.ts'
import { profiles } from './profiles.ts'
import { quorums } from './quorums.ts'
import { replacements } from './replacements.ts'
import { sealedKeys } from './sealed-keys.ts'
import { sealedShares } from './sealed-shares.ts'
import { shareChecks } from './share-checks.ts'
import { sharePlaces } from './share-places.ts'
import { shareRegister } from './share-register.ts'
import { signInKeys } from './sign-in-keys.ts'
import { statusLists } from './status-lists.ts'

/**
 * In the order in which an entry writes them, and differences are looked for: people first, whose profile
 * says who has to sign.
 */
export const PROJECTIONS: readonly Projection[] = [
  ...[profiles, people, signInKeys],
  ...[ceremonies, quorums, shareRegister, replacements],
  ...[kits, backupKeys, sealedKeys, keyEvents, backupKeyEvents, cryptoperiods],
  ...[sealedShares, custody, sharePlaces, shareChecks, destroyedCards, accountedCopies],
  ...[drills, drillIntervals, backupCatalogue, reencryptedBackups, statusLists],
  ...[deliveries, deliveryEvents],
]
