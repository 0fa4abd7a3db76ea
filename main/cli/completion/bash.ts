import { allOf, type CommandFacts } from '../reference/command-tree.ts'
import { pathOf, wordsFor } from './words.ts'

/** A script that has bash complete the command line. */
export function bashCompletion(tree: CommandFacts): string {
  const commands = allOf(tree)
  const deeper = commands
    .filter(({ path }) => path.length > 0)
    .map(({ path }) => `'${pathOf(path)}'`)
  const values = commands.flatMap(({ path, options }) =>
    options
      .filter(option => option.takesValue)
      .map(
        ({ long, choices }) =>
          `    '${pathOf(path)} ${long}') COMPREPLY=(${choices.length === 0 ? '' : `$(compgen -W '${choices.join(' ')}' -- "$current")`}); return ;;`,
      ),
  )
  const words = commands.map(
    command =>
      `    '${pathOf(command.path)}') COMPREPLY=($(compgen -W '${wordsFor(command).join(' ')}' -- "$current")) ;;`,
  )
  return `# Completion of keyclave for bash. Made by: keyclave completion bash
_keyclave() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} place='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$place $word" in
    ${deeper.join(' | ')}) place="$place $word" ;;
    esac
  done
  COMPREPLY=()
  case "$place $before" in
${values.join('\n')}
  esac
  case "$place" in
${words.join('\n')}
  esac
}
complete -o default -F _keyclave keyclave
`
}
