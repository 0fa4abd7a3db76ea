import type { Command } from 'commander'
import type { Act } from '../terminal/act.ts'

/** Registers `demo`. */
export function register(program: Command, act: Act): void {
  program
    .command('demo')
    .description('see the whole job once: ceremony, backup, recovery from three shares, comparison')
    .option(
      '--out <dir>',
      'keep everything in this new folder (otherwise it is removed at the end)',
    )
    .addHelpText(
      'after',
      `
Backs up Keyclave's own files and restores them. The secrets it makes are real but protect
nothing: never use them for anything else.

Examples:
  keyclave demo
  keyclave demo --out keyclave-demo`,
    )
    .action(
      act<{ out?: string; json?: true }>(async ({ app, terminal, watch }, _, { out, json }) => {
        const summary = await app.demo.run(out === undefined ? {} : { out }, watch, step => {
          if (json) return
          terminal.report({ lines: [`$ ${step.command}`, `  ${step.result}`, ''], json: null })
        })
        const kept =
          summary.folder === null
            ? 'Nothing was kept. With --out DIR everything stays there to look at.'
            : `Everything is in ${summary.folder}.`
        terminal.report({ lines: [`The whole job works on this machine. ${kept}`], json: summary })
      }),
    )
}
