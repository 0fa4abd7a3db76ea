import type { Projection } from '../replay/index.ts'
import { backupCatalogue } from './backup-catalogue.ts'
import { backupKeys } from './backup-keys.ts'
import { ceremonies } from './ceremonies.ts'
import { custody } from './custody.ts'
import { drillIntervals } from './drill-intervals.ts'
import { drills } from './drills.ts'
import { kits } from './kits.ts'
import { people } from './people.ts'
import { profiles } from './profiles.ts'
import { quorums } from './quorums.ts'
import { replacements } from './replacements.ts'
import { sealedKeys } from './sealed-keys.ts'
import { shareChecks } from './share-checks.ts'
import { sharePlaces } from './share-places.ts'
import { shareRegister } from './share-register.ts'
import { signInKeys } from './sign-in-keys.ts'

/**
 * In the order in which an entry writes them, and differences are looked for: people first, whose profile
 * says who has to sign.
 */
export const PROJECTIONS: readonly Projection[] = [
  ...[profiles, people, signInKeys],
  ...[ceremonies, quorums, shareRegister, replacements],
  ...[kits, backupKeys, sealedKeys],
  ...[custody, sharePlaces, shareChecks],
  ...[drills, drillIntervals, backupCatalogue],
]
