import { singleQuoted } from '../../../shared/shell-word.ts'
import { allOf, type CommandFacts } from '../reference/command-tree.ts'
import { pathOf } from './words.ts'

/** A script that has zsh complete the command line. */
export function zshCompletion(tree: CommandFacts): string {
  const commands = allOf(tree)
  const deeper = commands
    .filter(({ path }) => path.length > 0)
    .map(({ path }) => `'${pathOf(path)}'`)
  return `#compdef keyclave
# Completion of keyclave for zsh. Made by: keyclave completion zsh
_keyclave() {
  local place='' word
  for word in \${words[2,CURRENT-1]}; do
    case "$place $word" in
    ${deeper.join(' | ')}) place="$place $word" ;;
    esac
  done
  case "$place" in
${commands.map(branchOf).join('\n')}
  esac
}
if [ "$funcstack[1]" = _keyclave ]; then
  _keyclave "$@"
else
  compdef _keyclave keyclave
fi
`
}

function branchOf({ path, commands, words, options }: CommandFacts): string {
  const place = `    ${singleQuoted(pathOf(path))})`
  if (commands.length > 0) {
    const named = commands.map(({ path: deeper, description }) =>
      singleQuoted(`${deeper.at(-1)}:${description.replaceAll(':', String.raw`\:`)}`),
    )
    return `${place} local -a next=(${named.join(' ')}); _describe command next ;;`
  }
  const specs = options.map(({ long, description, takesValue, choices }) => {
    const value = choices.length === 0 ? ':file:_files' : `:word:(${choices.join(' ')})`
    return singleQuoted(
      `*${long}[${description.replaceAll(/[[\]\\:]/g, it => `\\${it}`)}]${takesValue ? value : ''}`,
    )
  })
  const operand = words.length === 0 ? '*:file:_files' : `*:word:(${words.join(' ')})`
  return `${place} _arguments ${[...specs, singleQuoted(operand)].join(' ')} ;;`
}
