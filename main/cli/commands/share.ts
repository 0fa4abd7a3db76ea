import type { Command } from 'commander'
import type { Act } from '../program.ts'

interface InspectOptions {
  readonly kit?: string
  readonly showCorrections?: true
}

/** Registers `share inspect`. */
export function register(program: Command, act: Act): void {
  const share = program.command('share').description('look at one share')

  share
    .command('inspect')
    .argument('<file>', 'the words or the QR text of a share; "-" is standard input')
    .description('check one share, without opening anything')
    .option('--kit <file>', 'also check that the share is one of this kit')
    .option('--show-corrections', 'print the words that the check words propose (they are secret)')
    .addHelpText(
      'after',
      `
Says which set the share belongs to and whether its words fit together. Wrong words are named
by position; "?" stands for a word that cannot be read.

Examples:
  keyclave share inspect 01-ada.txt --kit kit.json
  keyclave share inspect - < typed.txt`,
    )
    .action(
      act<InspectOptions>(async ({ app, terminal }, [file], options) => {
        const found = await app.shares.inspect({
          file: file as string,
          showCorrections: options.showCorrections ?? false,
          ...(options.kit === undefined ? {} : { kit: options.kit }),
        })
        terminal.report({
          lines: [
            `Share ${found.index} of set ${found.setId}. Any ${found.threshold} shares of the set open it, together with the passphrase.`,
            `Identity     ${found.identity}`,
            `KDF profile  ${found.kdf}`,
            `Commitment   ${found.commitment}`,
            ...(found.wrongWords.length === 0
              ? ['Words        all 40 fit together']
              : [`Words        wrong or unreadable: ${found.wrongWords.join(', ')}. Look again.`]),
            ...found.corrections.map(c => `Word ${c.word}      most likely "${c.to}"`),
            found.custodian === null
              ? 'Not checked against a kit: pass --kit to know that it is the share that was issued.'
              : `This is the share that was issued to ${found.custodian}.`,
          ],
          json: found,
        })
      }),
    )
}
