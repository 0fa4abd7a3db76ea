import type { Settings, SettingsStanding } from '../../../shared/settings.ts'
import { readSettings, writeSettings } from './settings-file.ts'

/** The settings of this machine as the window has them. */
export interface SettingsScreen {
  /** What holds now. */
  readonly standing: () => SettingsStanding
  /** @throws FILE_* where they cannot be kept; what held before holds then */
  readonly save: (settings: Settings) => Promise<SettingsStanding>
}

/**
 * @param named    the file that they are kept in
 * @param onChange what is to follow from other settings at once
 */
export function createSettings(
  named: string,
  onChange: (settings: Settings) => void,
): SettingsScreen {
  let standing = readSettings(named)
  return {
    standing: () => standing,
    save: async settings => {
      await writeSettings(named, settings)
      standing = { settings, path: named, problem: null }
      onChange(settings)
      return standing
    },
  }
}
