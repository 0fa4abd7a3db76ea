import { useRef, useState } from 'react'
import type { Payload } from '../../shared/contract.ts'
import { useClient } from './client.tsx'
import { useMainEvent } from './use-event.ts'

type TaskProgress = Payload<'task.progress'>

/** How far a long task is, and the way to end it. `reset` before it begins: an old wish to cancel goes with it. */
export function useTask(task: TaskProgress['task']): {
  readonly progress: TaskProgress | null
  readonly cancel: () => void
  readonly reset: () => void
} {
  const client = useClient()
  const [progress, setProgress] = useState<TaskProgress | null>(null)
  const cancelled = useRef(false)
  const stop = (): void => void client.call('task.cancel', { task }).catch(() => {})
  useMainEvent('task.progress', report => {
    if (report.task !== task) return
    setProgress(report)
    // Cancelled while it had not begun: what goes before it (signatures, a look at the kit) takes time.
    if (cancelled.current) stop()
  })
  return {
    progress,
    cancel: () => {
      cancelled.current = true
      stop()
    },
    reset: () => {
      cancelled.current = false
      setProgress(null)
    },
  }
}
