import type { CardFacts } from '../core/share/index.ts'
import {
  type CardPaper,
  factsOf,
  HEIR_TITLE,
  heirText,
  helpFacts,
  notesOf,
  policyOf,
} from './card-facts.ts'
import { printFacts } from './facts-block.ts'
import { columnOf, MARGIN } from './page-frame.ts'
import { mm } from './paper-size.ts'
import { printFields } from './ruled-field.ts'
import type { Box, Sheet, Style } from './sheet.ts'
import { isolate } from './text-lines.ts'
import { printWordRows } from './word-rows.ts'

/**
 * The page that carries one share, in three zones: whose it is; the share; what to do with it.
 *
 * The lower zone is as high as the middle one: folded up along the line between them, it hides words and
 * code, and the upper zone still says whose card it is.
 */

/** A share as it is printed; as secret as the share. */
export interface PrintedShare {
  /** 1 … n */
  readonly index: number
  readonly words: readonly string[]
  readonly modules: Uint8Array
  /** Modules on a side. */
  readonly size: number
}

const QUIET_MODULES = 4
/** 0.5 mm is the least that cameras and photocopies forgive. */
const MODULE = mm(0.9)
const LARGE_MODULE = mm(1.05)
const FOLD_HINT = 'Fold the lower part up along this line: words and code are then inside.'
const CODE_ALT = 'QR code of this share, for a scanner; it holds the same as the 40 words.'
const NEXT_PAGE = 'Words and code hold the same share. What to do with it: next page.'
const SUBSTITUTED = '[U+…] stands for a character that the printing program has no letter for.'

/** Prints one share onto the sheet: one page, or two in large print. */
export function printCard(
  sheet: Sheet,
  share: PrintedShare,
  facts: CardFacts,
  paper: CardPaper,
): void {
  if (paper.layout === 'large-print') printLarge(sheet, share, facts, paper)
  else printStandard(sheet, share, facts, paper)
}

/** Where the middle zone begins; of a card to be folded lower, as what is written on its outside stands above. */
const [SHARE_TOP, FOLDED_TOP] = [158, 186]
/** From the lines to write on, on the outside, to the middle zone. */
const OUTSIDE = 20
const SEAL_FIELDS = [
  ['Seal bag number', 3],
  ['Sealed on (date)', 2],
] as const

function printStandard(
  sheet: Sheet,
  share: PrintedShare,
  facts: CardFacts,
  { plain, layout }: CardPaper,
): void {
  const column = columnOf(sheet)
  printHead(sheet, headOf(share.index, facts), column)
  const isFolded = layout === 'fold'
  const top = isFolded ? FOLDED_TOP : SHARE_TOP
  if (isFolded) printFields(sheet, SEAL_FIELDS, { ...column, y: top - OUTSIDE })
  const fold = (sheet.height + top) / 2
  const code = codeWidth(share, MODULE)
  const rows = {
    size: 16.5,
    rowHeight: (fold - top - code.outer - 16) / 10,
    columns: 4,
  } as const
  const below = printWordRows(sheet, share.words, { ...column, y: top }, rows)
  const y = below + 4
  // The quiet zone may reach into the margin: there is nothing but paper.
  const left = column.x + code.quiet / 2
  const corner = { x: left, y: y + code.quiet, width: code.inner }
  sheet.code(share.modules, share.size, corner, CODE_ALT)
  const beside = left + code.inner + code.quiet + 8
  printFacts(
    sheet,
    factsOf(facts, plain),
    { x: beside, y: y + code.quiet - 2, width: column.x + column.width - beside },
    { size: 10, least: 6, height: code.inner + code.quiet, labels: 88 },
  )
  if (isFolded) printFold(sheet, fold, column)
  const foot = { ...column, y: isFolded ? fold + 14 : fold + 4 }
  printKeeping(sheet, facts, foot, { size: 11.5, plain, signatures: 38, sealedOutside: isFolded })
}

interface Head {
  readonly title: string
  readonly name: string
  readonly policy: string
}

const headOf = (index: number, facts: CardFacts): Head => ({
  title: `Share ${index} of ${facts.custodians.length}`,
  name: facts.custodians[index - 1] ?? '',
  policy: policyOf(facts),
})

const STANDARD_HEAD = { title: 28, name: 19, policy: 11.5, tag: 10 }
const LARGE_HEAD = { title: 36, name: 26, policy: 16, tag: 16 }

/** @returns the place below the head */
function printHead(
  sheet: Sheet,
  { title, name, policy }: Head,
  { x, y, width }: Box,
  sizes = STANDARD_HEAD,
): number {
  printSecretTag(sheet, { x, y, width }, sizes.tag)
  let at = sheet.text(
    title,
    { x, y: y - 3, width },
    { role: 'strong', size: sizes.title, leading: 1.2 },
    'H1',
  )
  const fitted = sheet.fit(
    name,
    { width, height: sizes.name * 2.4, least: 8 },
    { role: 'text', size: sizes.name, leading: 1.2, align: 'left' },
  )
  at = sheet.text(fitted.content, { x, y: at + 1, width }, fitted.style)
  return sheet.text(policy, { x, y: at + 5, width }, { role: 'text', size: sizes.policy })
}

export function printSecretTag(sheet: Sheet, { x, y, width }: Box, size: number): void {
  const tag = 'SECRET'
  const padding = size * 0.8
  const own = sheet.widthOf(tag, { role: 'strong', size }) + 2 * padding
  const left = x + width - own
  sheet.box({ x: left, y, width: own }, size * 1.9, 0)
  sheet.text(
    tag,
    { x: left, y: y + size * 0.33, width: own },
    { role: 'strong', size, align: 'center', white: true },
  )
}

