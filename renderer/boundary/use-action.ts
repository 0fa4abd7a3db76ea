import { useCallback, useLayoutEffect, useRef, useState } from 'react'
import type { KeyclaveError } from '../../shared/errors.ts'
import { asProblem } from './problem.ts'

export interface Action<Arguments extends readonly unknown[]> {
  readonly run: (...args: Arguments) => Promise<void>
  readonly busy: boolean
  /** Why the last run was refused. */
  readonly problem: KeyclaveError | null
  readonly forget: () => void
}

/** Something a person starts: runs once at a time, and keeps the refusal for the place it belongs to. */
export function useAction<Arguments extends readonly unknown[]>(
  work: (...args: Arguments) => Promise<void> | void,
): Action<Arguments> {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<KeyclaveError | null>(null)
  const latest = useRef(work)
  const running = useRef(false)
  // With the layout: a press right after it must act on what is on the screen.
  useLayoutEffect(() => {
    latest.current = work
  })

  const run = useCallback(async (...args: Arguments) => {
    if (running.current) return
    running.current = true
    setBusy(true)
    setProblem(null)
    try {
      await latest.current(...args)
    } catch (error) {
      setProblem(asProblem(error))
    } finally {
      running.current = false
      setBusy(false)
    }
  }, [])

  const forget = useCallback(() => setProblem(null), [])
  return { run, busy, problem, forget }
}
