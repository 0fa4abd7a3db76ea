import type { Command } from 'commander'
import { refuse } from '../../../shared/errors.ts'

/** `--sign NAME=FILE`: who signs a command, with the file of their PIN or passphrase. */

/** A person and the file of their PIN or passphrase. */
export interface NamedFile {
  readonly name: string
  readonly file: string
}

export const SIGN_HELP = 'a person who signs, and the file of their PIN; in a vault with people'

export const CONFIRM_CLOCK_HELP =
  'the day that this clock says (2026-11-27), when it is right although something contradicts it'

export const withSign = (command: Command): Command =>
  command.option('--sign <name=file...>', SIGN_HELP)

/** @throws SIGN_FORMAT */
export const namedFiles = (given: readonly string[] = [], option = '--sign'): NamedFile[] =>
  given.map((text, i) => {
    const at = text.lastIndexOf('=')
    if (at < 1 || at === text.length - 1) throw refuse('SIGN_FORMAT', { option, position: i + 1 })
    return { name: text.slice(0, at), file: text.slice(at + 1) }
  })
