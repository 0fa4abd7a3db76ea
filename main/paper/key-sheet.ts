import type { KeyReason, KeyState } from '../../shared/key-life.ts'
import { type KeySort, sortOfKey } from '../../shared/key-pairs.ts'
import { printFacts } from './facts-block.ts'
import { columnOf } from './page-frame.ts'
import type { Sheet } from './sheet.ts'
import { printTable } from './table.ts'
import { words } from './words.ts'

/** A key on paper: its versions with their days and states, and what became of it. Nothing on it is secret. */

export interface KeySheetFacts {
  readonly id: string
  readonly label: string
  readonly quorum: { readonly setId: string; readonly title: string }
  /** Whether a quorum in force has any version. */
  readonly inForce: boolean
  /** The newest version first. */
  readonly versions: readonly (Version & KeySort)[]
  /** The newest event first. */
  readonly events: readonly {
    readonly time: string
    readonly what: 'made' | 'changed' | 'opened' | 'delivered'
    readonly version: number
    readonly state: KeyState | null
    readonly reason: KeyReason | null
    readonly occurred: string | null
    readonly people: readonly string[]
    readonly destination: string | null
  }[]
  /** The day on which it is printed, `2026-11-21`. */
  readonly date: string
}

interface Version {
  readonly version: number
  readonly purpose: string
  readonly state: KeyState
  readonly activates: string | null
  readonly protectUntil: string | null
  readonly processUntil: string | null
  readonly fingerprint: string | null
  readonly checkValue: string | null
  readonly created: string
  /** Null: a quorum in force has it; otherwise a re-issue left it out. */
  readonly leftOut: readonly unknown[] | null
}

const TEXT =
  'What a vault knows of one key on this day. Nothing on it is secret. States change: ask the vault, or a newer page.'
const STYLE = { size: 9, rowHeight: 18, foot: 20 }

export function printKeySheet(sheet: Sheet, facts: KeySheetFacts): void {
  const column = columnOf(sheet)
  const { x, width } = column
  const [newest] = facts.versions
  let y = sheet.text(
    `Key ${facts.label}`,
    { ...column, y: column.y - 3 },
    { role: 'strong', size: 24 },
    'H1',
  )
  y = sheet.text(TEXT, { x, y: y + 2, width }, { role: 'text', size: 10 }) + 8
  y = printFacts(
    sheet,
    [
      { label: 'Date', value: facts.date },
      { label: 'For', value: newest?.purpose ?? '' },
      { label: 'Id', value: facts.id, role: 'mono' },
      { label: facts.inForce ? 'Sealed to' : 'Was sealed to', value: facts.quorum.title },
      { label: 'Set id', value: facts.quorum.setId, role: 'mono' },
    ],
    { x, y, width },
    { size: 10, least: 6, height: 110, labels: 100 },
  )
  y = printTable(
    sheet,
    [
      { title: 'Version', share: 1.2 },
      { title: 'State', share: 2 },
      { title: 'What', share: 2 },
      { title: 'First day', share: 1.8 },
      { title: 'Protects until', share: 1.8 },
      { title: 'Is read until', share: 1.8 },
      { title: 'Fingerprint, check value', share: 3.8, role: 'mono' },
    ],
    facts.versions.map(version => [
      `@${version.version}`,
      `${words.keys.states[version.state]}${version.leftOut === null ? '' : '; left out by a re-issue'}`,
      sortOfKey(version),
      version.activates ?? version.created.slice(0, 10),
      version.protectUntil ?? 'no last day',
      version.processUntil ?? 'no last day',
      [version.fingerprint ?? '—', version.checkValue].filter(part => part !== null).join(' / '),
    ]),
    y + 8,
    STYLE,
  )
  printTable(
    sheet,
    [
      { title: 'When (UTC)', share: 2.2 },
      { title: 'Version', share: 1.2 },
      { title: 'What', share: 3 },
      { title: 'Why, and where to', share: 4.4 },
      { title: 'Signed by', share: 3 },
    ],
    facts.events.map(event => [
      event.time.slice(0, 16).replace('T', ' '),
      `@${event.version}`,
      WHAT[event.what] ?? (event.state === null ? '' : words.keys.states[event.state]),
      reasonOf(event),
      event.people.join(', '),
    ]),
    y + 16,
    STYLE,
  )
}

const WHAT: { readonly [what: string]: string | undefined } = {
  ...{ made: 'made', opened: 'taken out', delivered: 'handed over' },
}

const reasonOf = ({ reason, occurred, destination }: KeySheetFacts['events'][number]): string =>
  [
    reason && words.keys.reasons[reason],
    occurred && `suspect since ${occurred}`,
    destination && `to ${destination}`,
  ]
    .filter(part => part !== null && part !== '')
    .join(', ')
