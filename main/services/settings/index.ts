/** What of the program is set on this machine: kept in one file, read by the window and by what prints. */

export { readSettings } from './settings-file.ts'
export { settingsFileIn } from './settings-place.ts'
export { createSettings, type SettingsScreen } from './settings-screen.ts'
