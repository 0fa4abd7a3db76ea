import type { BusyTask } from '../../../shared/codes/index.ts'
import { type KeyclaveError, refuse } from '../../../shared/errors.ts'
import { ACTIVITIES, type Activity, type Brief, mayStandBeside } from './activities.ts'

/** Something that has begun and has not ended. */
export type UnderWay =
  | { readonly what: 'ceremony'; readonly title: string }
  | { readonly what: Exclude<Activity, 'ceremony'> }

/** What the window is occupied with, and so what may be begun. */
export interface Occupation {
  /** In the order of `ACTIVITIES`. */
  readonly underWay: () => readonly UnderWay[]
  /**
   * Whether it may begin. What lasts asks this, and from then on says by itself that it is under way.
   *
   * @throws CEREMONY_RUNNING, RECOVERY_RUNNING, DRILL_RUNNING, TASK_RUNNING: the first thing under way
   *         that it may not stand beside
   */
  readonly requireFree: (activity: Activity) => void
  /** Does what is under way until it is answered. @throws as requireFree; what it throws */
  readonly occupy: <Result>(
    activity: Brief,
    work: () => Result | Promise<Result>,
  ) => Promise<Result>
}

/** @param lasting what lasts and is under way */
export function createOccupation(lasting: () => readonly UnderWay[]): Occupation {
  const atWork = new Set<UnderWay>()
  const underWay = (): readonly UnderWay[] =>
    [...lasting(), ...atWork].sort(
      (one, other) => ACTIVITIES.indexOf(one.what) - ACTIVITIES.indexOf(other.what),
    )
  const requireFree = (activity: Activity): void => {
    const inTheWay = underWay().find(({ what }) => !mayStandBeside(activity, what))
    if (inTheWay !== undefined) throw refusalBy(inTheWay)
  }
  return {
    underWay,
    requireFree,
    occupy: async (activity, work) => {
      requireFree(activity)
      const mine = { what: activity }
      atWork.add(mine)
      try {
        return await work()
      } finally {
        atWork.delete(mine)
      }
    },
  }
}

/** How what is under way refuses what may not stand beside it. */
function refusalBy(underWay: UnderWay): KeyclaveError {
  switch (underWay.what) {
    case 'ceremony':
      return refuse('CEREMONY_RUNNING', { title: underWay.title })
    case 'recovery':
      return refuse('RECOVERY_RUNNING', {})
    case 'drill':
      return refuse('DRILL_RUNNING', {})
    default:
      return refuse('TASK_RUNNING', { task: TASKS[underWay.what] })
  }
}

const TASKS: { readonly [what in Exclude<Activity, 'ceremony' | 'recovery' | 'drill'>]: BusyTask } =
  {
    backup: 'backup',
    'backup-check': 'backup-check',
    policy: 'people-change',
    people: 'people-change',
    custody: 'register-change',
    keys: 'key-change',
    vault: 'vault-change',
    'first-vault': 'vault-change',
  }
