import type { Command } from 'commander'

/** `KEYCLAVE_VAULT`, `KEYCLAVE_KIT` and the paper that is set: what a command is given without being told. */

export interface NamedFiles {
  readonly vault?: string
  readonly kit?: string
}

export interface FilledOptions {
  readonly [name: string]: unknown
}

/** The options of every command that were filled in. */
export interface Filled {
  /** A command's options without those that were filled in and contradict what was said on the command line. */
  readonly without: (options: FilledOptions, command: Command) => FilledOptions
}

/** Pairs of which a command takes one. */
const ONE_OF: readonly (readonly [string, string])[] = [['vault', 'kit']]
/** Commands that take one of the two, and not both. */
const TAKES_ONE: readonly string[] = ['kit export']

/** The named files, and the size of paper that is set on this machine. */
interface Given extends NamedFiles {
  readonly paper?: string
}

/** Has every command know what is given outside of it. */
export function fillIn(program: Command, named: Given): Filled {
  fill(program, named)
  return { without: withoutContradictions }
}

/** Where commander says that such a value came from. */
export const SOURCE = 'environment'

function fill(command: Command, named: Given): void {
  for (const [name, file] of Object.entries(named)) {
    if (file === undefined || file === '') continue
    if (command.options.some(option => option.attributeName() === name)) {
      command.setOptionValueWithSource(name, file, SOURCE)
    }
    for (const operand of command.registeredArguments) {
      if (operand.name() !== name) continue
      operand.required = false
      operand.defaultValue = file
    }
  }
  for (const child of command.commands) fill(child as Command, named)
}

function withoutContradictions(options: FilledOptions, command: Command): FilledOptions {
  const name = `${command.parent?.name()} ${command.name()}`
  if (!TAKES_ONE.includes(name)) return options
  const isFilled = (option: string) => command.getOptionValueSource(option) === SOURCE
  const dropped = ONE_OF.flatMap(([one, other]) => {
    if (options[one] === undefined || options[other] === undefined) return []
    return isFilled(other) ? [other] : isFilled(one) ? [one] : []
  })
  return Object.fromEntries(Object.entries(options).filter(([option]) => !dropped.includes(option)))
}
