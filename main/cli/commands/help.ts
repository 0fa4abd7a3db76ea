import { Argument, type Command } from 'commander'
import { refuse } from '../../../shared/errors.ts'
import { linesOf, plainText } from '../../../shared/help/document.ts'
import { shortcutsDocument } from '../../../shared/help/shortcuts-document.ts'
import { isTopicId, TOPIC_IDS } from '../../../shared/help/topics.ts'
import type { Act } from '../terminal/act.ts'
import { words } from '../terminal/words.ts'

/** Registers `help`: what `--help` says of a command, and the documents that the window has behind F1. */
export function register(program: Command, act: Act): void {
  const topic = new Argument('[topic...]', 'a command, or a page of the help')
  // Offered and listed; a command may stand there as well.
  topic.argChoices = [...TOPIC_IDS]
  program
    .helpCommand(false)
    .command('help')
    .description('show what a command does, or a page of the help')
    .addArgument(topic)
    .addHelpText(
      'after',
      `
The pages are those that the window has behind F1.

Examples:
  keyclave help custodian
  keyclave help runbook
  keyclave help recover backup`,
    )
    .action(
      act(async ({ app, terminal }, operands) => {
        const [first, ...further] = operands
        if (first !== undefined && further.length === 0 && isTopicId(first)) {
          const source = await app.guides.source(first)
          const lines = source === null ? shortcutLines() : source.trimEnd().split('\n')
          terminal.report({ lines, json: { topic: first, text: lines.join('\n') } })
          return
        }
        const command = commandNamed(program, operands)
        if (command === null) {
          throw refuse('USAGE', { problem: 'help-unknown', command: 'keyclave help' })
        }
        command.outputHelp()
      }),
    )
}

/** Null: there is none of this name. */
function commandNamed(program: Command, path: readonly string[]): Command | null {
  let at = program
  for (const name of path) {
    const child = at.commands.find(it => it.name() === name)
    if (child === undefined) return null
    at = child as Command
  }
  return at
}

/** As wide as the keys of most rows; those of the others have a line of their own. */
const COLUMN = 24

/** The page of shortcuts, its keys and what they do in two columns. */
function shortcutLines(): readonly string[] {
  return shortcutsDocument(words.help.shortcuts).blocks.flatMap(block => {
    if (block.kind !== 'table') return [...linesOf([block]), '']
    const rows = [block.head, ...block.rows].map(row => row.map(plainText))
    return rows.flatMap(([keys = '', use = '']) =>
      keys.length < COLUMN
        ? [`${keys.padEnd(COLUMN)}${use}`]
        : [keys, `${' '.repeat(COLUMN)}${use}`],
    )
  })
}
