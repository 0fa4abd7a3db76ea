import type { Command } from 'commander'
import { commandTree } from '../reference/command-tree.ts'
import { manualPage } from '../reference/manual-page.ts'
import type { Act } from '../terminal/act.ts'

/** Registers `man`. */
export function register(program: Command, act: Act): void {
  program
    .command('man')
    .description('print the manual page of keyclave, for man')
    .addHelpText(
      'after',
      `
The page has every command with its options, made of the same definitions as this help.

Example:
  keyclave man > keyclave.1`,
    )
    .action(
      act(async ({ terminal }) => {
        const page = manualPage(commandTree(program), program.version() ?? '')
        terminal.report({ lines: page.trimEnd().split('\n'), json: { page } })
      }),
    )
}
