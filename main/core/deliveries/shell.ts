import { shellWord } from '../../../shared/shell-word.ts'

/** Commands as they are typed: each argument as it is, or in quotes. Nothing secret is ever one. */

/** Characters that fit a line. */
const LONGEST = 100

/** A command of its arguments: the verb first, then what belongs together on a line of its own where it is long. */
export function command(...args: readonly (string | readonly string[])[]): string {
  const first = args.findIndex(group => typeof group !== 'string' || group.startsWith('-'))
  const verb = first === -1 ? args : args.slice(0, first)
  const groups = [verb.flat(), ...args.slice(verb.length)].map(group =>
    (typeof group === 'string' ? [group] : group).map(shellWord).join(' '),
  )
  const line = groups.join(' ')
  return line.length <= LONGEST ? line : groups.join(' \\\n  ')
}
