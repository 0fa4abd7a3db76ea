import type { Command } from 'commander'

/** Shares, passphrase and kit, as options of a command. */

export interface Opening {
  readonly kit?: string
  readonly share: string[]
  readonly passphraseFile: string
  readonly acceptCorrections?: true
}

export function withOpening(command: Command, kit: 'required' | 'optional' = 'optional'): Command {
  command
    .requiredOption(
      '--share <file...>',
      'one file per custodian: words, QR text, picture or PDF of the card; "-" is standard input',
    )
    .option(
      '--passphrase-file <file>',
      'the passphrase, "-" for standard input; else it is asked for',
    )
    .option('--accept-corrections', "accept the corrections that a card's check words propose")
  return kit === 'required'
    ? command.requiredOption('--kit <file>', 'the recovery kit')
    : command.option('--kit <file>', 'the recovery kit')
}

export function openingOf(options: Opening): {
  readonly shares: readonly string[]
  readonly passphraseFile: string
  readonly acceptCorrections: boolean
  readonly kit?: string
} {
  return {
    shares: options.share,
    passphraseFile: options.passphraseFile,
    acceptCorrections: options.acceptCorrections ?? false,
    ...(options.kit === undefined ? {} : { kit: options.kit }),
  }
}
