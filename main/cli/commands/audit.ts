import type { Command } from 'commander'
import { refuse } from '../../../shared/errors.ts'
import type { Act } from '../terminal/act.ts'
import { REFORMATTED } from '../terminal/reformatted.ts'

/** Registers `audit verify` and `audit export`. */
export function register(program: Command, act: Act): void {
  const audit = program.command('audit').description('check the audit log')

  audit
    .command('verify')
    .argument('[file]', 'an exported log, one JSON object a line')
    .description(
      'check that no entry of an audit log was changed, dropped, added or moved; in a vault, also that every table is what the log says',
    )
    .option(
      '--vault <file>',
      'check the log inside this vault; with a file, that the vault has all of it',
    )
    .option(
      '--head <words...>',
      'a head from a card, a record or a label, which the log must still contain: the number, then 32 words or 64 hex digits',
    )
    .addHelpText(
      'after',
      `
Examples:
  keyclave audit verify --vault office.vault
  keyclave audit verify audit.jsonl
  keyclave audit verify audit.jsonl --vault office.vault
  keyclave audit verify audit.jsonl --head 17 1d6f8e3b7a40f5126e9ab03c5d8f42717fa0b6c9385e21d44c0f93aa6b2e5d10`,
    )
    .action(
      act<{ vault?: string; head?: string[] }>(async ({ app, terminal }, [file], options) => {
        if (file === undefined && options.vault === undefined) {
          throw refuse('USAGE', {
            problem: 'log-or-vault',
            command: 'keyclave audit verify',
          })
        }
        const printed = options.head?.join(' ')
        const { vault = '' } = options
        const head =
          file === undefined
            ? { ...(await app.audit.verifyVault(vault, printed)), reformatted: false }
            : await app.audit.verifyFile(file, printed, options.vault)
        terminal.report({
          lines: [
            `The log is whole: ${head.size} ${head.size === 1 ? 'entry' : 'entries'}.`,
            ...(head.clockSteps.length === 0
              ? []
              : [
                  `The clock was set back before entry ${head.clockSteps.join(', ')}: find out why.`,
                ]),
            ...(printed === undefined ? [] : ['It still contains the head that was given.']),
            ...(file === undefined || options.vault === undefined
              ? []
              : ['The vault has every entry of it.']),
            `Head ${head.hash}`,
            `     ${head.words}`,
            ...(head.reformatted ? [REFORMATTED] : []),
          ],
          json: head,
        })
      }),
    )
  audit
    .command('export')
    .description('write the audit log of a vault into a new file, one JSON object a line')
    .requiredOption('--vault <file>', 'the vault')
    .requiredOption('--out <file>', 'the file to make; must not exist')
    .addHelpText(
      'after',
      '\nExample:\n  keyclave audit export --vault office.vault --out audit.jsonl',
    )
    .action(
      act<{ vault: string; out: string }>(async ({ app, terminal }, _, { vault, out }) => {
        const { entries, fault } = await app.audit.export(vault, out)
        terminal.report({ lines: [`Wrote ${entries} entries to ${out}.`], json: { out, entries } })
        // What was asked for is there; that it comes from a vault in which something is wrong is said all the same.
        if (fault !== null) throw fault
      }),
    )
}
