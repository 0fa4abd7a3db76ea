import { useCallback, useEffect, useState } from 'react'
import { useSettings } from './settings.tsx'
import { useMainEvent } from './use-event.ts'

/**
 * Holds a secret while one person looks at it: it is forgotten after the time that is set without a key, when the
 * window loses the focus, is hidden or covered, and when the screen is left. Every key begins the time anew.
 */
export function useGlance<Secret>(): {
  readonly secret: Secret | null
  /** Until it is blanked by itself. */
  readonly secondsLeft: number
  readonly show: (secret: Secret) => void
  readonly blank: () => void
} {
  const [secret, setSecret] = useState<Secret | null>(null)
  const { glanceSeconds } = useSettings()
  const [secondsLeft, setSecondsLeft] = useState(glanceSeconds)
  const blank = useCallback(() => setSecret(null), [])
  const show = useCallback(
    (shown: Secret) => {
      setSecondsLeft(glanceSeconds)
      setSecret(shown)
    },
    [glanceSeconds],
  )
  useMainEvent('app.locked', blank)

  const visible = secret !== null
  useEffect(() => {
    if (!visible) return
    let end = 0
    const look = (): void => {
      const left = Math.ceil((end - performance.now()) / 1000)
      if (left <= 0) blank()
      else setSecondsLeft(left)
    }
    const extend = (): void => {
      end = performance.now() + glanceSeconds * 1000
      look()
    }
    extend()
    const clock = setInterval(look, 250)
    window.addEventListener('keydown', extend)
    window.addEventListener('blur', blank)
    document.addEventListener('visibilitychange', blank)
    return () => {
      clearInterval(clock)
      window.removeEventListener('keydown', extend)
      window.removeEventListener('blur', blank)
      document.removeEventListener('visibilitychange', blank)
    }
  }, [visible, blank, glanceSeconds])

  return { secret, secondsLeft, show, blank }
}
