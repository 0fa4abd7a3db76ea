import { refuse } from '../../shared/errors.ts'
import { bundleName } from '../core/bundle/index.ts'
import type { CardFacts } from '../core/share/index.ts'
import { bundleFacts, HEIR_TITLE } from './card-facts.ts'
import { printSecretTag } from './card-page.ts'
import { printFacts } from './facts-block.ts'
import { columnOf, MARGIN } from './page-frame.ts'
import { printFields } from './ruled-field.ts'
import type { Box, Sheet } from './sheet.ts'
import { isolate } from './text-lines.ts'

/** The passphrase on paper, for the recovery officer. Never in one job, or one safe, with a share. */

/** What is known of the quorum when it is printed: in a ceremony, before there is a kit. */
export interface PassphraseCardFacts
  extends Pick<
    CardFacts,
    'title' | 'organisation' | 'date' | 'setId' | 'contact' | 'languages' | 'software'
  > {
  /** Of the kit; null: there is none yet, and it is written by hand. */
  readonly fingerprint: string | null
}

const WHAT_TEXT =
  'With this passphrase, whoever has enough shares of this set opens what was sealed; without it, nobody does. Keep this card apart from every share, locked up, and show it to nobody.'

/** For somebody who has never heard of all this. */
const heirText = (facts: PassphraseCardFacts | null): readonly string[] => {
  const back = facts === null ? 'the organisation named above' : isolate(facts.organisation)
  const bundle =
    facts === null
      ? 'the folder that begins with “keyclave-” on the drives of the ceremony'
      : `the folder ${bundleName(facts.setId)} on the drives of the ceremony`
  return [
    'It is one of the two things that open what was locked away; the other one is cards with 40 words each, which other people keep. Alone it opens nothing. It may still be needed, even after decades: do not throw it away.',
    `Do not show, copy, photograph or type it, and never keep it beside such a card. Bring it, unseen by others, to ${back}. If you cannot, leave it sealed with a notary or a bank, and tell them so. How everything is opened stands in ${bundle}: read START-HERE.txt there.`,
  ]
}

/**
 * @param facts `null` for a passphrase made before its ceremony: lines to write them on
 * @throws PASSPHRASE_UNPRINTABLE: what is printed in the place of a letter would be typed as it stands
 */
export function printPassphraseCard(
  sheet: Sheet,
  passphrase: string,
  facts: PassphraseCardFacts | null,
): void {
  const character = sheet.unreadable(passphrase, 'mono')
  if (character !== null) throw refuse('PASSPHRASE_UNPRINTABLE', { character })
  const column = columnOf(sheet)
  const { x, width } = column
  printSecretTag(sheet, column, 10)
  let y = sheet.text(
    'Passphrase',
    { ...column, y: column.y - 3 },
    { role: 'strong', size: 28 },
    'H1',
  )
  y = sheet.text(WHAT_TEXT, { x, y: y + 4, width }, { role: 'text', size: 11 }) + 16
  const padding = 16
  const inner = { x: x + padding, y: y + padding, width: width - 2 * padding }
  const style = { role: 'mono', size: 22, leading: 1.6, align: 'left' } as const
  const { shown, note } = visibleSpaces(passphrase)
  const fitted = sheet.fit(shown, { width: inner.width, height: 260, least: 7 }, style)
  const below = sheet.text(fitted.content, inner, fitted.style)
  sheet.box({ x, y, width }, below + padding - y, 1)
  const count = [...passphrase].length
  y = sheet.text(
    `${count} characters, spaces counted. ${note} Capitals, hyphens and spaces matter.`,
    { x, y: below + padding + 6, width },
    { role: 'text', size: 9.5 },
  )
  y += 22
  if (facts === null) {
    printFields(
      sheet,
      [
        ['Ceremony and organisation', 3],
        ['Date', 1],
      ],
      { x, y: y + 14, width },
    )
    printFields(
      sheet,
      [
        ['Set id', 1],
        ['Kit fingerprint', 3],
      ],
      { x, y: y + 52, width },
    )
  } else {
    y = printFacts(
      sheet,
      [
        { label: 'Ceremony', value: facts.title },
        { label: 'Organisation', value: facts.organisation },
        { label: 'Date', value: facts.date },
        { label: 'Set id', value: facts.setId, role: 'mono' },
        ...(facts.fingerprint === null
          ? []
          : [{ label: 'Kit fingerprint', value: facts.fingerprint, role: 'mono' } as const]),
        ...bundleFacts(facts),
      ],
      { x, y, width },
      { size: 10.5, least: 6, height: 150, labels: 100 },
    )
  }
  const signatures = sheet.height - MARGIN.bottom - 20
  const heir = facts?.fingerprint === null ? y + 46 : y + (facts === null ? 80 : 14)
  if (facts?.fingerprint === null) {
    printFields(sheet, [['Kit fingerprint, as it is read aloud', 1]], { x, y: y + 20, width })
  }
  printHeir(sheet, facts, { x, y: heir, width }, signatures - 34)
  printFields(
    sheet,
    [
      ['Seal bag number', 2],
      ['Recovery officer: signature', 3],
      ['Witness: name and signature', 3],
    ],
    { x, y: signatures, width },
  )
}

/** @param foot its end, at the latest */
function printHeir(
  sheet: Sheet,
  facts: PassphraseCardFacts | null,
  { x, y, width }: Box,
  foot: number,
): void {
  let at = sheet.text(HEIR_TITLE, { x, y, width }, { role: 'strong', size: 13 }, 'H2')
  const body = { role: 'text', size: 11, align: 'left' } as const
  for (const [i, paragraph] of heirText(facts).entries()) {
    const limits = { width, height: (foot - at) / (2 - i) - 4, least: 6 }
    const { content, style } = sheet.fit(paragraph, limits, body)
    at = sheet.text(content, { x, y: at + 4, width }, style)
  }
}

/** What is printed for each space of a passphrase whose spaces paper would swallow, at an end or side by side. */
export function signForSpaces(passphrase: string): string | null {
  if (!/^ | $| {2}/.test(passphrase)) return null
  return SIGNS.find(free => !passphrase.includes(free)) ?? '§'
}
const SIGNS = ['·', '•', '¬', '¦']

function visibleSpaces(passphrase: string): { readonly shown: string; readonly note: string } {
  const sign = signForSpaces(passphrase)
  if (sign === null) {
    return { shown: passphrase, note: 'Where a line ends between two words there is one space.' }
  }
  return {
    shown: passphrase.replaceAll(' ', sign),
    note: `Each ${sign} stands for a space; where a line ends there is none.`,
  }
}
