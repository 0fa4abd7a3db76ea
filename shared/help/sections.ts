import { type Blocks, type Heading, linesOf, plainText } from './document.ts'
import type { Place, TopicId } from './topics.ts'

/** A document of the help with its name. */
export interface HelpDocument {
  readonly topic: TopicId
  readonly title: string
  readonly blocks: Blocks
}

/** @throws Error where the document does not begin with its title; documents are the program's own */
export function helpDocument(topic: TopicId, blocks: Blocks): HelpDocument {
  const [first] = blocks
  if (first?.kind !== 'heading' || first.level !== 1) throw new Error(`${topic} has no title`)
  return { topic, title: plainText(first.text), blocks }
}

export const headingsOf = ({ blocks }: HelpDocument): readonly Heading[] =>
  blocks.filter(block => block.kind === 'heading')

/** A hit of a search. */
export interface Hit {
  readonly place: Place
  /** The document, and the heading in it. */
  readonly title: string
  readonly heading: string
  /** The first line with something that was looked for; empty where only the heading has it. */
  readonly line: string
}

interface Section extends Omit<Hit, 'line'> {
  readonly lines: readonly string[]
}

/**
 * Looks for words in all documents: what is found has each of them, be it as the beginning or in the middle of
 * a longer word, in one section or its heading. First come those whose heading has them, then those with a
 * line that says it so, then those with all of it in one line.
 */
export function searchHelp(documents: readonly HelpDocument[], asked: string): readonly Hit[] {
  const wanted = folded(asked)
    .split(/\s+/)
    .filter(word => word !== '')
  if (wanted.length === 0) return []
  const hasAll = (text: string): boolean => wanted.every(word => text.includes(word))
  const phrase = wanted.join(' ')
  const rankOf = (heading: string, lines: readonly string[]): number => {
    if (hasAll(heading)) return 0
    if (lines.some(line => line.includes(phrase))) return 1
    return lines.some(hasAll) ? 2 : 3
  }
  return documents
    .flatMap(sectionsOf)
    .map(section => {
      const [heading, lines] = [folded(section.heading), section.lines.map(folded)]
      const isFound = hasAll([heading, ...lines].join(' '))
      return { section, rank: isFound ? rankOf(heading, lines) : null }
    })
    .filter((found): found is { section: Section; rank: number } => found.rank !== null)
    .sort((one, other) => one.rank - other.rank)
    .map(({ section: { lines, ...section } }) => ({ ...section, line: lineWith(lines, wanted) }))
}

/** Accents and capitals make no difference. */
const folded = (text: string): string =>
  text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()

function sectionsOf({ topic, title, blocks }: HelpDocument): readonly Section[] {
  const starts = blocks.flatMap((block, at) => (block.kind === 'heading' ? [at] : []))
  return starts.map((start, i) => {
    const { text, slug } = blocks[start] as Heading
    const lines = linesOf(blocks.slice(start + 1, starts[i + 1]))
    return { place: { topic, slug }, title, heading: plainText(text), lines }
  })
}

const LONGEST_LINE = 160

/** The line with most of what was looked for, from a little before it. */
function lineWith(lines: readonly string[], wanted: readonly string[]): string {
  const phrase = wanted.join(' ')
  const count = (line: string): number => {
    const text = folded(line)
    return wanted.filter(word => text.includes(word)).length + (text.includes(phrase) ? 1 : 0)
  }
  const best = lines.reduce((one, other) => (count(other) > count(one) ? other : one), '')
  if (best.length <= LONGEST_LINE) return best
  const text = folded(best)
  const [first = ''] = wanted
  const at = Math.max(0, text.includes(phrase) ? text.indexOf(phrase) : text.indexOf(first))
  const from = at < LONGEST_LINE / 2 ? 0 : best.lastIndexOf(' ', at - LONGEST_LINE / 4) + 1
  const to = best.indexOf(' ', from + LONGEST_LINE)
  return `${from === 0 ? '' : '… '}${best.slice(from, to === -1 ? undefined : to)}${to === -1 ? '' : ' …'}`
}
