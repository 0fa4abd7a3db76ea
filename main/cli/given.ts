import type { Command } from 'commander'
import { STANDARD_INPUT } from '../services/files/index.ts'
import type { FilledOptions } from './environment.ts'
import { usage } from './usage.ts'

/**
 * Checks what a command was given against the rules that all commands have in common.
 *
 * @param canAsk whether somebody sits at standard input, who can be asked for what is missing
 * @returns the options, with standard input as the passphrase's file where somebody types it
 * @throws USAGE
 */
export function checkGiven(
  operands: readonly string[],
  given: FilledOptions,
  command: Command,
  canAsk: boolean,
): FilledOptions {
  const opens = opensQuorum(given, command)
  if (opens) requireShares(given, command, canAsk)
  const options = opens ? withPassphrase(given, command, canAsk) : given
  checkDashes(operands, options, command)
  return options
}

/** Where a quorum may sign instead of people, it is opened if that is asked for. */
const opensQuorum = ({ byQuorum }: FilledOptions, command: Command): boolean =>
  byQuorum === true || !command.options.some(({ long }) => long === '--by-quorum')

/** Shares that no file gives are typed at the terminal. @throws USAGE where there is none */
function requireShares({ share }: FilledOptions, command: Command, canAsk: boolean): void {
  const wanted = command.options.some(({ long }) => long === '--share')
  if (wanted && share === undefined && !canAsk) throw usage('share-missing', command)
}

/** A passphrase that no file gives is typed at the terminal. @throws USAGE where there is none */
function withPassphrase(options: FilledOptions, command: Command, canAsk: boolean): FilledOptions {
  const wanted = command.options.some(({ long }) => long === '--passphrase-file')
  if (!wanted || options.passphraseFile !== undefined) return options
  if (!canAsk) throw usage('passphrase-file-missing', command)
  return { ...options, passphraseFile: STANDARD_INPUT }
}

/** "-" is standard input, for one file at most; said before anything waits for it. @throws USAGE */
function checkDashes(operands: readonly string[], options: FilledOptions, command: Command): void {
  if (options.out === STANDARD_INPUT) {
    throw usage('out-is-dash', command)
  }
  const named = [...operands, ...Object.values(options).flat()]
  if (named.filter(name => name === STANDARD_INPUT).length > 1) {
    throw usage('standard-input-twice', command)
  }
}
