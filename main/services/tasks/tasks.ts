import type { Payload } from '../../../shared/contract.ts'
import { refuse } from '../../../shared/errors.ts'
import { createProgressMeter } from './progress-meter.ts'
import type { Watch } from './watch.ts'

type TaskName = Payload<'task.progress'>['task']

/** Long work of the window: one of each kind at a time, with progress, and a way to cancel it. */
export interface Tasks {
  /** Does the work under a watch. @throws TASK_RUNNING when one of this kind is at work; what it throws */
  readonly run: <Result>(task: TaskName, work: (watch: Watch) => Promise<Result>) => Promise<Result>
  /** Cancels it, if it is running. */
  readonly cancel: (task: TaskName) => void
  readonly running: () => TaskName[]
}

/** What the window is told. */
export type EmitProgress = (payload: Payload<'task.progress'>) => void

/** @param monotonic milliseconds of a clock that never goes back */
export function createTasks(emit: EmitProgress, monotonic: () => number): Tasks {
  const running = new Map<TaskName, AbortController>()
  return {
    run: async (task, work) => {
      if (running.has(task)) throw refuse('TASK_RUNNING', { task })
      const controller = new AbortController()
      const meter = createProgressMeter(monotonic)
      running.set(task, controller)
      try {
        return await work({
          signal: controller.signal,
          onEvent: event => {
            const reading = event.kind === 'progress' ? meter(event) : null
            if (reading !== null) emit({ task, ...reading })
          },
        })
      } finally {
        running.delete(task)
      }
    },
    cancel: task => running.get(task)?.abort(),
    running: () => [...running.keys()],
  }
}
