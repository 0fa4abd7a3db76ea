import { type PaperWords, paperWordsIn } from '../../shared/messages/paper/index.ts'
import type { OtherLanguage } from '../../shared/paper-languages.ts'
import type { CardFacts } from '../core/share/index.ts'
import { columnOf, footOf } from './page-frame.ts'
import type { Box, Sheet, Style, Tag } from './sheet.ts'
import { isolate } from './text-lines.ts'

/**
 * A page behind a card, for somebody who does not read English: what the card says, in one language or in two. The
 * words of a share stay English, and so does the card itself, which every program and every runbook knows; this page
 * holds no secret, and says whose page it is.
 */

/** What all these pages tell of a quorum. */
export interface ExplainedFacts extends Pick<CardFacts, 'organisation' | 'setId'> {
  /** Of the bundle, as the card names it. */
  readonly folder: string
  /** Whom to call; null: nobody has said. */
  readonly contact: string | null
}

/** A paragraph, its size in that of the running text. */
interface Part {
  readonly text: string
  readonly tag: Tag
  readonly size: number
  readonly role: Style['role']
  /** Above it, in its own size. */
  readonly gap: number
}

const title = (text: string): Part => ({ text, tag: 'H1', size: 1.9, role: 'strong', gap: 0 })
const heading = (text: string): Part => ({ text, tag: 'H2', size: 1.2, role: 'strong', gap: 0.7 })
const body = (text: string): Part => ({ text, tag: 'P', size: 1, role: 'text', gap: 0.4 })
const small = (text: string): Part => ({ text, tag: 'P', size: 0.8, role: 'text', gap: 0.6 })

/** What has to be printed for these languages, whatever the quorum: its letters need fonts. */
export const textsIn = (languages: readonly OtherLanguage[]): readonly string[] =>
  languages.flatMap(language => {
    const words = paperWordsIn(language)
    const [share, facts] = [
      { index: 1, threshold: 1, count: 2 },
      { organisation: '', setId: '', folder: '', contact: '' },
    ]
    return [
      ...[...cardParts(words, share, facts, true), ...cardParts(words, share, facts, false)],
      ...[...cardParts(words, { ...share, threshold: 2 }, facts, true)],
      ...[...passphraseParts(words, facts, null), ...passphraseParts(words, facts, '')],
      ...recoveryParts(words, facts, 2, ''),
    ].map(({ text }) => text)
  })

/** As much of a name as stands on a line of its own sentence. */
const LONGEST_NAME = 90
function nameIn(sentence: string): string {
  const letters = [...sentence]
  return isolate(
    letters.length <= LONGEST_NAME ? sentence : `${letters.slice(0, LONGEST_NAME).join('')}…`,
  )
}

function factParts({ facts }: PaperWords, { setId, folder, contact }: ExplainedFacts): Part[] {
  const line = (label: string, value: string): Part => body(`${label}: ${isolate(value)}`)
  return [
    line(facts.setId, setId),
    line(facts.bundle, folder),
    ...(contact === null ? [] : [line(facts.contact, nameIn(contact))]),
  ]
}

/** Whose card it is, and how many it takes. */
export interface ExplainedShare {
  readonly index: number
  readonly threshold: number
  readonly count: number
}

function cardParts(
  words: PaperWords,
  { index, threshold, count }: ExplainedShare,
  facts: ExplainedFacts,
  plain: boolean,
): readonly Part[] {
  const back = plain ? words.heir.giver : nameIn(facts.organisation)
  const [what, keep] = words.heir.card(threshold, count, back)
  return [
    title(words.share(index, count)),
    body(words.policy(threshold, count)),
    heading(words.heir.title),
    body(what),
    body(keep),
    ...factParts(words, { ...facts, contact: plain ? null : facts.contact }),
    small(words.noProgram),
  ]
}

function passphraseParts(
  words: PaperWords,
  facts: ExplainedFacts,
  sign: string | null,
): readonly Part[] {
  const where = words.facts.folder(isolate(facts.folder))
  const [what, keep] = words.heir.passphrase(nameIn(facts.organisation), where)
  return [
    title(words.passphrase.title),
    body(words.passphrase.what),
    body(words.passphrase.typed(sign === null ? null : isolate(sign))),
    heading(words.heir.title),
    body(what),
    body(keep),
    ...factParts(words, facts),
  ]
}

