import { firstDigits } from '../../shared/kit-fingerprint.ts'
import { printFacts } from './facts-block.ts'
import { columnOf } from './page-frame.ts'
import { printFields } from './ruled-field.ts'
import type { Sheet } from './sheet.ts'

/**
 * The label of one backup, a public page to keep with its drive: which backup it is, who can open it and
 * how, and where the audit log stood. Whoever enters that line later has it proved that the log still
 * contains it (FORMAT: Audit log).
 */

/** What a kit says of the quorum that opens a backup. */
interface LabelledQuorum {
  readonly title: string
  readonly organisation: string
  /** As people compare it: 8 groups of 4 hex digits. */
  readonly fingerprint: string
  readonly threshold: number
  readonly custodians: number
}

export interface LabelFacts {
  readonly fileName: string
  /** RFC 3339, to the millisecond. */
  readonly created: string
  /** What is in it: files, and their bytes. */
  readonly files: number
  readonly bytes: number
  /** Bytes of the backup. */
  readonly size: number
  /** 64 hex digits. */
  readonly sha256: string
  /** Root of its check file, 64 hex digits; null: it has none. */
  readonly tree: string | null
  /** What is not in it, by agreement: a kind or a pattern, and how many. */
  readonly leftOut: readonly { readonly what: string; readonly count: number }[]
  readonly setId: string
  /** The number of the backup key. */
  readonly generation: number
  /** Null when the kit is not at hand. */
  readonly quorum: LabelledQuorum | null
  /** Where the audit log stood, as it is read aloud; null without a vault. */
  readonly auditHead: string | null
}

const TEXT =
  'This page belongs to one backup. Nothing on it is secret: keep it with the drive, and write below where both are.'
const WITH_KEYCLAVE =
  'Bring together enough custodians with their cards, the recovery officer with the passphrase, and a copy of the kit whose fingerprint is the one above. On a computer without a network:'
const commandsFor = (quorum: LabelledQuorum | null): readonly string[] => [
  `keyclave recover backup FILE --kit kit.json ${quorum === null ? '' : `--fingerprint ${firstDigits(quorum.fingerprint)} `}\\`,
  '    --share share-a.txt --share share-b.txt … \\',
  '    --passphrase-file passphrase.txt --out restored',
]
const WITHOUT_KEYCLAVE =
  'Without Keyclave: the recovery sheet and RUNBOOK.md show how to make identity.txt from cards and passphrase. Then this opens the backup (or age -d, for a hybrid quorum from age 1.3 on):'
const STOCK = 'python3 recover.py decrypt identity.txt FILE | zstd -q -d | tar -x -f -'
const SAME =
  'Whether the file is still this backup: its SHA-256 must be the one above (sha256sum FILE, or “Check a backup” in Keyclave).'
const LOG =
  'Whether the audit log still contains all that it said when this label was made: enter the line “Audit log” above in Keyclave, under “Audit log”, or behind this command:'
const VERIFY = 'keyclave audit verify --vault VAULT --head'

export function printLabel(sheet: Sheet, facts: LabelFacts): void {
  const column = columnOf(sheet)
  const { x, width } = column
  const body = { role: 'text', size: 10.5 } as const
  const code = { role: 'mono', size: 8.5 } as const
  const heading = { role: 'strong', size: 13 } as const
  const commands = (lines: readonly string[], top: number): number =>
    lines.reduce((at, line) => sheet.text(line, { x: x + 18, y: at, width: width - 18 }, code), top)

  let y = sheet.text(
    'Backup label',
    { ...column, y: column.y - 3 },
    { role: 'strong', size: 24 },
    'H1',
  )
  y = sheet.text(TEXT, { x, y: y + 2, width }, body) + 8
  y = printFacts(
    sheet,
    factsOf(facts),
    { x, y, width },
    { size: 10.5, least: 6, height: 320, labels: 100 },
  )

  y = sheet.text('How to open it', { x, y: y + 10, width }, heading, 'H2') + 2
  y = commands(commandsFor(facts.quorum), sheet.text(WITH_KEYCLAVE, { x, y, width }, body) + 2)
  y = commands([STOCK], sheet.text(WITHOUT_KEYCLAVE, { x, y: y + 5, width }, body) + 2)

  y = sheet.text('How to check it', { x, y: y + 10, width }, heading, 'H2') + 2
  y = sheet.text(SAME, { x, y, width }, body)
  if (facts.auditHead !== null) {
    y = commands([VERIFY], sheet.text(LOG, { x, y: y + 5, width }, body) + 2)
  }
  printInk(sheet, y + 46)
}

/** What only people know: where it went. */
function printInk(sheet: Sheet, y: number): void {
  const { x, width } = columnOf(sheet)
  printFields(
    sheet,
    [
      ['Drive: name or serial number', 3],
      ['Bag number', 2],
      ['Where it is kept', 4],
    ],
    { x, y, width },
  )
  printFields(
    sheet,
    [
      ['Made by: name, signature, date', 1],
      ['Read back by: name, signature, date', 1],
    ],
    { x, y: y + 44, width },
  )
}

const inFours = (hex: string): string => hex.replaceAll(/.{4}(?=.)/g, '$& ')

function factsOf(facts: LabelFacts) {
  const { fileName, created, files, bytes, size, sha256, setId, generation, tree } = facts
  const { quorum, auditHead, leftOut } = facts
  return [
    { label: 'File', value: fileName },
    { label: 'Made', value: `${created.slice(0, 19).replace('T', ' ')} UTC` },
    {
      label: 'Holds',
      value: `${grouped(files)} ${files === 1 ? 'file' : 'files'}, ${bytesOf(bytes)}`,
    },
    ...(leftOut.length === 0
      ? []
      : [
          {
            label: 'Left out',
            value: leftOut.map(({ what, count }) => `${grouped(count)} × ${what}`).join(', '),
          },
        ]),
    { label: 'Size of the file', value: bytesOf(size) },
    { label: 'SHA-256', value: inFours(sha256), role: 'mono' },
    ...(tree === null
      ? []
      : ([{ label: 'Root of check file', value: inFours(tree), role: 'mono' }] as const)),
    ...(quorum === null
      ? []
      : ([
          { label: 'Ceremony', value: quorum.title },
          { label: 'Organisation', value: quorum.organisation },
        ] as const)),
    { label: 'Set id', value: setId, role: 'mono' },
    { label: 'Backup key', value: `number ${generation}` },
    ...(quorum === null
      ? []
      : ([
          { label: 'Kit fingerprint', value: quorum.fingerprint, role: 'mono' },
          {
            label: 'Opens with',
            value: `${quorum.threshold} of ${quorum.custodians} shares, and the passphrase`,
          },
        ] as const)),
    ...(auditHead === null ? [] : [{ label: 'Audit log', value: auditHead }]),
  ] as const
}

const grouped = (count: number): string => count.toLocaleString('en')

const bytesOf = (count: number): string => `${grouped(count)} ${count === 1 ? 'byte' : 'bytes'}`
