import { type Command, Option } from 'commander'
import type { Act } from '../terminal/act.ts'
import { formatCount } from '../terminal/amounts.ts'
import { day } from './arguments.ts'
import { paperOption } from './paper-options.ts'

interface Options {
  readonly vault: string
  readonly from: string
  readonly to: string
  readonly out: string
  readonly paper: 'a4' | 'letter'
}

/** Registers `compliance report`. */
export function register(program: Command, act: Act): void {
  program
    .command('compliance')
    .description('what a vault records, for an auditor')
    .command('report')
    .description('write keys, cryptoperiods, deeds, people, drills and exceptions of a period')
    .requiredOption('--vault <file>', 'the vault')
    .addOption(
      new Option('--from <day>', 'the first day of the period')
        .argParser(day)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--to <day>', 'the last day of the period').argParser(day).makeOptionMandatory(),
    )
    .requiredOption('--out <dir>', 'the folder to make')
    .addOption(paperOption())
    .addHelpText(
      'after',
      `
The folder holds the report as a page (compliance.pdf), as JSON (compliance.json) and as tables for a
spreadsheet (.csv). Each part is mapped to NIST SP 800-57 part 1, SP 800-88, PCI PIN, PCI DSS 3.6 and
3.7, ISO/IEC 27001 A.8.24 and FIPS 140-3: what the records answer, and what they do not. Keyclave is
no validated module; the report says so. Export the log beside it: keyclave audit export.

Example:
  keyclave compliance report --vault office.vault --from 2026-01-01 --to 2026-12-31 --out audit-2026`,
    )
    .action(
      act<Options>(async ({ app, terminal }, _, { vault, ...order }) => {
        const made = await app.compliance.report(vault, order)
        terminal.report({
          lines: [
            `${made.out} holds ${formatCount(made.keys, 'key')}, ${formatCount(made.deeds, 'deed')} and ${formatCount(made.exceptions, 'exception')} of ${order.from} to ${order.to}.`,
            ...made.files.map(file => `  ${file}`),
          ],
          json: made,
        })
      }),
    )
}