function recoveryParts(
  words: PaperWords,
  facts: ExplainedFacts,
  threshold: number,
  fingerprint: string,
): readonly Part[] {
  const { recovery } = words
  return [
    title(recovery.title),
    body(recovery.what),
    ...factParts(words, facts),
    heading(recovery.now),
    ...recovery
      .steps(threshold, isolate(facts.folder), isolate(fingerprint.slice(0, COMPARED)))
      .map((step, i) => body(`${i + 1}. ${step}`)),
    heading(recovery.doneTitle),
    body(recovery.done),
  ]
}
/** The beginning of a fingerprint: two groups of four. */
const COMPARED = 9

/**
 * What a share's card says.
 *
 * @param plain nothing that says what it opens
 */
export function printCardIn(
  sheet: Sheet,
  languages: readonly OtherLanguage[],
  share: ExplainedShare,
  facts: ExplainedFacts,
  plain: boolean,
): void {
  printIn(sheet, languages, words => cardParts(words, share, facts, plain))
}

/**
 * What the passphrase's card says.
 *
 * @param sign what is printed on it for each space; null: spaces are
 */
export function printPassphraseIn(
  sheet: Sheet,
  languages: readonly OtherLanguage[],
  facts: ExplainedFacts,
  sign: string | null,
): void {
  printIn(sheet, languages, words => passphraseParts(words, facts, sign))
}

export interface ExplainedRecovery extends ExplainedFacts {
  readonly threshold: number
  readonly fingerprint: string
}

/** What the recovery sheet says, as plain text: a paragraph each. */
export const recoveryTextIn = (
  language: OtherLanguage,
  facts: ExplainedRecovery,
): readonly string[] =>
  recoveryParts(paperWordsIn(language), facts, facts.threshold, facts.fingerprint).map(
    ({ text }) => text,
  )

/** What the recovery sheet says, in the window's steps: each language on a page of its own. */
export function printRecoveryIn(
  sheet: Sheet,
  languages: readonly OtherLanguage[],
  facts: ExplainedRecovery,
): void {
  for (const language of languages) {
    printIn(sheet, [language], words =>
      recoveryParts(words, facts, facts.threshold, facts.fingerprint),
    )
  }
}

/** Largest and least size of the running text, in points. */
const [LARGEST, LEAST] = [13, 7]
/** Between two languages. */
const BETWEEN = 24

function printIn(
  sheet: Sheet,
  languages: readonly OtherLanguage[],
  partsIn: (words: PaperWords) => readonly Part[],
): void {
  if (languages.length === 0) return
  sheet.newPage()
  const column = columnOf(sheet)
  const room = footOf(sheet) - column.y
  const height = (room - BETWEEN * (languages.length - 1)) / languages.length
  for (const [i, language] of languages.entries()) {
    const box = { ...column, y: column.y + i * (height + BETWEEN) }
    if (i > 0) {
      const line = box.y - BETWEEN / 2
      sheet.line(column.x, line, column.x + column.width, line)
    }
    const parts = partsIn(paperWordsIn(language))
    sheet.group('Sect', () => printParts(sheet, parts, box, height), { language })
  }
}

/** Paragraphs one below the other, as large as all of them fit. */
function printParts(sheet: Sheet, parts: readonly Part[], { x, y, width }: Box, height: number) {
  const styleAt = (part: Part, size: number): Style => ({
    role: part.role,
    size: part.size * size,
  })
  const heightAt = (size: number): number =>
    parts.reduce(
      (sum, part) => sum + part.gap * size + sheet.heightOf(part.text, width, styleAt(part, size)),
      0,
    )
  let size = LARGEST
  while (size > LEAST && heightAt(size) > height) size -= 0.5
  let at = y
  for (const part of parts) {
    const box = { x, y: at + part.gap * size, width }
    at = sheet.text(part.text, box, styleAt(part, size), part.tag)
  }
}
