import type { CommandFacts } from '../reference/command-tree.ts'

/** Where on a command line a command is: " kit inspect"; empty for the program. */
export const pathOf = (path: readonly string[]): string => path.map(word => ` ${word}`).join('')

/** What can come next: a command, a word that the first operand can be, an option. */
export const wordsFor = ({ commands, words, options }: CommandFacts): readonly string[] => [
  ...commands.map(({ path }) => path.at(-1) ?? ''),
  ...words,
  ...options.map(({ long }) => long),
]
