import { useCallback, useEffect, useState } from 'react'

const GLANCE_SECONDS = 60

/**
 * Holds a secret while one person looks at it: it is forgotten after a minute, when the window loses the
 * focus or is hidden, and when the screen is left.
 */
export function useGlance<Secret>(): {
  readonly secret: Secret | null
  /** Until it is blanked by itself. */
  readonly secondsLeft: number
  readonly show: (secret: Secret) => void
  readonly blank: () => void
} {
  const [secret, setSecret] = useState<Secret | null>(null)
  const [secondsLeft, setSecondsLeft] = useState(GLANCE_SECONDS)
  const blank = useCallback(() => setSecret(null), [])
  const show = useCallback((shown: Secret) => {
    setSecondsLeft(GLANCE_SECONDS)
    setSecret(shown)
  }, [])

  const visible = secret !== null
  useEffect(() => {
    if (!visible) return
    const end = performance.now() + GLANCE_SECONDS * 1000
    const clock = setInterval(() => {
      const left = Math.ceil((end - performance.now()) / 1000)
      if (left <= 0) blank()
      else setSecondsLeft(left)
    }, 250)
    window.addEventListener('blur', blank)
    document.addEventListener('visibilitychange', blank)
    return () => {
      clearInterval(clock)
      window.removeEventListener('blur', blank)
      document.removeEventListener('visibilitychange', blank)
    }
  }, [visible, blank])

  return { secret, secondsLeft, show, blank }
}
