import { type Command, Option } from 'commander'
import { refuse } from '../../../shared/errors.ts'
import { KEY_REASONS, type KeyDeed, type KeyReason } from '../../../shared/key-life.ts'
import { day } from './arguments.ts'

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

/** @param otherwise what stands where nobody says one */
export const reasonOption = (otherwise: KeyReason): Option =>
  new Option('--reason <reason>', 'why, for the log').choices(KEY_REASONS).default(otherwise)

/**
 * Why something becomes of a key; and, of a compromise, since when.
 *
 * @param reason what stands where nobody says one
 * @param since  what `--occurred` means here
 */
export function withReason(
  command: Command,
  deed: KeyDeed,
  { reason, since }: { readonly reason: KeyReason; readonly since: string },
): Command {
  command.addOption(reasonOption(reason))
  if (deed !== 'compromise') return command
  return command.addOption(
    new Option('--occurred <day>', `since when ${since}; without it, today`).argParser(day),
  )
}

/** @throws SIGN_FORMAT */
export const namedFiles = (given: readonly string[] = [], option = '--sign'): NamedFile[] =>
  given.map((text, i) => {
    const at = text.lastIndexOf('=')
    if (at < 1 || at === text.length - 1) throw refuse('SIGN_FORMAT', { option, position: i + 1 })
    return { name: text.slice(0, at), file: text.slice(at + 1) }
  })

/** Options of a command that changes something of a vault. */
export interface Signing {
  readonly vault: string
  readonly sign?: string[]
  readonly confirmClock?: string
}

/** The same, as the services take it. @throws SIGN_FORMAT */
export const signingOf = ({ vault, sign, confirmClock }: Signing) => ({
  ...{ vault, sign: namedFiles(sign) },
  ...(confirmClock !== undefined && { confirmClock }),
})
