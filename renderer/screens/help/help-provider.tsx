import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import type { Place } from '../../../shared/help/topics.ts'
import { isHelpKey } from '../../../shared/shortcuts.ts'
import { HelpContext } from '../../session/help.tsx'
import { useDesk } from '../../session/session.tsx'
import { HelpView } from './help-view.tsx'

/** Opens the help with F1 over every screen below it, which stays as it is; never over the cover. */
export function HelpProvider({ children }: { children: ReactNode }) {
  const { locked } = useDesk().session
  const [isOpen, setOpen] = useState(false)
  /** Where one has been, the last one is shown. */
  const [places, setPlaces] = useState<readonly Place[]>([])
  const visit = useCallback((place: Place) => setPlaces(before => [...before, place]), [])
  const open = useCallback(
    (place: Place | null) => {
      if (place !== null) visit(place)
      setOpen(true)
    },
    [visit],
  )
  useEffect(() => {
    if (locked) return
    const look = (event: KeyboardEvent): void => {
      if (isHelpKey(event)) setOpen(true)
    }
    window.addEventListener('keydown', look)
    return () => window.removeEventListener('keydown', look)
  }, [locked])
  const help = useMemo(() => ({ open }), [open])
  return (
    <HelpContext value={help}>
      {children}
      {isOpen && (
        <HelpView
          place={places.at(-1) ?? null}
          onVisit={visit}
          onBack={places.length > 1 ? () => setPlaces(before => before.slice(0, -1)) : null}
          onClose={() => setOpen(false)}
        />
      )}
    </HelpContext>
  )
}
