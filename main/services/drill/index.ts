/** Drills: a quorum opened for practice, nothing taken out. */

export { createDrills, type Drills } from './drill.ts'
export { DrillSession } from './drill-session.ts'
export { cardsToCheck, nextChecks, nextDrill } from './due.ts'
export { intervalChange } from './interval.ts'
