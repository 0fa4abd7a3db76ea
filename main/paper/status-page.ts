import type { KeyState } from '../../shared/key-life.ts'
import { wordLines } from '../../shared/word-lines.ts'
import { hashWords } from '../core/text/index.ts'
import { printFacts } from './facts-block.ts'
import { columnOf, footOf } from './page-frame.ts'
import type { Sheet } from './sheet.ts'
import { printTable } from './table.ts'
import { words } from './words.ts'

/**
 * A status list on paper, public: by the words of its hash whoever has the file tells that it is this one, by
 * the day of the next list that it is not an old one. A small list is on the page itself, as a code
 * (FORMAT: Status list).
 */

/** One key of the list. */
export interface StatusLine {
  /** "master-key 9f86d081884c7d65@2". */
  readonly key: string
  readonly state: KeyState
  readonly since: string
  /** The last day on which it may protect anything; empty where it has none. */
  readonly until: string
  /** The first groups of its fingerprint; empty where it has none. */
  readonly fingerprint: string
}

export interface StatusPageFacts {
  readonly organisation: string
  readonly number: number
  /** RFC 3339. */
  readonly issued: string
  readonly nextIssue: string
  /** 64 hex digits. */
  readonly hash: string
  /** Set ids, with the fingerprints of their kits. */
  readonly quorums: readonly { readonly setId: string; readonly fingerprint: string }[]
  /** Who signed: so many people, or a quorum, by its set id. */
  readonly signedBy: { readonly people: number } | { readonly quorum: string }
  readonly lines: readonly StatusLine[]
  /** How many keys in use are not among the lines. */
  readonly others: number
  /** The file, for the code; null: it is too large for one. */
  readonly file: string | null
}

const TEXT =
  'What became of every key of these quorums. Nothing on this page is secret. Whoever holds a copy of a key checks the file with what they hold of the quorum, its kit or the record of its ceremony:'
const COMMAND = 'keyclave status check list.json --kit kit.json --key KEY'
const WORDS =
  'The file is this list if its hash has these words. Somebody reads them aloud from here, and another compares what the command above says:'
const NEXT =
  'After the day of the next list, this one says nothing good any more: ask for the next one.'
const CODE = 'The whole list, as a code: any reader of codes gives the file back, to the byte.'
const CODE_ALT = 'QR code with the whole status list'
/** Points: the widest a code becomes, and the space around it, in modules. */
const WIDEST = 430
const QUIET = 4

/** A code as it is drawn. */
export interface DrawnCode {
  readonly modules: Uint8Array
  readonly size: number
}

export function printStatusList(
  sheet: Sheet,
  facts: StatusPageFacts,
  code: DrawnCode | null,
): void {
  const column = columnOf(sheet)
  const { x, width } = column
  const body = { role: 'text', size: 10.5 } as const
  const heading = { role: 'strong', size: 13 } as const
  let y = sheet.text(
    `Status list ${facts.number}`,
    { ...column, y: column.y - 3 },
    { role: 'strong', size: 24 },
    'H1',
  )
  y = printFacts(
    sheet,
    factsOf(facts),
    { x, y: y + 2, width },
    { size: 10.5, least: 6, height: 240, labels: 100 },
  )
  y = sheet.text(TEXT, { x, y: y + 8, width }, body) + 2
  y = sheet.text(COMMAND, { x: x + 18, y, width: width - 18 }, { role: 'mono', size: 9 })

  y = sheet.text('Words of its hash', { x, y: y + 10, width }, heading, 'H2') + 2
  y = sheet.text(WORDS, { x, y, width }, body) + 3
  for (const row of wordLines(hashWords(facts.hash))) {
    y = sheet.text(row, { x: x + 18, y, width: width - 18 }, { role: 'mono', size: 9.5 })
  }
  y = sheet.text(NEXT, { x, y: y + 6, width }, body)

  y = sheet.text('Keys', { x, y: y + 10, width }, heading, 'H2') + 2
  y = printTable(
    sheet,
    [
      { title: 'Key', share: 40, role: 'mono' },
      { title: 'State', share: 18 },
      { title: 'Since', share: 14 },
      { title: 'Protects until', share: 16 },
      { title: 'Fingerprint', share: 25, role: 'mono' },
    ],
    facts.lines.map(({ key, state, since, until, fingerprint }) => [
      key,
      words.keys.states[state],
      since,
      until,
      fingerprint,
    ]),
    y,
    { size: 8.5, rowHeight: 16, foot: 0 },
  )
  if (facts.others > 0) {
    const others = `${facts.others === 1 ? 'One more key is' : `${facts.others} more keys are`} in use; the file names them.`
    y = sheet.text(others, { x, y: y + 4, width }, body)
  }
  if (code !== null) printCode(sheet, code, y)
}

function printCode(sheet: Sheet, { modules, size }: DrawnCode, below: number): void {
  const { x, y: top, width } = columnOf(sheet)
  const inner = Math.min(WIDEST, width)
  const quiet = (inner / size) * QUIET
  let y = below + 10
  if (y + 30 + inner + 2 * quiet > footOf(sheet)) {
    sheet.newPage()
    y = top
  }
  y = sheet.text(CODE, { x, y, width }, { role: 'text', size: 10.5 })
  const corner = { x: x + (width - inner) / 2, y: y + quiet, width: inner }
  sheet.code(modules, size, corner, CODE_ALT)
}

const signed = (by: StatusPageFacts['signedBy']): string =>
  'quorum' in by
    ? `quorum ${by.quorum} itself, with its shares and the passphrase`
    : `${by.people} people whom the kit names`

const minute = (time: string): string => `${time.slice(0, 16).replace('T', ' ')} UTC`
const grouped = (hex: string): string => hex.replaceAll(/.{4}(?=.)/g, '$& ')

const factsOf = (facts: StatusPageFacts) => [
  { label: 'Organisation', value: facts.organisation },
  { label: 'Issued', value: minute(facts.issued) },
  { label: 'Next list', value: `${minute(facts.nextIssue)}, at the latest` },
  ...facts.quorums.map(({ setId, fingerprint }) => ({
    label: `Quorum ${setId}`,
    value: `kit ${grouped(fingerprint.slice(0, 32))}`,
    role: 'mono' as const,
  })),
  { label: 'Signed by', value: signed(facts.signedBy) },
  { label: 'Hash', value: grouped(facts.hash), role: 'mono' as const },
]
