/** The life of a key: its states, its days, and what they allow. */

export {
  type Cryptoperiod,
  cryptoperiodProblem,
  DEFAULT_CRYPTOPERIOD,
  type Due,
  dueOf,
  periodFrom,
} from './cryptoperiod.ts'
export { datesProblem, type KeyDates, stateOn } from './dates.ts'
export { addDays, type Day, dayOf, daysBetween } from './day.ts'
export { type DeedVerdict, judgeDeed } from './transitions.ts'
export { judgeUse } from './use.ts'
