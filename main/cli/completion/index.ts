/** Scripts that have a shell complete the command line, made of its definitions. */

import type { CommandFacts } from '../reference/command-tree.ts'
import { bashCompletion } from './bash.ts'
import { fishCompletion } from './fish.ts'
import { zshCompletion } from './zsh.ts'

export const COMPLETIONS: { readonly [shell: string]: (tree: CommandFacts) => string } = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
}
