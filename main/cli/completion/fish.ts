import { allOf, type CommandFacts } from '../reference/command-tree.ts'

/** A script that has fish complete the command line. */
export function fishCompletion(tree: CommandFacts): string {
  return `# Completion of keyclave for fish. Made by: keyclave completion fish
function __keyclave_at
    set -l typed (commandline -opc)
    set -e typed[1]
    set -l place (string match -v -- '-*' $typed)
    for i in (seq (count $argv))
        test "$place[$i]" = "$argv[$i]"; or return 1
    end
end
function __keyclave_after
    set -l typed (commandline -opc)
    set -e typed[1]
    test (count (string match -v -- '-*' $typed)) -eq (count $argv); and __keyclave_at $argv
end
${allOf(tree).flatMap(linesOf).join('\n')}
`
}

function linesOf({ path, commands, words, options }: CommandFacts): string[] {
  const when = (test: string): string =>
    `complete -c keyclave -n ${quoted([test, ...path].join(' '))}`
  const next = [
    ...commands.map(child => ({ name: child.path.at(-1) ?? '', says: child.description })),
    ...words.map(name => ({ name, says: '' })),
  ]
  return [
    ...next.map(
      ({ name, says }) =>
        `${when('__keyclave_after')} -f -a ${name}${says === '' ? '' : ` -d ${quoted(says)}`}`,
    ),
    ...(commands.length > 0 ? [] : options).map(({ long, description, takesValue, choices }) => {
      const value =
        choices.length > 0 ? ` -x -a ${quoted(choices.join(' '))}` : takesValue ? ' -r -F' : ''
      return `${when('__keyclave_at')} -l ${long.slice(2)}${value} -d ${quoted(description)}`
    }),
  ]
}

/** Between single quotes fish reads a backslash before a quote and before a backslash. */
const quoted = (text: string): string => `'${text.replaceAll(/['\\]/g, it => `\\${it}`)}'`
