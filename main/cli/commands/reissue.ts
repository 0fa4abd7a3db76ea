import type { Command } from 'commander'
import type { Act } from '../terminal/act.ts'
import { closedJson, closedLines } from './closed-ceremony.ts'
import { type Opening, openingOf, withOpening } from './opening-options.ts'
import { layoutOptions, type PaperOptions, paperOption, printedAs } from './paper-options.ts'
import { CONFIRM_CLOCK_HELP, namedFiles, SIGN_HELP } from './signing.ts'

interface ReissueOptions extends PaperOptions, Opening {
  readonly kit: string
  readonly pdf: boolean
  readonly newPassphraseFile: string
  readonly out: string
  readonly vault?: string
  readonly sign?: string[]
  readonly confirmClock?: string
}

/** Registers `ceremony reissue`. */
export function registerReissue(ceremony: Command, act: Act): void {
  withOpening(layoutOptions(ceremony.command('reissue')).argument('<plan>', 'the plan'), 'required')
    .description('replace a quorum by a new one: new people, threshold, type or passphrase')
    .requiredOption(
      '--new-passphrase-file <file>',
      'the passphrase of the new quorum (may be the old one); "-" is standard input',
    )
    .requiredOption('--out <dir>', 'the folder to make; must not exist, or be empty')
    .option('--vault <file>', 'record it in this vault, where the old quorum then is replaced')
    .option('--sign <name=file...>', SIGN_HELP)
    .option('--confirm-clock <day>', CONFIRM_CLOCK_HELP)
    .addOption(paperOption())
    .option('--no-pdf', 'write no PDFs, only text')
    .addHelpText(
      'after',
      `
The old quorum (--kit, --share, --passphrase-file) is opened. Everything sealed to it, its backup
keys too, is sealed again to the new quorum of the plan, which has a new secret, new cards and a new
kit; keys that the plan names are added. Until DIR/kit.json is there, the old quorum stays in force.

The plan is that of a ceremony; with "replaces: SET-ID" it says which quorum it is for.
Old cards, kits and backups keep their power over what they could open: the answer says what to do.

Example:
  keyclave ceremony reissue plan.yaml --kit old/kit.json --share 01-ada.txt 02-grace.txt 05-annie.txt \\
    --passphrase-file pass.txt --new-passphrase-file new-pass.txt --out reissue-2027 --vault office.vault`,
    )
    .action(
      act<ReissueOptions>(async ({ app, terminal, watch }, [plan], options) => {
        const closed = await app.ceremony.runInFolder(
          {
            plan: plan as string,
            passphraseFile: options.newPassphraseFile,
            old: { ...openingOf(options), kit: options.kit },
            out: options.out,
            ...(options.vault === undefined ? {} : { vault: options.vault }),
            sign: namedFiles(options.sign),
            ...(options.confirmClock === undefined ? {} : { confirmClock: options.confirmClock }),
            ...(options.pdf ? { printed: printedAs(options) } : {}),
          },
          watch,
        )
        terminal.report({ lines: closedLines(closed), json: closedJson(closed) })
      }),
    )
}
