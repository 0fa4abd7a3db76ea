import { createContext, use } from 'react'
import type { Place } from '../../shared/help/topics.ts'

/** The help over whatever stands on the screen. */
export interface Help {
  /** @param place null: where it was left, or at its beginning */
  readonly open: (place: Place | null) => void
}

export const HelpContext = createContext<Help | null>(null)

export function useHelp(): Help {
  const help = use(HelpContext)
  if (help === null) throw new Error('useHelp: no HelpContext above')
  return help
}
