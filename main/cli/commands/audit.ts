import type { Command } from 'commander'
import { refuse } from '../../../shared/errors.ts'
import type { Act } from '../program.ts'

/** Registers `audit verify`. */
export function register(program: Command, act: Act): void {
  const audit = program.command('audit').description('check the audit log')

  audit
    .command('verify')
    .argument('[file]', 'an exported log, one JSON object a line')
    .description('check that no entry of an audit log was changed, dropped, added or moved')
    .option('--vault <file>', 'check the log inside this vault')
    .addHelpText(
      'after',
      `
Examples:
  keyclave audit verify --vault office.vault
  keyclave audit verify audit.jsonl`,
    )
    .action(
      act<{ vault?: string }>(async ({ app, terminal }, [file], options) => {
        if ((file === undefined) === (options.vault === undefined)) {
          throw refuse('USAGE', {
            problem: 'Name either one exported log or one vault (--vault).',
            command: 'keyclave audit verify',
          })
        }
        const head =
          options.vault === undefined
            ? await app.audit.verifyFile(file as string)
            : await app.audit.verifyVault(options.vault)
        terminal.report({
          lines: [
            `The log is whole: ${head.size} ${head.size === 1 ? 'entry' : 'entries'}.`,
            ...(head.clockSteps.length === 0
              ? []
              : [
                  `The clock was set back before entry ${head.clockSteps.join(', ')}: find out why.`,
                ]),
            `Head ${head.hash}`,
          ],
          json: head,
        })
      }),
    )
}
