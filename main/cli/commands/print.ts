import type { Command } from 'commander'
import type { Act } from '../terminal/act.ts'
import { type PaperOptions, paperOption } from './paper-options.ts'

interface PrintOptions extends Pick<PaperOptions, 'paper'> {
  readonly printer: string
  readonly confirmLocal?: true
}

const REACHED = {
  cable: 'cable',
  'this-machine': 'this machine',
  network: 'network: no secret is printed here',
  file: 'a file on a disk: no secret is printed here',
  unknown: 'not known: no secret is printed here',
} as const

/** Registers `print` and `printers`. */
export function register(program: Command, act: Act): void {
  program
    .command('printers')
    .description('list the printers of this machine, and how a page reaches each')
    .addHelpText(
      'after',
      `
Asks CUPS on this machine; CUPS_SERVER may name another socket of it, no other machine.

Example:
  keyclave printers`,
    )
    .action(
      act(async ({ app, terminal }) => {
        const printers = await app.printing.printers()
        terminal.report({
          lines:
            printers.length === 0
              ? ['There is no printer here. Set up a queue for one on a cable (lpadmin).']
              : printers.flatMap(({ name, description, device, reach, stopped }) => [
                  description === '' ? name : `${name}   ${description}`,
                  `    ${device}`,
                  `    over ${REACHED[reach]}${stopped === null ? '' : `; prints nothing now: ${stopped}`}`,
                ]),
          json: { printers },
        })
      }),
    )

  program
    .command('print')
    .argument('<file>', 'a PDF that Keyclave made: a card, the passphrase, a sheet')
    .description('print one page file as one job, and have the print system forget it')
    .requiredOption('--printer <name>', 'its queue, as "keyclave printers" lists it')
    .option(
      '--confirm-local',
      'somebody has looked: the printer stands here, on a cable of its own',
    )
    .addOption(paperOption())
    .addHelpText(
      'after',
      `
Every file is taken for a share card: it goes to printers on a cable only, from memory into
CUPS's own socket, and its job is deleted when it is out. Print one card at a time, and look at
each before the next. Then destroy the file.

Example:
  keyclave print shares/01-ada.pdf --printer Desk --confirm-local`,
    )
    .action(
      act<PrintOptions>(async ({ app, terminal, watch }, [file], options) => {
        const { printer, paper } = options
        const confirmed = options.confirmLocal ?? false
        const request = { file: file as string, printer, paper, confirmed }
        const page = await app.printing.print(request, watch.signal)
        terminal.report({
          lines: [
            `Printed on ${page.printer} as job ${page.job}. Look at the page before anything else.`,
            page.removed
              ? 'The print system has forgotten it. If it was a card or the passphrase, destroy the file now.'
              : `The print system still keeps job ${page.job}: as its administrator, delete it from the spool folder (/var/spool/cups).`,
          ],
          json: page,
        })
      }),
    )
}
