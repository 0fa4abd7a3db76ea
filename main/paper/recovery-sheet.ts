import { firstDigits } from '../../shared/kit-fingerprint.ts'
import type { CardFacts } from '../core/share/index.ts'
import { COMPARED, printFacts } from './facts-block.ts'
import { columnOf, footOf } from './page-frame.ts'
import type { Sheet } from './sheet.ts'
import { words } from './words.ts'

/**
 * One public page to keep beside the kit: how to tell the right kit, and how to open what was sealed, with
 * Keyclave and without it. The runbook (docs/RUNBOOK.md) says the same at length.
 */

export interface RecoveryFacts extends CardFacts {
  readonly identity: 'hybrid' | 'classic'
  readonly kdf: 1 | 2 | 3
  /** SHA-256 of the recover.html beside the kit, 64 hex digits; null: there is none, or another one may lie there. */
  readonly recoverPage: string | null
}

/** What the commands ask for, so that they can be typed as they stand. */
const fingerprintOption = (fingerprint: string): string =>
  `--fingerprint ${firstDigits(fingerprint)}`

const stepsFor = ({
  threshold,
  fingerprint,
}: RecoveryFacts): readonly (readonly [text: string, command?: string])[] => [
  [
    'Bring together enough custodians with their cards, the recovery officer with the passphrase, a copy of the kit (kit.json), and the backup.',
  ],
  [
    'Take a computer that you can disconnect; best a live Linux from a USB stick. Pull its network cable, and switch Wi-Fi and Bluetooth off. Let nobody else see the screen.',
  ],
  [
    'Check the kit: the fingerprint that this command prints must be the one above, and the one on every card. If not, take another copy of the kit.',
    'keyclave kit inspect kit.json',
  ],
  [
    `Type the 40 words of each of ${threshold} cards into a file of its own, share-a.txt and so on, with “?” for a word that cannot be read, and check each file.`,
    `keyclave share inspect share-a.txt --kit kit.json ${fingerprintOption(fingerprint)}`,
  ],
  ['Type the passphrase into passphrase.txt, in one line. Then open the backup:'],
]

/** Typed as they stand: the shell puts the names of the share files in. No line may be wrapped. */
const openWith = (fingerprint: string) => [
  'keyclave recover backup FILE.tar.zst.age --kit kit.json --share share-*.txt \\',
  `    ${fingerprintOption(fingerprint)} --passphrase-file passphrase.txt --out restored`,
]
const keyWith = (fingerprint: string) => [
  'keyclave recover key LABEL --kit kit.json --share share-*.txt \\',
  `    ${fingerprintOption(fingerprint)} --passphrase-file passphrase.txt --out key.bin`,
]
const WITHOUT = [
  'python3 recover.py selftest',
  'python3 recover.py identity share-*.txt \\',
  '    --passphrase-file passphrase.txt > identity.txt',
  'mkdir restored',
  'python3 recover.py decrypt identity.txt FILE.tar.zst.age \\',
  '    | zstd -q -d | tar -x -f - -C restored',
  'python3 recover.py verify restored',
  'python3 recover.py item kit.json LABEL identity.txt --out key.bin',
]
const WITHOUT_TEXT =
  'On a day when Keyclave is not there, the program recover.py and the stock commands argon2, zstd and tar do the same; RUNBOOK.md explains each step, FORMAT.md every byte. Keep copies of these three files beside the kit. The last line is for a key; the others open a backup.'
const BROWSER_TEXT =
  'With a browser alone: open recover.html, which lies beside the kit. Its SHA-256 is'
const AFTER_TEXT =
  'Afterwards: give the cards back, destroy share files, passphrase file and identity (best by switching the live system off), and write down who was there and what was opened. If a stranger may have seen cards and passphrase, plan a new ceremony.'

export function printRecoverySheet(sheet: Sheet, facts: RecoveryFacts): void {
  const column = columnOf(sheet)
  const { x, width } = column
  const body = { role: 'text', size: 10.5 } as const
  const code = { role: 'mono', size: 9 } as const
  const heading = { role: 'strong', size: 13 } as const
  const commands = (lines: readonly string[], top: number, left: number): number =>
    lines.reduce((y, line) => sheet.text(line, { x: left, y, width: x + width - left }, code), top)

  let y = sheet.text(
    'Recovery sheet',
    { ...column, y: column.y - 3 },
    { role: 'strong', size: 24 },
    'H1',
  )
  const what =
    'How to open what was sealed at this ceremony. Nothing on this sheet is secret: keep a copy with each copy of the kit, and one with each custodian.'
  y = sheet.text(what, { x, y: y + 2, width }, body) + 8
  y = printFacts(
    sheet,
    factsOf(facts),
    { x, y, width },
    { size: 10, least: 7, height: 160, labels: 100 },
  )

  y = sheet.text('With Keyclave', { x, y: y + 5, width }, heading, 'H2') + 2
  sheet.group('L', () => {
    for (const [i, [text, command]] of stepsFor(facts).entries()) {
      sheet.group('LI', () => {
        sheet.text(`${i + 1}.`, { x, y, width: 16 }, { ...body, role: 'strong' }, 'Lbl')
        y = sheet.text(text, { x: x + 18, y, width: width - 18 }, body, 'LBody')
      })
      y = (command === undefined ? y : commands([command], y + 1, x + 18)) + 3
    }
  })
  y = commands(openWith(facts.fingerprint), y - 2, x + 18)
  y = sheet.text(
    'or one key or imported secret, by its label:',
    { x: x + 18, y: y + 2, width },
    body,
  )
  y = commands(keyWith(facts.fingerprint), y + 1, x + 18)

  if (facts.recoverPage !== null) {
    y = sheet.text(BROWSER_TEXT, { x, y: y + 4, width }, body)
    y = commands([groupsOf(facts.recoverPage)], y + 1, x)
  }

  y = sheet.text('Without Keyclave', { x, y: y + 6, width }, heading, 'H2') + 2
  y = sheet.text(WITHOUT_TEXT, { x, y, width }, body)
  y = commands(WITHOUT, y + 3, x + 18)
  y = sheet.text('When it is done', { x, y: y + 6, width }, heading, 'H2') + 2
  const after = sheet.fit(AFTER_TEXT, { width, height: footOf(sheet) - y, least: 7 }, body)
  sheet.text(after.content, { x, y, width }, after.style)
}

/** A hash in groups of four; they fit into one line. */
const groupsOf = (sha256: string): string => (sha256.match(/.{4}/g) ?? []).join(' ')

function factsOf(facts: RecoveryFacts) {
  const { title, organisation, date, setId, fingerprint, threshold, custodians } = facts
  return [
    { label: 'Kit fingerprint', value: fingerprint, role: 'mono', least: COMPARED },
    { label: 'Set id', value: setId, role: 'mono', least: COMPARED },
    { label: 'Ceremony', value: `${title}, ${date}` },
    { label: 'Organisation', value: organisation },
    { label: 'Needed', value: `${threshold} of ${custodians.length} shares, and the passphrase` },
    {
      label: 'Identity',
      value: `${facts.identity}${facts.identity === 'hybrid' ? ' (opened by recover.py, recover.html, or age from 1.3 on)' : ''}; ${words.policy.kdf[facts.kdf]}`,
    },
    { label: 'Custodians', value: namesOf(custodians) },
  ] as const
}

/** A list that is cut somewhere says less than where the whole of it stands. */
const LONGEST_LIST = 300

function namesOf(custodians: readonly string[]): string {
  const names = custodians.join(', ')
  return names.length <= LONGEST_LIST ? names : `${custodians.length}, listed in the kit`
}
