import type { Command } from 'commander'
import type { Act } from '../terminal/act.ts'
import { FINGERPRINT_HELP, fingerprintOf } from './opening-options.ts'
import {
  type FinderOptions,
  finderOptions,
  findersOf,
  type PaperOptions,
  paperOption,
} from './paper-options.ts'

interface BlankOptions extends PaperOptions {
  readonly out: string
}

interface PassphraseOptions extends BlankOptions, FinderOptions {
  readonly passphraseFile: string
  readonly kit?: string
  readonly fingerprint?: string
}

/** Registers `card blank` and `card passphrase`. */
export function register(program: Command, act: Act): void {
  const card = program.command('card').description('make pages to print')

  card
    .command('blank')
    .description('write a share card with empty boxes, so that no printer sees the words')
    .requiredOption('--out <file>', 'the PDF to make; must not exist')
    .addOption(paperOption())
    .addHelpText(
      'after',
      `
Example:
  keyclave card blank --out blank-card.pdf --paper letter`,
    )
    .action(
      act<BlankOptions>(async ({ app, terminal }, _, { out, paper }) => {
        await app.cards.blank({ out, paper })
        terminal.report({ lines: [`Wrote a blank card to ${out}.`], json: { file: out } })
      }),
    )

  finderOptions(card.command('passphrase'))
    .description('write the passphrase as a card to print, for the recovery officer')
    .option(
      '--passphrase-file <file>',
      'a file with the passphrase; "-" is standard input; without it, it is asked for',
    )
    .requiredOption('--out <file>', 'the PDF to make (mode 600); must not exist')
    .option('--kit <file>', 'name the ceremony of this kit on the card')
    .option('--fingerprint <digits>', FINGERPRINT_HELP)
    .addOption(paperOption())
    .addHelpText(
      'after',
      `
The PDF holds the passphrase. Print it apart from every share, and then destroy the file.
Whom to call, and a page in other languages, come with --kit, --contact and --language.

Example:
  keyclave card passphrase --passphrase-file pass.txt --kit kit.json --fingerprint 1a2b3c4d \\
    --out passphrase-card.pdf`,
    )
    .action(
      act<PassphraseOptions>(async ({ app, terminal }, _, options) => {
        const { out, paper, passphraseFile, kit } = options
        await app.cards.passphrase({
          ...{ out, paper, passphraseFile },
          ...(kit === undefined ? {} : { kit }),
          ...fingerprintOf(options),
          ...findersOf(options),
        })
        terminal.report({
          lines: [`Wrote the passphrase to ${out}. Print it, then destroy this file.`],
          json: { file: out },
        })
      }),
    )
}
