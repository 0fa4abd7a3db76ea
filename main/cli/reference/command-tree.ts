import type { EventEmitter } from 'node:events'
import type { Command } from 'commander'

/** The commands as data: what completion and the manual page are made of. */

export interface OptionFacts {
  /** `--paper <size>`, as help shows it. */
  readonly flags: string
  readonly long: string
  readonly description: string
  readonly takesValue: boolean
  /** Words that it can be; empty: any, most often a file. */
  readonly choices: readonly string[]
}

export interface OperandFacts {
  /** `<plan>`, `[paths...]` */
  readonly term: string
  readonly description: string
}

export interface CommandFacts {
  /** Behind the program's name: `['kit', 'inspect']`; empty for the program. */
  readonly path: readonly string[]
  readonly description: string
  readonly usage: string
  readonly options: readonly OptionFacts[]
  readonly operands: readonly OperandFacts[]
  /** Words that the first operand can be. */
  readonly words: readonly string[]
  /** What its help says beside them. */
  readonly text: string
  readonly commands: readonly CommandFacts[]
}

/** @param path of the command, behind the program's name */
export function commandTree(command: Command, path: readonly string[] = []): CommandFacts {
  const help = command.createHelp()
  return {
    path,
    description: command.description(),
    usage: help.commandUsage(command),
    options: help.visibleOptions(command).map(option => ({
      flags: option.flags,
      long: option.long ?? option.flags,
      description: help.optionDescription(option),
      takesValue: option.required || option.optional,
      choices: option.argChoices ?? [],
    })),
    operands: help.visibleArguments(command).map(argument => ({
      term: help.argumentTerm(argument),
      description: help.argumentDescription(argument),
    })),
    words: command.registeredArguments[0]?.argChoices ?? [],
    text: textAfter(command),
    commands: help
      .visibleCommands(command)
      // Every command has one of commander's below it; the program's own is ours.
      .filter(child => child.name() !== 'help' || path.length === 0)
      .map(child => commandTree(child as Command, [...path, child.name()])),
  }
}

/** Every command that does something, in the order of help. */
export const leavesOf = (tree: CommandFacts): readonly CommandFacts[] =>
  tree.commands.length === 0 ? [tree] : tree.commands.flatMap(leavesOf)

/** Every command, the program among them. */
export const allOf = (tree: CommandFacts): readonly CommandFacts[] => [
  tree,
  ...tree.commands.flatMap(allOf),
]

/** commander, an emitter of events, keeps it as a listener, which is asked with a place to write to. */
function textAfter(command: Command): string {
  const parts: string[] = []
  const emitter = command as unknown as EventEmitter
  emitter.emit('afterHelp', { error: false, command, write: (text: string) => parts.push(text) })
  return parts.join('').trim()
}
