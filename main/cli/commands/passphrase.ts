import type { Command } from 'commander'
import type { Act } from '../terminal/act.ts'

/** Registers `passphrase generate`. */
export function register(program: Command, act: Act): void {
  const passphrase = program.command('passphrase').description('make a passphrase')

  passphrase
    .command('generate')
    .description('write a random passphrase of seven words into a new file')
    .requiredOption('--out <file>', 'the file to make (mode 600); must not exist')
    .addHelpText(
      'after',
      `
Seven words of the EFF large word list: 90 bits. The passphrase is not shown; the recovery
officer reads it from the file, alone, and destroys the file once it is known.

Example:
  keyclave passphrase generate --out pass.txt`,
    )
    .action(
      act<{ out: string }>(async ({ app, terminal }, _, options) => {
        const made = await app.ceremony.generatePassphrase(options.out)
        terminal.report({
          lines: [`Wrote a passphrase of ${made.words} words to ${options.out}.`],
          json: { file: options.out, ...made },
        })
      }),
    )
}
