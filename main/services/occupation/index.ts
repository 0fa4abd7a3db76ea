/** What the window is occupied with: one table of who may stand beside whom. */

export {
  ACTIVITIES,
  type Activity,
  type Brief,
  type Lasting,
  mayStandBeside,
} from './activities.ts'
export { createOccupation, type Occupation, type UnderWay } from './occupation.ts'
