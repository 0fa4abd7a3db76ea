import type { Command } from 'commander'
import type { SettingsStanding } from '../../shared/settings.ts'
import { SOURCE } from './environment.ts'
import type { Terminal } from './terminal/terminal.ts'

/** Says that the settings of this machine are damaged, where a page would have been printed by them. */
export function warnOfSettings(
  { path, problem }: SettingsStanding,
  command: Command,
  terminal: Terminal,
): void {
  if (problem === null || command.getOptionValueSource('paper') !== SOURCE) return
  terminal.onEvent({ kind: 'notice', notice: { kind: 'settings-damaged', path, problem } })
}
