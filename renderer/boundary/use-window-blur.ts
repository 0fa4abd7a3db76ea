import { useEffect, useEffectEvent } from 'react'

/** Runs when the window loses the focus or is hidden: somebody else may be looking. */
export function useWindowBlur(leave: () => void): void {
  const onLeave = useEffectEvent(leave)
  useEffect(() => {
    const run = (): void => onLeave()
    window.addEventListener('blur', run)
    document.addEventListener('visibilitychange', run)
    return () => {
      window.removeEventListener('blur', run)
      document.removeEventListener('visibilitychange', run)
    }
  }, [])
}
