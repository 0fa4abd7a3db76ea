import type { Block, Blocks, Heading, Inline, Text } from './document.ts'

/**
 * Reads the part of Markdown that the documents in docs/ are written in: headings, paragraphs, lists, tables,
 * blocks of code; code, bold, italics and links within a line. What could be something else (HTML, quotes,
 * pictures, rules) is refused, so that nothing is shown as what it is not.
 *
 * @throws Error that names the line; documents are the program's own, so that this is a fault of its build
 */
export function readMarkdown(source: string): Blocks {
  const slugs = new Map<string, number>()
  return readBlocks(source.split('\n'), slugs)
}

const FENCE = /^```/
const HEADING = /^(#{1,4}) (.+)$/
const POINT = /^(- |\d+\. )/
const ROW = /^\|(.*)\|\s*$/
const REFUSED = /^(<|>|!\[|={3,}$|-{3,}$|\*{3,}$|#{5,} |[*+] )/

const beginsBlock = (line: string): boolean =>
  [FENCE, HEADING, POINT, ROW].some(beginning => beginning.test(line))

type Slugs = Map<string, number>

function readBlocks(lines: readonly string[], slugs: Slugs): Blocks {
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    const line = lines[at] ?? ''
    if (line.trim() === '') {
      at += 1
      continue
    }
    if (REFUSED.test(line)) throw new Error(`this Markdown is not read: ${line}`)
    const [block, next] = readBlock(lines, at, slugs)
    blocks.push(block)
    at = next
  }
  return blocks
}

type ReadBlock = readonly [Block, number]

function readBlock(lines: readonly string[], at: number, slugs: Slugs): ReadBlock {
  const line = lines[at] ?? ''
  if (FENCE.test(line)) return readCode(lines, at)
  const [, signs, title] = HEADING.exec(line) ?? []
  if (signs !== undefined && title !== undefined) {
    const text = readText(title)
    const level = signs.length as Heading['level']
    return [{ kind: 'heading', level, text, slug: slugOf(title, slugs) }, at + 1]
  }
  if (POINT.test(line)) return readList(lines, at, slugs)
  if (ROW.test(line)) return readTable(lines, at)
  return readParagraph(lines, at)
}

function readCode(lines: readonly string[], at: number): ReadBlock {
  const end = lines.findIndex((line, i) => i > at && line.trimEnd() === '```')
  if (end === -1) throw new Error(`a block of code has no end: ${lines[at]}`)
  return [{ kind: 'code', text: lines.slice(at + 1, end).join('\n') }, end + 1]
}

function readParagraph(lines: readonly string[], at: number): ReadBlock {
  let end = at + 1
  while (end < lines.length && lines[end]?.trim() !== '' && !beginsBlock(lines[end] ?? '')) end += 1
  const text = readText(
    lines
      .slice(at, end)
      .map(line => line.trim())
      .join(' '),
  )
  return [{ kind: 'paragraph', text }, end]
}

/** A point goes on with what is indented, and with what follows its text without an empty line. */
function readList(lines: readonly string[], first: number, slugs: Slugs): ReadBlock {
  const isOrdered = (line: string): boolean => /^\d/.test(line)
  const ordered = isOrdered(lines[first] ?? '')
  const items: Blocks[] = []
  let at = first
  for (;;) {
    const line = lines[at] ?? ''
    const [marker] = POINT.exec(line) ?? []
    if (marker === undefined || isOrdered(line) !== ordered) break
    const own = [line.slice(marker.length)]
    at += 1
    while (at < lines.length) {
      const next = lines[at] ?? ''
      const isInside = /^ {2,}\S/.test(next)
      const goesOn = own.at(-1)?.trim() !== '' && next.trim() !== '' && !beginsBlock(next)
      const isGap = next.trim() === '' && /^ {2,}\S/.test(lines[at + 1] ?? '')
      if (!isInside && !goesOn && !isGap) break
      own.push(
        next.slice(
          next.length - next.trimStart().length < marker.length ? indentOf(next) : marker.length,
        ),
      )
      at += 1
    }
    items.push(readBlocks(own, slugs))
    const isApart = lines[at]?.trim() === '' && POINT.test(lines[at + 1] ?? '')
    if (isApart) at += 1
  }
  return [{ kind: 'list', ordered, items }, at]
}

const indentOf = (line: string): number => line.length - line.trimStart().length

function readTable(lines: readonly string[], at: number): ReadBlock {
  let end = at
  while (ROW.test(lines[end] ?? '')) end += 1
  const [head, rule, ...rows] = lines.slice(at, end).map(cellsOf)
  if (head === undefined || !rule?.every(cell => /^:?-+:?$/.test(cell))) {
    throw new Error(`a table has no head: ${lines[at]}`)
  }
  return [
    { kind: 'table', head: head.map(readText), rows: rows.map(row => row.map(readText)) },
    end,
  ]
}

/** A bar within a cell is written `\|`. */
const cellsOf = (line: string): readonly string[] =>
  (ROW.exec(line)?.[1] ?? '').split(/(?<!\\)\|/).map(cell => cell.trim().replaceAll('\\|', '|'))

const INLINE =
  /(`+)(?<code>.*?[^`])\1(?!`)|\*\*(?<strong>\S(?:.*?\S)?)\*\*|\*(?<emphasis>[^\s*](?:[^*]*?[^\s*])?)\*|\[(?<link>(?:[^[\]`]|`[^`]*`)+)\]\((?<to>[^()\s]+)\)|\\(?<sign>[\\`*_[\]|<>#-])/

function readText(source: string): Text {
  const text: Inline[] = []
  let rest = source
  while (rest !== '') {
    const found = INLINE.exec(rest)
    const before = found === null ? rest : rest.slice(0, found.index)
    if (before !== '') text.push(before)
    if (found === null) break
    text.push(inlineOf(found))
    rest = rest.slice(found.index + found[0].length)
  }
  return text
}

function inlineOf({ groups = {} }: RegExpExecArray): Inline {
  const { code, strong, emphasis, link, to, sign = '' } = groups
  if (code !== undefined) return { code: code.trim() }
  if (strong !== undefined) return { strong: readText(strong) }
  if (emphasis !== undefined) return { emphasis: readText(emphasis) }
  if (link !== undefined && to !== undefined) return { link: readText(link), to }
  return sign
}

/** As the pages of a repository name their headings: `## 7. Recovery kit` is `7-recovery-kit`. */
function slugOf(title: string, slugs: Slugs): string {
  const slug = title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')
  const times = slugs.get(slug) ?? 0
  slugs.set(slug, times + 1)
  return times === 0 ? slug : `${slug}-${times}`
}
