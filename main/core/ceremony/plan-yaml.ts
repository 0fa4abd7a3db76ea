import { Buffer } from 'node:buffer'
import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  parseDocument,
  stringify,
  visit,
} from 'yaml'
import type { DocumentProblem } from '../../../shared/codes/index.ts'

/** A plan's file as YAML 1.2: one document without aliases, tags and repeated fields. */

/** Something wrong in a line of the file, counted from 1; null: in the file as a whole. */
export interface LineFault {
  readonly line: number | null
  readonly problem: DocumentProblem
}

export interface ReadYaml {
  readonly value: unknown
  /** Fields that stand twice; of each, the last is in `value`. */
  readonly repeated: readonly LineFault[]
  /** The line where a field stands, or what it should stand in; null for what the whole file lacks. */
  readonly lineOf: (path: readonly PropertyKey[]) => number | null
}

/**
 * Most words, marks and line ends of a plan: one with 255 custodians and 600 keys has half of them. More
 * would keep the program busy for seconds.
 */
const TOKEN_LIMIT = 40_000

/**
 * Reads YAML. The parser's own messages quote the text, and a file given by mistake may be a secret: they
 * are not shown.
 *
 * @returns what is wrong with the file where it cannot be read to its end
 */
export function readYaml(text: string): ReadYaml | LineFault {
  if (isTooLong(text)) return { line: null, problem: 'too-many-parts' }
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
    // The library compares each key with all before it: repeated ones are found below, in one pass.
    uniqueKeys: false,
    stringKeys: true,
    prettyErrors: false,
    logLevel: 'error', // 'silent' would take a second document without a word
  })
  // What comes after the first is often said only because of it.
  const [error] = [...document.errors, ...document.warnings]
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0])
    return { line, problem: YAML_PROBLEMS[error.code] ?? 'not-yaml' }
  }
  const lineOfNode = (node: unknown): number | null =>
    isNode(node) && node.range ? lines.linePos(node.range[0]).line : null
  try {
    return {
      value: document.toJS({ maxAliasCount: 0 }),
      repeated: repeatedKeys(document).map(key => ({
        ...{ line: lineOfNode(key), problem: 'field-twice' },
      })),
      lineOf: path => lineOfNode(nodeAt(document.contents, path)),
    }
  } catch {
    return { line: null, problem: 'yaml-alias' }
  }
}

const YAML_PROBLEMS: { readonly [code: string]: DocumentProblem } = {
  MULTIPLE_DOCS: 'second-document',
  TAB_AS_INDENT: 'tab',
  TAG_RESOLVE_FAILED: 'yaml-tag',
}

function isTooLong(text: string): boolean {
  let tokens = 0
  for (const _ of new Lexer().lex(text)) {
    tokens += 1
    if (tokens > TOKEN_LIMIT) return true
  }
  return false
}

function repeatedKeys(document: Document): Node[] {
  const repeated: Node[] = []
  visit(document, {
    Map: (_, map) => {
      const seen = new Set<unknown>()
      for (const { key } of map.items) {
        if (!isScalar(key)) continue
        if (seen.has(key.value)) repeated.push(key)
        seen.add(key.value)
      }
    },
  })
  return repeated
}

/** The key or the entry at a path, or the last of the path that is there; null: nothing of it. */
function nodeAt(from: unknown, path: readonly PropertyKey[]): unknown {
  let node = from
  let place: unknown = null
  for (const step of path) {
    const found = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && key.value === step)
      : isSeq(node)
        ? node.items[Number(step)]
        : undefined
    if (found === undefined) return place
    node = isPair(found) ? found.value : found
    place = isPair(found) ? found.key : found
  }
  return place
}

/** A plan as a file: what is read from it is the same plan again. */
export const planToYaml = (plan: object): Buffer =>
  Buffer.from(
    stringify(plan, { version: '1.2', schema: 'core', lineWidth: 0, aliasDuplicateObjects: false }),
  )
