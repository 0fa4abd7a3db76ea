/** The steps from an empty file to today’s vault, one per file, never edited after they land. */

export { founding } from './0001-founding.ts'
export { people } from './0002-people.ts'
export { healthChecks } from './0003-health-checks.ts'
export { custodyOverTime } from './0004-custody.ts'
export { bagsWithoutPlaces } from './0005-bags.ts'
export { replayedTables } from './0006-replayed.ts'
export { waitsWithoutClock } from './0007-waits.ts'
export type { Migration } from './migration.ts'
