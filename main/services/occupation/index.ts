/** What the window is occupied with: one table of who may stand beside whom. */

export { createOccupation, type Occupation, type UnderWay } from './occupation.ts'
