import { useEffect, useEffectEvent } from 'react'

/** Does something again and again while the component is shown. */
export function useEvery(milliseconds: number, work: () => void): void {
  const onTurn = useEffectEvent(work)
  useEffect(() => {
    const clock = setInterval(() => onTurn(), milliseconds)
    return () => clearInterval(clock)
  }, [milliseconds])
}
