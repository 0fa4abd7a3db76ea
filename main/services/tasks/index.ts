/** Long work: how it is watched, shown and given up. */

export { createTasks, type Tasks } from './tasks.ts'
export { continueUnlessCancelled, type Progress, type Watch, type WatchEvent } from './watch.ts'
