import { useEffect } from 'react'
import { useClient } from './client.tsx'

const EVERY_MS = 15_000
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const

/** Tells the main side, at most every 15 seconds, that somebody is here: it puts off the idle lock. */
export function usePersonAtWork(watching: boolean): void {
  const client = useClient()
  useEffect(() => {
    if (!watching) return
    let last = 0
    const notice = (): void => {
      const now = performance.now()
      if (last !== 0 && now - last < EVERY_MS) return
      last = now
      // A refusal here would say only that the window was locked meanwhile, which its event says too.
      client.call('app.active', {}).catch(() => {})
    }
    for (const sign of SIGNS) window.addEventListener(sign, notice, { passive: true })
    return () => {
      for (const sign of SIGNS) window.removeEventListener(sign, notice)
    }
  }, [client, watching])
}
