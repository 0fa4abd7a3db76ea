import { createContext, use } from 'react'

/** Opens the page of settings over whatever stands on the screen. */
export const OpenSettingsContext = createContext<(() => void) | null>(null)

export function useOpenSettings(): () => void {
  const open = use(OpenSettingsContext)
  if (open === null) throw new Error('useOpenSettings: no OpenSettingsContext above')
  return open
}
