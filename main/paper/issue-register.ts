import type { SealedShareForm } from '../../shared/sealed-shares.ts'
import type { CardFacts } from '../core/share/index.ts'
import { bundleFacts } from './card-facts.ts'
import { printFacts } from './facts-block.ts'
import { columnOf } from './page-frame.ts'
import { printFields } from './ruled-field.ts'
import type { Sheet } from './sheet.ts'
import { printTable } from './table.ts'
import { words as wording } from './words.ts'

/** Which share went to whom, in which bag, with whose signature. Nothing on it is secret. */

const TEXT =
  'Each custodian signs for the share received, in a sealed bag whose number is written here. Nothing on this register is secret; keep it apart from the shares.'

const NO_PAPER =
  'Absent, and so without paper: each share below is a file that was sealed to a key of its custodian, whose fingerprint was compared aloud. Until they have said that they have opened it, it counts for nothing.'

/** A share that is sealed to a key of its absent custodian. */
export interface SealedLine {
  readonly index: number
  readonly form: SealedShareForm
  /** Fingerprint of the key, in hex, and as words. */
  readonly recipient: string
  readonly words: readonly string[]
  /** The day on which their acknowledgement was recorded; null: it has not come, and is written by hand. */
  readonly acknowledged: string | null
}

export function printRegister(
  sheet: Sheet,
  facts: CardFacts,
  sealed: readonly SealedLine[] = [],
): void {
  const column = columnOf(sheet)
  const { x, width } = column
  let y = sheet.text(
    'Register of shares',
    { ...column, y: column.y - 3 },
    { role: 'strong', size: 24 },
    'H1',
  )
  y = sheet.text(TEXT, { x, y: y + 2, width }, { role: 'text', size: 10 }) + 8
  y = printFacts(
    sheet,
    [
      { label: 'Ceremony', value: facts.title },
      { label: 'Organisation', value: facts.organisation },
      { label: 'Date', value: facts.date },
      {
        label: 'Policy',
        value: `${facts.threshold} of ${facts.custodians.length} shares, and the passphrase`,
      },
      { label: 'Set id', value: facts.setId, role: 'mono' },
      { label: 'Kit fingerprint', value: facts.fingerprint, role: 'mono' },
      ...bundleFacts(facts),
    ],
    { x, y, width },
    { size: 10, least: 6, height: 150, labels: 100 },
  )
  y = printTable(
    sheet,
    [
      { title: 'Share', share: 1.4 },
      { title: 'Custodian', share: 5 },
      { title: 'Seal bag number', share: 3 },
      { title: 'Received on', share: 2.4 },
      { title: 'Signature', share: 4 },
    ],
    facts.custodians.flatMap((name, i) =>
      sealed.some(({ index }) => index === i + 1) ? [] : [[String(i + 1), name]],
    ),
    y + 8,
    { size: 10, rowHeight: 30, foot: 70, ruled: true },
  )
  if (sealed.length > 0) y = printSealed(sheet, facts, sealed, y + 14)
  printFields(
    sheet,
    [
      ['Administrator: name, signature, date', 1],
      ['Witness: name, signature, date', 1],
    ],
    {
      ...{ x, width },
      y: y + 46,
    },
  )
}

function printSealed(
  sheet: Sheet,
  { custodians }: CardFacts,
  sealed: readonly SealedLine[],
  y: number,
): number {
  const { x, width } = columnOf(sheet)
  const top = sheet.text(NO_PAPER, { x, y, width }, { role: 'text', size: 10 }) + 6
  return printTable(
    sheet,
    [
      { title: 'Share', share: 1.4 },
      { title: 'Custodian', share: 3.6 },
      { title: 'Sealed to the key with this fingerprint', share: 8 },
      { title: 'Acknowledged on', share: 2.8 },
    ],
    sealed.map(({ index, form, recipient, words, acknowledged }) => [
      String(index),
      custodians[index - 1] ?? '',
      `${wording.sealedShareForms[form]}, ${recipient}: ${words.join(' ')}`,
      acknowledged ?? '',
    ]),
    top,
    { size: 10, rowHeight: 30, foot: 70, ruled: true },
  )
}
