import { createContext, use, useEffect, useEffectEvent, useRef } from 'react'

/** How often the cover has been taken away. */
export const CoverContext = createContext(0)

/** Runs when the cover has been taken away: what stands on the screen may have changed meanwhile. */
export function useUncovered(look: () => unknown): void {
  const times = use(CoverContext)
  const seen = useRef(times)
  const onUncovered = useEffectEvent(look)
  useEffect(() => {
    if (seen.current === times) return
    seen.current = times
    void Promise.resolve(onUncovered()).catch(() => {}) // the screen's next call says what is wrong
  }, [times])
}
