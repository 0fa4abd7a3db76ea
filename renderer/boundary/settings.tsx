import { createContext, use } from 'react'
import type { Settings, SettingsStanding } from '../../shared/settings.ts'

/** What is set on this machine, and what changes it. */
export interface SettingsHere {
  readonly standing: SettingsStanding
  /** @throws FILE_* where they cannot be kept */
  readonly save: (settings: Settings) => Promise<void>
}

export const SettingsContext = createContext<SettingsHere | null>(null)

export function useSettingsHere(): SettingsHere {
  const here = use(SettingsContext)
  if (here === null) throw new Error('useSettings: no SettingsContext above')
  return here
}

export const useSettings = (): Settings => useSettingsHere().standing.settings

/** Light, dark or the system's, and how large the letters are: the style sheets look at the page's root. */
export function applyAppearance(root: HTMLElement, { appearance, largeType }: Settings): void {
  if (appearance === 'system') delete root.dataset.theme
  else root.dataset.theme = appearance
  if (largeType) root.dataset.type = 'large'
  else delete root.dataset.type
}
