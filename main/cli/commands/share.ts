import type { Command } from 'commander'
import { refuse } from '../../../shared/errors.ts'
import type { Act } from '../terminal/act.ts'
import { FINGERPRINT_HELP, fingerprintOf } from './opening-options.ts'
import { kdfInWords } from './policy-words.ts'

interface InspectOptions {
  readonly kit?: string
  readonly fingerprint?: string
  readonly vault?: string
  readonly worn?: true
  readonly showCorrections?: true
}

/** Registers `share inspect`. */
export function register(program: Command, act: Act): void {
  const share = program.command('share').description('look at one share')

  share
    .command('inspect')
    .argument(
      '<file>',
      'words or QR text of a share, a picture of its card, or the card\'s PDF; "-" is standard input',
    )
    .description('check one share, without opening anything')
    .option('--kit <file>', 'also check that the share is one of this kit')
    .option('--fingerprint <digits>', FINGERPRINT_HELP)
    .option('--vault <file>', 'record in this vault that the card was checked (with --kit)')
    .option('--worn', 'the card itself is wrong where words are: record it as worn')
    .option('--show-corrections', 'print the words that the check words propose (they are secret)')
    .addHelpText(
      'after',
      `
Says which set the share belongs to and whether its words fit together. Wrong words are named
by position; "?" stands for a word that cannot be read. With --vault the result goes into the
register of shares with its date: a card can be checked at any time, and nothing is opened.

Examples:
  keyclave share inspect 01-ada.txt --kit kit.json --fingerprint 1a2b3c4d
  keyclave share inspect scan-of-card.jpg --kit kit.json --vault office.vault
  keyclave share inspect - < typed.txt`,
    )
    .action(
      act<InspectOptions>(async ({ app, terminal, watch }, [file], options) => {
        if (options.vault !== undefined && options.kit === undefined) {
          const problem = 'check-without-kit'
          throw refuse('USAGE', { problem, command: 'keyclave share inspect' })
        }
        const found = await app.shares.inspect(
          {
            file: file as string,
            worn: options.worn ?? false,
            ...(options.vault === undefined ? {} : { vault: options.vault }),
            showCorrections: options.showCorrections ?? false,
            ...(options.kit === undefined ? {} : { kit: options.kit }),
            ...fingerprintOf(options),
          },
          watch,
        )
        terminal.report({
          lines: [
            `Share ${found.index} of set ${found.setId}. Any ${found.threshold} shares of the set open it, together with the passphrase.`,
            `Identity     ${found.identity}`,
            `Passphrase   ${kdfInWords(found.kdf)}`,
            `Commitment   ${found.commitment}`,
            ...(found.wrongWords.length === 0
              ? ['Words        all 40 fit together']
              : [`Words        wrong or unreadable: ${found.wrongWords.join(', ')}. Look again.`]),
            ...found.corrections.map(c => `Word ${c.word}      most likely "${c.to}"`),
            found.custodian === null
              ? 'Not checked against a kit: pass --kit to know that it is the share that was issued.'
              : `This is the share that was issued to ${found.custodian}.`,
            ...(options.vault === undefined ? [] : [recordLine(found.recorded)]),
          ],
          json: found,
        })
      }),
    )
}

const recordLine = (recorded: { readonly time: string; readonly result: string } | null): string =>
  recorded === null
    ? 'Nothing was recorded: first look at the wrong words again. If the card itself says so, repeat with --worn.'
    : `Recorded as ${recorded.result}, ${recorded.time}.`
