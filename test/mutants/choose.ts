/**
 * Proposes mutations of main/core and main/services, in an order that a seed decides: at most one a file.
 *
 *   node test/mutants/choose.ts [SEED]
 *
 * What it prints is a proposal. A person takes out those that change nothing that anyone could notice, and
 * writes the others into mutants.json.
 */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { seeded } from '../degraded/seeded.ts'
import type { Mutant } from './mutant.ts'

/** False, in a way that leaves types and imports as they were. */
const NEVER = 'Date.now() < 0'

const swap = (pairs: Readonly<Record<string, string>>) => (found: string) => pairs[found] ?? found
const MOVED = swap({ '<': '<=', '<=': '<', '>': '>=', '>=': '>' })
const TURNED = swap({ '===': '!==', '!==': '===' })
const JOINED = swap({ '&&': '||', '||': '&&' })
const SIGNS = swap({ '+': '-', '-': '+' })
const ANSWERS = swap({ true: 'false', false: 'true' })

/** What is done to a line; null where it has nothing of the kind. */
const KINDS: Readonly<Record<string, (line: string) => string | null>> = {
  'a comparison moved by one': line => replaced(line, / (<=?|>=?) /, MOVED),
  'a comparison turned round': line => replaced(line, / (===|!==) /, TURNED),
  'both instead of either': line => replaced(line, / (&&|\|\|) /, JOINED),
  'a sign': line => (line.includes("'") ? null : replaced(line, / ([+-]) (?!=)/, SIGNS)),
  'a constant': line => replaced(line, /(?<=[ (])(\d+)(?=[,)]|$)/, number => String(+number + 1)),
  'a condition that never holds': line =>
    /^\s*if \(.*\) (throw|return|refuse)/.test(line)
      ? line.replace(/if \((.*)\) (throw|return|refuse)/, `if (${NEVER} && ($1)) $2`)
      : null,
  'a call left out': line =>
    /^\s+(await )?(wipe|refuse\w*|require\w*|check\w*|assert\w*|validate\w*|verify\w*)\(.*\)$/.test(
      line,
    )
      ? line.replace(/\S.*/, `if (${NEVER}) $&`)
      : null,
  'the other answer': line => replaced(line, /return (true|false)$/, ANSWERS),
}

/** The line with what the pattern's only group holds exchanged. */
function replaced(line: string, pattern: RegExp, by: (found: string) => string): string | null {
  const match = pattern.exec(line)
  if (match?.[1] === undefined) return null
  const at = match.index + match[0].indexOf(match[1])
  return line.slice(0, at) + by(match[1]) + line.slice(at + match[1].length)
}

const isCode = (line: string): boolean =>
  !/^\s*(\/\/|\*|\/\*|import |\} from |export \* )/.test(line)

/** Every mutation of one file. */
function mutantsOf(file: string): readonly Mutant[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.flatMap((line, i) => {
    const occurrence = lines.slice(0, i).filter(earlier => earlier === line).length
    if (!isCode(line)) return []
    return Object.entries(KINDS).flatMap(([kind, mutate]) => {
      const replacement = mutate(line)
      if (replacement === null || replacement === line) return []
      return [{ file: path.basename(file), line, occurrence, replacement, kind }]
    })
  })
}

const root = path.resolve(import.meta.dirname, '../..')
const { below } = seeded(Number(process.argv[2] ?? 1))
const files = globSync('main/{core,services}/**/*.ts', { cwd: root })
  .filter(file => !file.endsWith('.d.ts'))
  .sort((a, b) => (path.basename(a) < path.basename(b) ? -1 : 1))
for (let i = files.length - 1; i > 0; i -= 1) {
  const j = below(i + 1)
  ;[files[i], files[j]] = [files[j] as string, files[i] as string]
}
for (const file of files) {
  const mutants = mutantsOf(path.join(root, file))
  // A kind first, then one of its places: most lines compare something, and few wipe.
  const kinds = [...new Set(mutants.map(({ kind }) => kind))]
  const kind = kinds[below(kinds.length)]
  const ofKind = mutants.filter(mutant => mutant.kind === kind)
  if (ofKind.length > 0) console.log(JSON.stringify(ofKind[below(ofKind.length)]))
}
