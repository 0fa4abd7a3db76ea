import { type ReactNode, useCallback, useState } from 'react'
import { OpenSettingsContext } from '../../session/settings.tsx'
import { SettingsView } from './settings-view.tsx'

/** Opens the settings over every screen below it, which stays as it is. */
export function SettingsProvider({ children }: { children: ReactNode }) {
  const [isOpen, setOpen] = useState(false)
  const open = useCallback(() => setOpen(true), [])
  return (
    <OpenSettingsContext value={open}>
      {children}
      {isOpen && <SettingsView onClose={() => setOpen(false)} />}
    </OpenSettingsContext>
  )
}
