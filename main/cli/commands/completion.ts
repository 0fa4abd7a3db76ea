import { Argument, type Command } from 'commander'
import { COMPLETIONS } from '../completion/index.ts'
import { commandTree } from '../reference/command-tree.ts'
import type { Act } from '../terminal/act.ts'

/** Registers `completion`. */
export function register(program: Command, act: Act): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'bash, zsh or fish').choices(Object.keys(COMPLETIONS)))
    .description('print a script that has a shell complete the commands of keyclave')
    .addHelpText(
      'after',
      `
The script is made of the same definitions as this help. Load it when the shell starts:
  bash  keyclave completion bash > ~/.local/share/bash-completion/completions/keyclave
  zsh   keyclave completion zsh > ~/.zfunc/_keyclave    (a folder in $fpath)
  fish  keyclave completion fish > ~/.config/fish/completions/keyclave.fish

Example:
  keyclave completion bash`,
    )
    .action(
      act(async ({ terminal }, [shell = '']) => {
        const script = COMPLETIONS[shell]?.(commandTree(program)) ?? ''
        terminal.report({ lines: script.trimEnd().split('\n'), json: { shell, script } })
      }),
    )
}
