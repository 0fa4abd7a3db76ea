import { refuse } from '../../shared/errors.ts'
import type { CardFacts } from '../core/share/index.ts'
import { printSecretTag } from './card-page.ts'
import { printFacts } from './facts-block.ts'
import { columnOf, MARGIN } from './page-frame.ts'
import { printFields } from './ruled-field.ts'
import type { Sheet } from './sheet.ts'

/** The passphrase on paper, for the recovery officer. Never in one job, or one safe, with a share. */

export type PassphraseCardFacts = Pick<
  CardFacts,
  'title' | 'organisation' | 'date' | 'setId' | 'fingerprint'
>

const WHAT_TEXT =
  'With this passphrase, whoever has enough shares of this set opens what was sealed; without it, nobody does. Keep this card apart from every share, locked up, and show it to nobody.'

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
  const fitted = sheet.fit(shown, { width: inner.width, height: 320, least: 7 }, style)
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
    printFacts(
      sheet,
      [
        { label: 'Ceremony', value: facts.title },
        { label: 'Organisation', value: facts.organisation },
        { label: 'Date', value: facts.date },
        { label: 'Set id', value: facts.setId, role: 'mono' },
        { label: 'Kit fingerprint', value: facts.fingerprint, role: 'mono' },
      ],
      { x, y, width },
      { size: 10.5, least: 6, height: 130, labels: 100 },
    )
  }
  printFields(
    sheet,
    [
      ['Seal bag number', 2],
      ['Recovery officer: signature', 3],
      ['Witness: name and signature', 3],
    ],
    { x, y: sheet.height - MARGIN.bottom - 20, width },
  )
}

/** Spaces that paper would swallow, at an end or side by side, are printed as a sign. */
function visibleSpaces(passphrase: string): { readonly shown: string; readonly note: string } {
  if (!/^ | $| {2}/.test(passphrase)) {
    return { shown: passphrase, note: 'Where a line ends between two words there is one space.' }
  }
  const sign = ['·', '•', '¬', '¦'].find(free => !passphrase.includes(free)) ?? '§'
  return {
    shown: passphrase.replaceAll(' ', sign),
    note: `Each ${sign} stands for a space; where a line ends there is none.`,
  }
}
