import { useState } from 'react'
import type { Payload } from '../../shared/contract.ts'
import { useClient } from './client.tsx'
import { useMainEvent } from './use-event.ts'

type TaskProgress = Payload<'task.progress'>

/** How far a long task is, and the way to end it. */
export function useTask(task: TaskProgress['task']): {
  readonly progress: TaskProgress | null
  readonly cancel: () => void
  readonly reset: () => void
} {
  const client = useClient()
  const [progress, setProgress] = useState<TaskProgress | null>(null)
  useMainEvent('task.progress', report => {
    if (report.task === task) setProgress(report)
  })
  return {
    progress,
    cancel: () => void client.call('task.cancel', { task }).catch(() => {}),
    reset: () => setProgress(null),
  }
}
