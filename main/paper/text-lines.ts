import bidiFactory, { type Bidi, type EmbeddingLevels } from 'bidi-js'
import LineBreaker from 'linebreak'

/**
 * A paragraph in any script, cut into lines and into runs of one font and one direction.
 *
 * Directions follow the Unicode bidirectional algorithm (UAX #9). A run comes in the order in which it is
 * read; shaping turns it around where its script runs from right to left.
 */

// The package's types speak of an ES module, and what Node loads is CommonJS.
const bidi = (bidiFactory as unknown as () => Bidi)()

/** How a paragraph is set. */
export interface Setting {
  /** Points; lines are not longer. */
  readonly width: number
  /** The face of a character; `null` when no font has it. */
  readonly faceOf: (code: number) => string | null
  readonly holds: (face: string, code: number) => boolean
  /** Width of a run in points. */
  readonly measure: (face: string, text: string) => number
}

interface Run {
  readonly face: string
  readonly text: string
  readonly rightToLeft: boolean
  /** Points from the start of the line's box, on its left. */
  readonly x: number
}

interface Line {
  /** In the order in which they are read. */
  readonly runs: readonly Run[]
  readonly width: number
}

export interface Paragraph {
  readonly lines: readonly Line[]
  readonly rightToLeft: boolean
  /** Whether a character was printed as its number because no font has it. */
  readonly substituted: boolean
}

/** Marks a part of a sentence whose direction does not spill over: a name. */
export const isolate = (name: string): string => `\u2068${name}\u2069`

const ISOLATES = /[\u2066-\u2069]/
const FOLLOWS = /\p{M}|\u200C|\u200D|[\u2066-\u2069]/u
/** Words of these follow each other without a space, and only a dictionary knows where one ends. */
const DICTIONARY = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u
/** What may begin a line: no sign that repeats a word, which ICU takes for a word of its own in Khmer. */
const LETTER = /\p{Lo}/u
/** Scripts without spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })
const words = new Intl.Segmenter('und', { granularity: 'word' })

/** Cuts a text into lines. One direction for all of them: that of its first strong character. */
export function setParagraph(text: string, setting: Setting): Paragraph {
  const { printed, substituted } = substitute(text, setting)
  const levels = bidi.getEmbeddingLevels(printed)
  const pieces = piecesOf(printed, levels, setting)
  const lines = breakLines(printed, setting.width, (start, end) =>
    widthBetween(pieces, start, end, setting),
  )
  return {
    substituted,
    rightToLeft: isRightToLeft(levels.paragraphs[0]?.level ?? 0),
    lines: lines.map(({ start, end }) => placeRuns(printed, levels, pieces, start, end, setting)),
  }
}

const isRightToLeft = (level: number): boolean => (level & 1) === 1

