import { canonicalJson } from './canonical-json.ts'

/**
 * A JSON document that somebody brings: in any spelling, as an editor, a version control system or a
 * formatter may have left it, or in the canonical one. What it says is the same in every spelling; so a
 * document that was reformatted is told from one that was changed (FORMAT: Spelling).
 *
 * Refused is what two readers could take for two things: a member twice, of which `JSON.parse` takes the
 * last; a member `__proto__`, which some take for no member at all; a number that not everybody reads
 * alike; half a character.
 */

/** What a document says, and whether it is spelled as RFC 8785 spells it. */
export interface JsonDocument {
  readonly value: unknown
  readonly canonical: boolean
}

/** Why bytes are not a document that everybody reads alike. Holds no part of them. */
export type NotJson =
  | 'not-utf8'
  | 'not-json'
  | 'field-twice'
  | 'forbidden-field'
  | 'odd-number'
  | 'half-character'
  | 'too-deep'

/** Lists and objects within each other; Keyclave's own formats need a dozen. */
const DEEPEST = 100

/**
 * Reads a document in any spelling of JSON (RFC 8259): white space, line breaks of any kind, a byte order
 * mark, members in any order, any escapes.
 *
 * @returns what it says; or why it says nothing that everybody would read alike
 */
export function readJson(bytes: Uint8Array): JsonDocument | { readonly not: NotJson } {
  const text = decode(bytes)
  if (text === null) return { not: 'not-utf8' }
  const marked = text.startsWith(BYTE_ORDER_MARK)
  const json = marked ? text.slice(1) : text
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return { not: 'not-json' }
  }
  const canonical = !marked && isCanonical(value, json)
  if (canonical && !json.includes('"__proto__"')) return { value, canonical }
  const not = doubtIn(json)
  return not === null ? { value, canonical } : { not }
}

/** What has no canonical spelling (half a character, nesting deeper than the stack) is not in it. */
function isCanonical(value: unknown, json: string): boolean {
  try {
    return canonicalJson(value) === json
  } catch {
    return false
  }
}

const BYTE_ORDER_MARK = '\uFEFF'

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

/** The tokens of JSON that matter here: a string with what follows it, a number, a bracket. */
const TOKEN = /"((?:[^"\\]|\\.)*)"(\s*:)?|-?\d[\d.eE+-]*|[[\]{}]/g

/** What of a text that `JSON.parse` takes is not read alike by everybody; null: nothing. */
function doubtIn(json: string): NotJson | null {
  /** The names in each object that is open; null for a list. */
  const open: (Set<string> | null)[] = []
  for (const [token, string, colon] of json.matchAll(TOKEN)) {
    if (token === '{' || token === '[') {
      if (open.length === DEEPEST) return 'too-deep'
      open.push(token === '{' ? new Set() : null)
    } else if (token === '}' || token === ']') open.pop()
    else if (string === undefined) {
      if (String(Number(token)) !== token) return 'odd-number'
    } else {
      const doubt = doubtInString(string, colon === undefined ? null : (open.at(-1) ?? null))
      if (doubt !== null) return doubt
    }
  }
  return null
}

/** @param names of the object whose member the string names; null: it is a value */
function doubtInString(string: string, names: Set<string> | null): NotJson | null {
  const said: string = string.includes('\\') ? JSON.parse(`"${string}"`) : string
  if (!said.isWellFormed()) return 'half-character'
  if (names === null) return null
  if (said === '__proto__') return 'forbidden-field'
  if (names.has(said)) return 'field-twice'
  names.add(said)
  return null
}

/**
 * The texts of the JSON values that stand one after another in a file, with white space between them: JSON
 * lines, in whatever way they were broken anew. What is not JSON comes as it is, for `readJson` to refuse.
 *
 * @returns each value's bytes; `whole` is false when the file ends within it
 */
export function* jsonValues(
  bytes: Uint8Array,
): Generator<{ readonly bytes: Uint8Array; readonly whole: boolean }> {
  let start = startsWithMark(bytes) ? MARK.length : 0
  while (start < bytes.length) {
    if (isSpace(bytes[start])) {
      start += 1
      continue
    }
    const { end, whole } = endOfValue(bytes, start)
    yield { bytes: bytes.subarray(start, end), whole }
    start = end
  }
}

const MARK = [0xef, 0xbb, 0xbf] as const
const startsWithMark = (bytes: Uint8Array): boolean => MARK.every((byte, i) => bytes[i] === byte)

const [QUOTE, BACKSLASH] = [0x22, 0x5c]
const OPENING: ReadonlySet<number | undefined> = new Set([0x5b, 0x7b])
const CLOSING: ReadonlySet<number | undefined> = new Set([0x5d, 0x7d])
const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/** Where an object or a list ends; what is none, or has something behind it, ends with its line. */
function endOfValue(bytes: Uint8Array, start: number): { end: number; whole: boolean } {
  if (!OPENING.has(bytes[start])) return endOfLine(bytes, start)
  let depth = 0
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === QUOTE) at = endOfString(bytes, at)
    else if (OPENING.has(byte)) depth += 1
    else if (CLOSING.has(byte)) {
      depth -= 1
      if (depth > 0) continue
      const next = at + 1
      const ends = next === bytes.length || isSpace(bytes[next])
      return ends ? { end: next, whole: true } : endOfLine(bytes, next)
    }
  }
  return { end: bytes.length, whole: false }
}

function endOfLine(bytes: Uint8Array, start: number): { end: number; whole: boolean } {
  const end = bytes.indexOf(0x0a, start)
  return end === -1 ? { end: bytes.length, whole: false } : { end, whole: true }
}

/** The place of the quote that ends a string. */
function endOfString(bytes: Uint8Array, start: number): number {
  let at = start + 1
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return at
}
