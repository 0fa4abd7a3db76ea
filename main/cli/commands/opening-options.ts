import type { Command } from 'commander'

/** Shares, passphrase and kit, as options of a command. */

export interface Opening {
  readonly kit?: string
  readonly share?: string[]
  readonly passphraseFile: string
  readonly acceptCorrections?: true
  readonly fingerprint?: string
}

export function withOpening(command: Command, kit: 'required' | 'optional' = 'optional'): Command {
  command
    .option(
      '--share <file...>',
      'one file per custodian: words, QR text, picture or PDF of the card; "-" is standard input; without it the words are typed at the terminal, unseen',
    )
    .option(
      '--passphrase-file <file>',
      'the passphrase, "-" for standard input; else it is asked for',
    )
    .option('--accept-corrections', "accept the corrections that a card's check words propose")
    .option('--fingerprint <digits>', FINGERPRINT_HELP)
  return kit === 'required'
    ? command.requiredOption('--kit <file>', 'the recovery kit')
    : command.option('--kit <file>', 'the recovery kit')
}

/** What shows that a kit is the right one, where no vault that is named knows it. */
export const FINGERPRINT_HELP =
  "the kit's fingerprint as it stands on a share card, its first 8 digits or more; not needed with a vault that knows the kit"

/** `--fingerprint`, if it was given. */
export const fingerprintOf = ({
  fingerprint,
}: {
  readonly fingerprint?: string
}): { readonly fingerprint?: string } => (fingerprint === undefined ? {} : { fingerprint })

export function openingOf(options: Opening): {
  readonly shares: readonly string[]
  readonly passphraseFile: string
  readonly acceptCorrections: boolean
  readonly kit?: string
  readonly fingerprint?: string
} {
  return {
    shares: options.share ?? [],
    passphraseFile: options.passphraseFile,
    acceptCorrections: options.acceptCorrections ?? false,
    ...(options.kit === undefined ? {} : { kit: options.kit }),
    ...fingerprintOf(options),
  }
}
