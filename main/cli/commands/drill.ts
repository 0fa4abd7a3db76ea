import type { Command } from 'commander'
import type { Act } from '../terminal/act.ts'
import { formatCount } from '../terminal/amounts.ts'
import { type Opening, openingOf, withOpening } from './opening-options.ts'
import { namedFiles, SIGN_HELP } from './signing.ts'

interface DrillOptions extends Opening {
  readonly kit: string
  readonly backup?: string
  readonly vault?: string
  readonly sign?: string[]
}

/** Registers `drill` and `drill interval`. */
export function register(program: Command, act: Act): void {
  const drill = program.command('drill').description('rehearse a recovery, and take nothing out')

  withOpening(drill.command('hold', { isDefault: true }), 'required')
    .description(
      'prove that shares, passphrase and kit would open everything, and take nothing out',
    )
    .option('--backup <file>', 'look at the header of this backup, too')
    .option('--vault <file>', 'record the drill in this vault')
    .option('--sign <name=file...>', SIGN_HELP)
    .addHelpText(
      'after',
      `
The shares and the passphrase are checked against the kit. Of every sealed item the header is
unwrapped in memory; no key, no secret and no file is decrypted, nothing is written but the record.

Example:
  keyclave drill hold --kit kit.json --share 01-ada.txt 02-grace.txt 04-hedy.txt \\
    --passphrase-file pass.txt --backup office.tar.zst.age --vault office.vault`,
    )
    .action(
      act<DrillOptions>(async ({ app, terminal, watch }, _, options) => {
        const held = await app.drill.hold(
          {
            ...openingOf(options),
            kit: options.kit,
            ...(options.backup === undefined ? {} : { backup: options.backup }),
            ...(options.vault === undefined ? {} : { vault: options.vault }),
            sign: namedFiles(options.sign),
          },
          watch,
        )
        terminal.report({
          lines: [
            `The drill proved it: this quorum opens all that is sealed to it (${formatCount(held.items, 'item')}).`,
            `Set ${held.setId}, shares of ${held.shares.map(({ custodian }) => custodian).join(', ')}.`,
            ...(held.backup ? ['The backup is encrypted to it, too.'] : []),
            'Nothing was taken out.',
            held.next === null
              ? 'Not recorded: name the vault with --vault, so that the next drill is not forgotten.'
              : `Recorded. The next drill is due on ${held.next}.`,
          ],
          json: held,
        })
      }),
    )

  drill
    .command('interval')
    .argument('<months>', 'from 1 to 60')
    .description('choose how often drills are due; the default is every 12 months')
    .requiredOption('--vault <file>', 'the vault')
    .option('--sign <name=file...>', SIGN_HELP)
    .addHelpText(
      'after',
      `
When the last drill is older than this, the overview of the window says so.

Example:
  keyclave drill interval 6 --vault office.vault`,
    )
    .action(
      act<{ vault: string; sign?: string[] }>(
        async ({ app, terminal, watch }, [given], { vault, sign }) => {
          const signers = namedFiles(sign)
          const { months } = await app.drill.setInterval(vault, Number(given), signers, watch)
          terminal.report({
            lines: [`A drill is due every ${formatCount(months, 'month')}.`],
            json: { months },
          })
        },
      ),
    )
}