function codeWidth({ size }: PrintedShare, module: number) {
  const [inner, quiet] = [size * module, QUIET_MODULES * module]
  return { inner, quiet, outer: inner + 2 * quiet }
}

function printFold(sheet: Sheet, y: number, { x, width }: Box): void {
  sheet.line(0, y, sheet.width, y, 0.6, 4)
  sheet.text(FOLD_HINT, { x, y: y - 12.5, width }, { role: 'text', size: 7.5, align: 'right' })
}

interface KeepingStyle {
  readonly size: number
  readonly plain: boolean
  /** Between the lines to sign on. */
  readonly signatures: number
  /** Whether number and date of the seal bag stand above, where they are seen when the card is folded. */
  readonly sealedOutside: boolean
}

/** The lower zone: what to do with the card, and who signed for it. */
function printKeeping(
  sheet: Sheet,
  facts: CardFacts,
  { x, y, width }: Box,
  { size, plain, signatures, sealedOutside }: KeepingStyle,
): void {
  const small = size * 0.8
  const body = { role: 'text', size } as const
  const noteStyle = { role: 'text', size: small } as const
  const notes = notesOf(facts)
  const noteGap = small * 0.4
  const notesTop =
    sheet.height -
    MARGIN.bottom -
    notes.reduce((sum, note) => sum + noteGap + sheet.heightOf(note, width, noteStyle), 0) -
    (sheet.substituted ? small * 1.4 : 0)
  const lastLine = notesTop - small * 1.3 - 10
  let at = sheet.text(HEIR_TITLE, { x, y, width }, { role: 'strong', size: size * 1.25 }, 'H2')
  const fields = sealedOutside ? 1 : 2
  const bundle = helpFacts({ ...facts, contact: plain ? null : facts.contact })
  const foot = lastLine - signatures * (fields - 0.5)
  const end = foot - size * (1.15 * bundle.length + 0.4)
  const back = plain ? KEEPING : nameInSentence(sheet, facts, width, body)
  for (const [i, paragraph] of heirText(facts, back).entries()) {
    const limits = { width, height: (end - at) / (2 - i) - size * 0.35, least: size * 0.6 }
    const heir = sheet.fit(paragraph, limits, { ...body, align: 'left' })
    at = sheet.text(heir.content, { x, y: at + size * 0.35, width }, heir.style)
  }
  printFacts(
    sheet,
    bundle,
    { x, y: at + size * 0.4, width },
    { size: size * 0.9, least: size * 0.5, height: foot - at - size * 0.4, labels: size * 7.5 },
  )
  const box = { x, y: lastLine - signatures, width }
  if (!sealedOutside) printFields(sheet, SEAL_FIELDS, box, small)
  printFields(
    sheet,
    [
      ['Custodian: signature', 1],
      ['Witness: name and signature', 1],
    ],
    { ...box, y: lastLine },
    small,
  )
  at = notesTop
  for (const note of [...notes, ...(sheet.substituted ? [SUBSTITUTED] : [])]) {
    at = sheet.text(note, { x, y: at, width }, noteStyle) + noteGap
  }
}

/** To whom a plain card is brought back. */
const KEEPING = 'whoever gave it into this keeping'

/** The whole name stands with the facts; more of it than a line would push out what an heir is to do. */
function nameInSentence(
  sheet: Sheet,
  { organisation }: CardFacts,
  width: number,
  style: Style,
): string {
  const line = { width, height: style.size * 1.3, least: style.size }
  return isolate(sheet.fit(organisation, line, style).content)
}

/** A word's size on a line between two rules. */
const WORD_IN_ROW = 0.87

function printLarge(
  sheet: Sheet,
  share: PrintedShare,
  facts: CardFacts,
  { plain }: CardPaper,
): void {
  const column = columnOf(sheet)
  const head = headOf(share.index, facts)
  const policy = printHead(sheet, head, column, LARGE_HEAD)
  const top = sheet.text(NEXT_PAGE, { ...column, y: policy }, { role: 'text', size: 16 }) + 8
  const code = codeWidth(share, LARGE_MODULE)
  const rowHeight = (sheet.height - MARGIN.bottom - top) / 20
  const rows = { size: Math.min(24, rowHeight * WORD_IN_ROW), rowHeight, columns: 2 } as const
  const words = { ...column, y: top, width: column.width - code.inner - code.quiet - 8 }
  printWordRows(sheet, share.words, words, rows)
  // Beside the words there is nothing but the code: a line of text would be read as part of a row. Its quiet
  // zone reaches into the margin.
  const right = column.x + column.width - code.inner
  const corner = { x: right, y: top + code.quiet, width: code.inner }
  sheet.code(share.modules, share.size, corner, CODE_ALT)
  sheet.newPage()
  const title = `${head.title}, second page`
  let y = sheet.text(title, column, { role: 'strong', size: 26 }, 'H2')
  y = printFacts(
    sheet,
    [{ label: 'Custodian', value: head.name }, ...factsOf(facts, plain)],
    { ...column, y: y + 10 },
    { size: 15, least: 9, height: 200, labels: 122 },
  )
  printKeeping(
    sheet,
    facts,
    { ...column, y: y + 14 },
    {
      ...{ size: 16, plain, signatures: 48, sealedOutside: false },
    },
  )
}