/** Puts `[U+1F600]` in the place of characters that no font has. */
function substitute(text: string, { faceOf, holds }: Setting) {
  let face: string | null = null
  let substituted = false
  const parts = [...text].map(character => {
    const code = character.codePointAt(0) ?? 0
    if (ISOLATES.test(character)) return character
    if (FOLLOWS.test(character) && face !== null && holds(face, code)) return character
    if (/[\u200C\u200D]/.test(character)) return '' // needs no glyph
    face = faceOf(code)
    if (face !== null) return character
    substituted = true
    return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`
  })
  return { printed: parts.join(''), substituted }
}

/** A stretch of the text in one face and one direction; `end` is not in it. */
interface Piece {
  readonly start: number
  readonly end: number
  readonly face: string
  readonly level: number
  readonly text: string
}

function piecesOf(text: string, levels: EmbeddingLevels, setting: Setting): readonly Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const character of text) {
    const last = pieces.at(-1)
    const [start, end] = [at, at + character.length]
    at = end
    const level = levels.levels[start] ?? 0
    const code = character.codePointAt(0) ?? 0
    const follows = FOLLOWS.test(character) && last !== undefined
    const face = follows && setting.holds(last.face, code) ? last.face : setting.faceOf(code)
    if (face === null) continue // an isolate
    const shown = isRightToLeft(level)
      ? (bidi.getMirroredCharacter(character) ?? character)
      : character
    // Words that run from right to left are placed one by one, so that whoever takes the text out of the
    // PDF gets them in the order in which they are read.
    const joins =
      last?.end === start &&
      last.face === face &&
      last.level === level &&
      !(isRightToLeft(level) && (character === ' ' || last.text === ' '))
    if (joins) pieces[pieces.length - 1] = { ...last, end, text: last.text + shown }
    else pieces.push({ start, end, face, level, text: shown })
  }
  return pieces
}

/** The parts of pieces between two places of the text. */
function cut(pieces: readonly Piece[], start: number, end: number): readonly Piece[] {
  return pieces
    .filter(piece => piece.start < end && start < piece.end)
    .map(piece => {
      const [from, to] = [Math.max(start, piece.start), Math.min(end, piece.end)]
      const text = piece.text.slice(from - piece.start, to - piece.start)
      return { ...piece, start: from, end: to, text }
    })
}

const widthBetween = (
  pieces: readonly Piece[],
  start: number,
  end: number,
  { measure }: Setting,
): number => cut(pieces, start, end).reduce((sum, { face, text }) => sum + measure(face, text), 0)

interface Span {
  readonly start: number
  readonly end: number
}

function breakLines(
  text: string,
  width: number,
  widthOf: (start: number, end: number) => number,
): readonly Span[] {
  const lines: Span[] = []
  let [start, end, used] = [0, 0, 0]
  const endLine = (): void => {
    if (end > start) lines.push({ start, end: trimEnd(text, start, end) })
    start = end
    used = 0
  }
  /** Takes a stretch onto the line, on a new one if it must; whether it fitted. */
  const take = (from: number, to: number): boolean => {
    const visible = widthOf(from, trimEnd(text, from, to))
    if (used > 0 && used + visible > width) endLine()
    if (used + visible > width) return false
    end = to
    used += widthOf(from, to)
    return true
  }
  for (const atom of atomsOf(text)) {
    if (take(atom.start, atom.end)) continue
    // A word longer than the line is cut where UAX #14 lets it, behind a slash for one; or between letters.
    for (const part of spansOf(endsIn(text.slice(atom.start, atom.end)))) {
      if (take(atom.start + part.start, atom.start + part.end)) continue
      for (const { segment, index } of graphemes.segment(
        text.slice(atom.start + part.start, atom.start + part.end),
      )) {
        const from = atom.start + part.start + index
        if (take(from, from + segment.length)) continue
        end = from + segment.length // one letter, wider than the line
        endLine()
      }
    }
  }
  endLine()
  return lines
}

const trimEnd = (text: string, start: number, end: number): number =>
  start + text.slice(start, end).trimEnd().length

/**
 * What stays together on a line, with the space behind it. Where there are spaces, a line ends at a space and
 * nowhere else: people copy names of files and passphrases from paper, and would take a hyphen or a slash at
 * the end of a line for the end of a word. Where there are none, it ends where UAX #14 lets it.
 */
function atomsOf(text: string): readonly Span[] {
  const unspaced = UNSPACED.test(text) ? new Set(endsIn(text)) : null
  const ends: number[] = []
  let before = ''
  let at = 0
  for (const character of text) {
    const afterSpace = before === ' ' && character !== ' '
    const between = unspaced?.has(at) && (UNSPACED.test(before) || UNSPACED.test(character))
    if (afterSpace || between) ends.push(at)
    before = character
    at += character.length
  }
  return spansOf([...ends, at])
}

const spansOf = (ends: readonly number[]): readonly Span[] =>
  ends.map((end, i) => ({ start: ends[i - 1] ?? 0, end })).filter(({ start, end }) => end > start)

/** Where a line may end by UAX #14, which leaves Thai, Lao and Khmer to dictionaries: ICU has them. */
function endsIn(text: string): readonly number[] {
  const ends: number[] = []
  const breaker = new LineBreaker(text)
  for (let end = breaker.nextBreak(); end !== null; end = breaker.nextBreak()) {
    ends.push(end.position)
  }
  if (!DICTIONARY.test(text)) return ends
  for (const { index } of words.segment(text)) {
    const [before = '', after = ''] = [text[index - 1], text[index]]
    if (DICTIONARY.test(before) && DICTIONARY.test(after) && LETTER.test(after)) ends.push(index)
  }
  return ends.sort((a, b) => a - b)
}

function placeRuns(
  text: string,
  levels: EmbeddingLevels,
  pieces: readonly Piece[],
  start: number,
  end: number,
  { measure }: Setting,
): Line {
  const inLine = cut(pieces, start, end)
  const pieceAt = new Map<number, Piece>()
  for (const piece of inLine) for (let i = piece.start; i < piece.end; i += 1) pieceAt.set(i, piece)
  const seen = bidi.getReorderedIndices(text, levels, start, end - 1).map(i => pieceAt.get(i))
  let x = 0
  const placed = new Map<Piece, Run>()
  for (const piece of seen) {
    if (piece === undefined || placed.has(piece)) continue
    const rightToLeft = isRightToLeft(piece.level)
    const shown = rightToLeft && !hasDirection(piece.text) ? reversed(piece.text) : piece.text
    placed.set(piece, { face: piece.face, text: shown, rightToLeft, x })
    x += measure(piece.face, shown)
  }
  return { width: x, runs: inLine.flatMap(piece => placed.get(piece) ?? []) }
}

/** Whether shaping knows by itself that this runs from right to left. */
const hasDirection = (text: string): boolean =>
  [...text].some(character => /^(R|AL)$/.test(bidi.getBidiCharTypeName(character)))

const reversed = (text: string): string => [...text].reverse().join('')
