import type { CardFacts } from '../core/share/index.ts'
import { printFacts } from './facts-block.ts'
import { columnOf } from './page-frame.ts'
import { printFields } from './ruled-field.ts'
import type { Sheet } from './sheet.ts'
import { printTable } from './table.ts'

/** Which share went to whom, in which bag, with whose signature. Nothing on it is secret. */

const TEXT =
  'Each custodian signs for the share received, in a sealed bag whose number is written here. Nothing on this register is secret; keep it apart from the shares.'

export function printRegister(sheet: Sheet, facts: CardFacts): void {
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
    ],
    { x, y, width },
    { size: 10, least: 6, height: 120, labels: 100 },
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
    facts.custodians.map((name, i) => [String(i + 1), name]),
    y + 8,
    { size: 10, rowHeight: 30, foot: 70, ruled: true },
  )
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
