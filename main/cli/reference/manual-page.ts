import { type CommandFacts, leavesOf } from './command-tree.ts'
import { EXITS, REFUSAL_HELP, SECRETS_HELP, VARIABLES } from './texts.ts'

/** keyclave(1), in the language of man (roff, man(7)). */
export function manualPage(tree: CommandFacts, version: string): string {
  return [
    `.TH KEYCLAVE 1 "" "keyclave ${roff(version)}" "Keyclave"`,
    '.SH NAME',
    'keyclave \\- offline key ceremonies and backup',
    '.SH SYNOPSIS',
    '.B keyclave',
    '.I command',
    '[options]',
    '.SH DESCRIPTION',
    roff(tree.description),
    roff(SECRETS_HELP),
    '.SH COMMANDS',
    ...leavesOf(tree).flatMap(commandSection),
    '.SH ENVIRONMENT',
    ...VARIABLES.flatMap(([name, meaning]) => term(name, meaning)),
    '.SH EXIT STATUS',
    roff(REFUSAL_HELP),
    ...EXITS.flatMap(([code, meaning]) => term(String(code), meaning)),
    '',
  ].join('\n')
}

function commandSection({
  path,
  usage,
  description,
  operands,
  options,
  text,
}: CommandFacts): string[] {
  return [
    `.SS ${roff(path.join(' '))}`,
    `.B ${roff(usage)}`,
    '.PP',
    roff(`${description.charAt(0).toUpperCase()}${description.slice(1)}.`),
    ...operands.flatMap(operand => term(operand.term, operand.description)),
    ...options.flatMap(option => term(option.flags, option.description)),
    '.PP',
    ...paragraphs(text),
  ]
}

const term = (name: string, meaning: string): string[] => ['.TP', `.B ${roff(name)}`, roff(meaning)]

/** Lines that are set in are examples, and stay as they are. */
function paragraphs(text: string): string[] {
  const lines: string[] = []
  let isExample = false
  for (const line of text.split('\n')) {
    if (line.startsWith('  ') !== isExample && line !== '') {
      isExample = !isExample
      lines.push(isExample ? '.nf' : '.fi')
    }
    lines.push(line === '' ? '.PP' : roff(line))
  }
  if (isExample) lines.push('.fi')
  return lines
}

/** A backslash, a hyphen that is typed, and a point or a quote at the beginning of a line mean something there. */
const roff = (text: string): string =>
  text
    .replaceAll('\\', String.raw`\e`)
    .replaceAll('-', String.raw`\-`)
    .replace(/^(?=[.'])/, String.raw`\&`)
