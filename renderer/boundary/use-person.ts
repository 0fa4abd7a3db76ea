import { useEffect, useRef } from 'react'
import { useClient } from './client.tsx'
import { useMainEvent } from './use-event.ts'

const EVERY_MS = 15_000
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const

/**
 * Tells the main side, at most every 15 seconds, that somebody is here: it puts off the cover. Once the cover
 * was announced, at once.
 *
 * @param call of the page in which that somebody is
 */
export function usePersonAtWork(
  watching: boolean,
  call: 'app.active' | 'picker.active' = 'app.active',
): void {
  const client = useClient()
  const last = useRef(0)
  useMainEvent('app.idle', () => {
    last.current = 0
  })
  useEffect(() => {
    if (!watching) return
    last.current = 0
    const notice = (): void => {
      const now = performance.now()
      if (last.current !== 0 && now - last.current < EVERY_MS) return
      last.current = now
      // A refusal here would say only that the window was locked meanwhile, which its event says too.
      client.call(call, {}).catch(() => {})
    }
    for (const sign of SIGNS) window.addEventListener(sign, notice, { passive: true })
    return () => {
      for (const sign of SIGNS) window.removeEventListener(sign, notice)
    }
  }, [client, call, watching])
}
